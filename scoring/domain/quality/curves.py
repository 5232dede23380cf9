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
    SCREEN_TEXT = "screen_text"


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
