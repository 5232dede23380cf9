"""Makes a take worse in many known ways and measures each: what there is to learn from.

One way after another in the order in which they happen in life: lens, hand, light, sensor, coder;
for sound cable, microphone, level, gap. A variant that is at least as bad in every way, and worse
in one, is worse.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scoring.domain.quality.curves import Part
from scoring.domain.quality.degrading import DEGRADATIONS, Take
from scoring.domain.quality.measured import Measured, from_json
from scoring.domain.quality.measuring import measure
from scoring.media.encoding import write_clip

ORDER: Mapping[Part, tuple[str, ...]] = {
    Part.VISUAL: ("blur", "shake", "dark", "noise", "compression"),
    Part.AUDIO: ("hum", "hiss", "clipping", "silence"),
}
MIXED = 4

# How far each way went, 0 not at all to 5 as far as it goes.
Depths = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Variant:
    """One measured version of a take; without depths it is the take as it came."""

    depths: Depths
    measured: Measured

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {"depths": dict(self.depths), "measured": self.measured.as_json()}


def variant_from_json(document: Mapping[str, Any]) -> Variant:
    """Read what `as_json` wrote."""
    return Variant(document["depths"], from_json(document["measured"]))


def all_depths(part: Part, *, seed: int) -> Iterator[Depths]:
    """Yield untouched, every way at five depths, and mixtures two and two that differ in one way.

    Depths are drawn at random within each step, so that clips don't share them.
    """
    random = np.random.default_rng([seed, 1])
    ways = ORDER[part]
    yield {}
    for way in ways:
        count = len(DEGRADATIONS[way].steps)
        yield from ({way: _between(step, count, random)} for step in range(count))
    for _ in range(MIXED):
        first, second = (ways[number] for number in random.permutation(len(ways))[:2])
        shallow, deep = np.sort(random.uniform(0.6, 4.4, 2))
        other = round(float(random.uniform(0.6, 4.4)), 3)
        yield {first: round(float(shallow), 3), second: other}
        yield {first: round(float(deep + 0.5), 3), second: other}


def _between(step: int, count: int, random: np.random.Generator) -> float:
    return round(min(step + 0.7 + 0.6 * float(random.uniform()), count), 3)


def strength(way: str, depth: float) -> float:
    """Turn a depth into the way's own unit, straight between its steps.

    A depth below 1 is less than the first step, which is as far from nothing as from the second.
    """
    steps = DEGRADATIONS[way].steps
    nothing = 2 * steps[0] - steps[1]
    return float(np.interp(depth, range(len(steps) + 1), (nothing, *steps)))


def worsened(take: Take, depths: Depths, part: Part) -> Take:
    """Make a take worse by all these depths."""
    for way in ORDER[part]:
        if way in depths:
            take = DEGRADATIONS[way].change(take, _allowed(way, strength(way, depths[way])))
    return take


def _allowed(way: str, value: float) -> float:
    """Keep what lies before the first step possible: no negative blur, no gain over one."""
    if way in ("blur", "noise", "shake", "clipping", "silence"):
        return max(value, DEGRADATIONS[way].steps[0] * 0.4)
    return min(value, 0.9) if way == "dark" else value


def measured_variants(take: Take, part: Part, *, seed: int) -> Iterator[Variant]:
    """Make, encode and measure every variant of one take."""
    with tempfile.TemporaryDirectory() as folder:
        for number, depths in enumerate(all_depths(part, seed=seed)):
            worse = worsened(take, depths, part)
            path = write_clip(
                Path(folder) / f"{number}.mp4",
                worse.frames,
                rate=worse.rate,
                sound=worse.sound,
                crf=worse.crf,
            )
            # Read back as it will be stored, so that training sees what serving sees.
            yield Variant(depths, from_json(measure(path).as_json()))
            path.unlink()
