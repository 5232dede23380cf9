"""From a measure to a rating of 0 to 100: straight lines between points that have reasons.

Each criterion is one way to be better or worse. Curves never have a level stretch away from their
best value, so that whatever gets worse shows. The reasons are in docs/quality.md.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

# Part of every stored rating: whatever changes a number is a new version.
VERSION = "quality-curves-1"


class Part(StrEnum):
    """What is rated by itself."""

    VISUAL = "visual"
    AUDIO = "audio"
    TEXT = "text"


class Cause(StrEnum):
    """Why a rating isn't better, as a creator would say it."""

    SOFT = "soft"
    DARK = "dark"
    BRIGHT = "bright"
    FLAT = "flat"
    HARSH = "harsh"
    PALE = "pale"
    GARISH = "garish"
    GRAINY = "grainy"
    COMPRESSED = "compressed"
    SHAKY = "shaky"
    FROZEN = "frozen"
    BARS = "bars"
    SMALL = "small"
    CHOPPY = "choppy"
    NOT_UPRIGHT = "not_upright"
    QUIET = "quiet"
    LOUD = "loud"
    CLIPPED = "clipped"
    HISS = "hiss"
    HUM = "hum"
    SILENT = "silent"
    MUFFLED = "muffled"
    LOPSIDED = "lopsided"
    CAPTION_SHORT = "caption_short"
    CAPTION_LONG = "caption_long"
    HARD_TO_READ = "hard_to_read"
    FEW_HASHTAGS = "few_hashtags"
    MANY_HASHTAGS = "many_hashtags"
    SHOUTING = "shouting"
    LINKS = "links"


Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One measure's curve, its weight in its part, and what is wrong below and above the target.

    `by_second`: each second is rated and the mean counts, so that a bad stretch isn't hidden by
    the middle. `blank` is the score where there is nothing to measure by; None leaves it out.
    """

    measure: str
    part: Part
    weight: float
    points: Points
    target: tuple[float, float]
    below: Cause | None
    above: Cause | None
    by_second: bool = False
    blank: float | None = None

    def score(self, value: float) -> float:
        """Return 0 to 100 for one value."""
        places, scores = zip(*self.points, strict=True)
        return float(np.interp(value, places, scores))

    @property
    def best(self) -> float:
        """The score in the middle of the target."""
        return max(self.score(self.target[0]), self.score(self.target[1]))

    def cause(self, value: float) -> Cause | None:
        """Name what is wrong with a value, None within the target."""
        if value < self.target[0]:
            return self.below
        return self.above if value > self.target[1] else None


VISUAL = (
    Criterion(
        "edge_blur",
        Part.VISUAL,
        0.20,
        ((0, 100), (0.5, 97), (0.8, 92), (1.1, 82), (1.5, 66), (2, 48), (3, 26), (4.5, 9), (8, 0)),
        (0.0, 0.8),
        None,
        Cause.SOFT,
        by_second=True,
        blank=0.0,
    ),
    Criterion(
        "brightness",
        Part.VISUAL,
        0.18,
        (
            *((0, 0), (15, 8), (30, 24), (50, 50), (70, 76), (90, 94), (115, 100)),
            *((150, 100), (185, 94), (205, 76), (230, 40), (255, 4)),
        ),
        (90.0, 170.0),
        Cause.DARK,
        Cause.BRIGHT,
        by_second=True,
    ),
    Criterion(
        "contrast",
        Part.VISUAL,
        0.10,
        ((0, 0), (20, 12), (50, 42), (80, 68), (120, 90), (160, 97), (255, 100)),
        (120.0, 255.0),
        Cause.FLAT,
        None,
        by_second=True,
    ),
    Criterion(
        "colourfulness",
        Part.VISUAL,
        0.05,
        ((0, 60), (8, 70), (20, 85), (40, 96), (60, 100), (100, 100), (140, 75)),
        (25.0, 110.0),
        Cause.PALE,
        Cause.GARISH,
    ),
    Criterion(
        "noise",
        Part.VISUAL,
        0.16,
        ((0, 100), (1, 97), (2, 88), (4, 70), (7, 46), (12, 22), (20, 8), (40, 0)),
        (0.0, 1.8),
        None,
        Cause.GRAINY,
        by_second=True,
    ),
    Criterion(
        "quantiser",
        Part.VISUAL,
        0.16,
        ((0, 100), (18, 98), (26, 93), (30, 84), (35, 62), (40, 34), (45, 12), (51, 0)),
        (0.0, 28.0),
        None,
        Cause.COMPRESSED,
        by_second=True,
    ),
    Criterion(
        "blockiness",
        Part.VISUAL,
        0.08,
        ((0, 100), (0.15, 97), (0.3, 88), (0.6, 65), (1, 40), (2, 12), (5, 0)),
        (0.0, 0.2),
        None,
        Cause.COMPRESSED,
    ),
    Criterion(
        "jitter",
        Part.VISUAL,
        0.10,
        ((0, 100), (0.1, 99), (0.3, 92), (0.7, 74), (1.5, 44), (3, 18), (6, 4), (10, 0)),
        (0.0, 0.35),
        None,
        Cause.SHAKY,
    ),
    Criterion(
        "frozen",
        Part.VISUAL,
        0.05,
        ((0, 100), (0.1, 90), (0.3, 68), (0.6, 36), (1, 8)),
        (0.0, 0.1),
        None,
        Cause.FROZEN,
    ),
    Criterion(
        "black_bars",
        Part.VISUAL,
        0.05,
        ((0, 100), (0.05, 94), (0.2, 76), (0.4, 50), (0.84, 10)),
        (0.0, 0.03),
        None,
        Cause.BARS,
    ),
    Criterion(
        "short_side",
        Part.VISUAL,
        0.08,
        ((0, 0), (144, 12), (240, 30), (360, 52), (480, 70), (720, 92), (1080, 100)),
        (720.0, 1e9),
        Cause.SMALL,
        None,
    ),
    Criterion(
        "frame_rate",
        Part.VISUAL,
        0.04,
        ((0, 0), (5, 14), (10, 40), (15, 66), (20, 86), (23.9, 97), (30, 100)),
        (23.9, 1e9),
        Cause.CHOPPY,
        None,
    ),
    Criterion(
        "screen_filled",
        Part.VISUAL,
        0.03,
        ((0, 40), (0.316, 68), (0.5625, 84), (1, 100)),
        (0.7, 1.0),
        Cause.NOT_UPRIGHT,
        None,
    ),
)

AUDIO = (
    Criterion(
        "loudness",
        Part.AUDIO,
        0.20,
        (
            *((-70, 0), (-45, 8), (-35, 28), (-28, 56), (-23, 80), (-19, 94), (-16, 99)),
            *((-14, 100), (-12, 98), (-9, 84), (-6, 55), (0, 10)),
        ),
        (-19.0, -11.0),
        Cause.QUIET,
        Cause.LOUD,
        blank=0.0,
    ),
    Criterion(
        "true_peak",
        Part.AUDIO,
        0.06,
        ((-70, 100), (-2, 99), (-1, 97), (0, 90), (1, 72), (3, 42), (6, 14), (12, 0)),
        (-70.0, -0.5),
        None,
        Cause.CLIPPED,
    ),
    Criterion(
        "clipping",
        Part.AUDIO,
        0.22,
        (
            (0, 100),
            (1e-3, 95),
            (5e-3, 85),
            (1e-2, 75),
            (3e-2, 52),
            (0.06, 34),
            (0.15, 13),
            (0.5, 0),
        ),
        (0.0, 2e-3),
        None,
        Cause.CLIPPED,
    ),
    Criterion(
        "signal_to_noise",
        Part.AUDIO,
        0.20,
        ((0, 0), (8, 12), (16, 33), (24, 54), (32, 73), (40, 87), (50, 96), (70, 100)),
        (36.0, 1e9),
        Cause.HISS,
        None,
        blank=0.0,
    ),
    Criterion(
        "hum",
        Part.AUDIO,
        0.17,
        ((-80, 100), (-55, 96), (-45, 86), (-35, 62), (-25, 36), (-15, 15), (-5, 4), (5, 0)),
        (-1e9, -48.0),
        None,
        Cause.HUM,
    ),
    Criterion(
        "silence",
        Part.AUDIO,
        0.14,
        ((0, 100), (0.1, 92), (0.3, 66), (0.6, 32), (0.9, 8), (1, 0)),
        (0.0, 0.15),
        None,
        Cause.SILENT,
    ),
    Criterion(
        "roll_off",
        Part.AUDIO,
        0.05,
        ((0, 20), (150, 50), (300, 74), (600, 90), (1500, 97), (10000, 100)),
        (500.0, 1e9),
        Cause.MUFFLED,
        None,
        blank=0.0,
    ),
    Criterion(
        "imbalance",
        Part.AUDIO,
        0.05,
        ((0, 100), (3, 95), (6, 82), (12, 54), (30, 22), (60, 15)),
        (0.0, 4.0),
        None,
        Cause.LOPSIDED,
    ),
)
