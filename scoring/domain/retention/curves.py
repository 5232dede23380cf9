"""The curve of who is still watching, second by second, and its steepest falls."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

# No video here is longer than a day, in seconds; what says so is a typing mistake.
LONGEST = 86_400
MOST_DROPS = 3
# Fewer than 3 of 100 viewers are within what platforms round.
LEAST_LOST = 0.03
# A fall is steep where it is twice as fast as is usual in this video.
STEEP = 2.0
LEAST_STEEP = 0.01
HALF = 0.5
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drop:
    """A stretch of seconds in which viewers leave faster than elsewhere; shares of all viewers."""

    start: int
    end: int
    before: float
    after: float

    @property
    def lost(self) -> float:
        """How many of all viewers leave in it, 0 to 1."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Curve:
    """`shares` of viewers at each whole second from 0; over 1 where people watch a part again.

    `mean` is the share of the video that a viewer watches on average; `half_at` the first second
    at which fewer than half are left, None if more than half stay; `kept` who is there at the end.
    """

    shares: tuple[float, ...]
    mean: float
    half_at: int | None
    kept: float
    drops: tuple[Drop, ...]


def curve_of(points: Sequence[Point], *, seconds: float) -> Curve:
    """Return the curve of a video of `seconds` from (second, share) points in order of time.

    It has at most a day's seconds.
    """
    places, known = zip(*points, strict=True)
    length = max(1, round(min(seconds, LONGEST)))
    shares = tuple(round(float(one), 4) for one in np.interp(range(length + 1), places, known))
    below = (at for at, share in enumerate(shares) if share < HALF)
    return Curve(
        shares=shares,
        mean=round(float(np.trapezoid(shares)) / length, 4),
        half_at=next(below, None),
        kept=shares[-1],
        drops=_drops(shares),
    )


def _drops(shares: tuple[float, ...]) -> tuple[Drop, ...]:
    falls = [before - after for before, after in itertools.pairwise(shares)]
    steep = max(STEEP * median(max(fall, 0.0) for fall in falls), LEAST_STEEP)
    found = [
        Drop(start, end, shares[start], shares[end])
        for start, end in _stretches([fall > steep for fall in falls])
    ]
    largest = sorted(found, key=lambda drop: (-drop.lost, drop.start))
    return tuple(drop for drop in largest if drop.lost >= LEAST_LOST)[:MOST_DROPS]


def _stretches(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, is_marked in enumerate([*marked, False]):
        if is_marked and start is None:
            start = at
        elif not is_marked and start is not None:
            yield start, at
            start = None
