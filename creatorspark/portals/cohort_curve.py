"""Geometry of a cohort: how its videos did from the weakest to the strongest, and where one is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LOWEST = "E"
WIDTH = 640
HEIGHT = 316
TOP = 56
FOOT = 40
LABEL_GAP = 6
EDGE = 12
ROOM = 0.12
SEEN_PLACE = 0.95
"""The last few videos of a group shoot far up; the curve leaves the canvas there."""


@dataclass(frozen=True, slots=True)
class Band:
    """The part of the group that one letter covers."""

    letter: str
    x: float
    width: float
    is_own: bool

    @property
    def middle(self) -> float:
        """Where the letter stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the canvas with the rate it stands for."""

    x: float
    y: float
    rate: float


@dataclass(frozen=True, slots=True)
class CohortCurve:
    """The group's quantile curve with letters as bands, their cut-offs, and one video on it."""

    width: int
    height: int
    top: int
    base: float
    line: tuple[tuple[float, float], ...]
    bands: tuple[Band, ...]
    cut_offs: tuple[Mark, ...]
    own: Mark

    @property
    def room(self) -> float:
        """How high the bands are."""
        return self.base - self.top

    @property
    def anchor(self) -> str:
        """On which side of the mark its label stands: the curve leaves the left one free."""
        return "end" if self.own.x > self.width / 3 else "start"

    @property
    def label_x(self) -> float:
        """Where the mark's label begins or ends."""
        return max(self.own.x - LABEL_GAP, 0) if self.anchor == "start" else self.own.x + LABEL_GAP


def cohort_curve(
    grid: Sequence[float],
    *,
    cut_offs: Sequence[tuple[str, float, float]],
    place: float,
    rate: float,
    letter: str,
) -> CohortCurve:
    """Draw a grid of quantiles, weakest left. `cut_offs` are (letter, place, rate), best first.

    `place` (0 to 1) and `rate` say where the video stands. Rates have any unit, from zero up.
    """
    low, high = _range(grid, [rate, *(cut for _letter, _place, cut in cut_offs)])
    base = HEIGHT - FOOT

    def across(share: float) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * share, 1)

    def up(value: float) -> float:
        return round(base - (base - TOP) * min(max((value - low) / (high - low), 0.0), 1.0), 1)

    return CohortCurve(
        width=WIDTH,
        height=HEIGHT,
        top=TOP,
        base=base,
        line=tuple((across(x), up(y)) for x, y in _visible(grid, high)),
        bands=_bands(cut_offs, letter=letter, across=across),
        cut_offs=tuple(Mark(across(at), up(cut), cut) for _letter, at, cut in cut_offs),
        own=Mark(across(place), up(rate), rate),
    )


def _range(grid: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """Return the lowest and the highest value on the canvas, with some room at both ends.

    Places on a curve are shown, not lengths, so it need not start at zero.
    """
    top = max(grid[int(SEEN_PLACE * (len(grid) - 1))], *others)
    bottom = min(grid[int((1 - SEEN_PLACE) * (len(grid) - 1))], *others)
    span = (top - bottom) or 1.0
    return max(bottom - span * ROOM, 0.0), top + span * ROOM


def _visible(grid: Sequence[float], highest: float) -> list[tuple[float, float]]:
    """Return (share, value) of the curve up to where it leaves the canvas."""
    steps = max(len(grid) - 1, 1)
    points: list[tuple[float, float]] = []
    for index, value in enumerate(grid):
        if value > highest:
            before = points[-1][1] if points else 0.0
            part = (highest - before) / (value - before)
            points.append(((index - 1 + part) / steps, highest))
            break
        points.append((index / steps, value))
    return points


def _bands(
    cut_offs: Sequence[tuple[str, float, float]],
    *,
    letter: str,
    across: Callable[[float], float],
) -> tuple[Band, ...]:
    starts = [(name, at) for name, at, _rate in cut_offs] + [(LOWEST, 0.0)]
    ends = [1.0] + [at for _name, at in starts[:-1]]
    return tuple(
        Band(name, across(start), round(across(end) - across(start), 1), name == letter)
        for (name, start), end in zip(starts, ends, strict=True)
    )
