"""Geometry of the intervals that the server draws as SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100
FOUR_FIFTHS = 0.8


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval on a stage of 100 units: from, to, and the dot of the estimate."""

    low: float
    high: float
    dot: float


@dataclass(frozen=True, slots=True)
class Scale:
    """From zero to `top`; `mark` is where four fifths of the best group lie, in units."""

    top: float
    mark: float

    def place(self, value: float) -> float:
        """Return where a share stands, in units."""
        return round(WIDTH * min(value / self.top, 1.0), 2)

    def bar(self, value: float, low: float, high: float) -> Bar:
        """Return a share with its interval, in units."""
        return Bar(low=self.place(low), high=self.place(high), dot=self.place(value))


def scale_for(highs: Sequence[float], *, best: float) -> Scale:
    """Return the scale on which all of these fit; it starts at zero."""
    highest = max([*highs, best], default=0.0)
    top = next((step for step in _tops() if step >= highest), 1.0)
    return Scale(top=top, mark=round(WIDTH * FOUR_FIFTHS * best / top, 2))


def _tops() -> list[float]:
    """Return round ends of a scale of shares, rising to all."""
    return [0.01, 0.02, 0.05, *(tenth / 10 for tenth in range(1, 11))]
