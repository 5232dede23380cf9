"""Geometry of the charts that the server draws as SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

SPARK_WIDTH = 96
SPARK_HEIGHT = 28
SPARK_EDGE = 3


def spark_points(values: Sequence[float]) -> list[tuple[float, float]]:
    """Place values on a 96 x 28 canvas, lowest at the bottom; a flat line runs in the middle."""
    if not values:
        return []
    low, high = min(values), max(values)
    span = high - low
    inner = SPARK_HEIGHT - 2 * SPARK_EDGE
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
    return [
        (
            round(SPARK_EDGE + index * step, 1),
            round(SPARK_EDGE + inner * (1 - ((value - low) / span if span else 0.5)), 1),
        )
        for index, value in enumerate(values)
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, in the chart's own units."""

    label: str
    value: int
    title: str
    is_now: bool
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where the label stands."""
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """Where the value stands."""
        return self.y - 8


@dataclass(frozen=True, slots=True)
class BarChart:
    """A bar chart from zero, drawn on `width` x `height` units."""

    width: int
    height: int
    base: float
    bars: tuple[Bar, ...]


def bar_chart(
    rows: Sequence[tuple[str, int, str, bool]], *, width: int = 640, height: int = 260
) -> BarChart:
    """Lay out bars (label, value, title, is now) from zero; equal widths, room for both labels."""
    top, foot = 26, 32
    base = height - foot
    highest = max((value for _, value, _, _ in rows), default=0)
    slot = width / max(len(rows), 1)
    bar_width = min(slot * 0.68, 48)
    bars = tuple(
        Bar(
            label=label,
            value=value,
            title=title,
            is_now=is_now,
            x=round(index * slot + (slot - bar_width) / 2, 1),
            y=round(base - _length(value, highest, base - top), 1),
            width=round(bar_width, 1),
            height=round(_length(value, highest, base - top), 1),
        )
        for index, (label, value, title, is_now) in enumerate(rows)
    )
    return BarChart(width=width, height=height, base=base, bars=bars)


def _length(value: int, highest: int, room: float) -> float:
    return room * value / highest if highest else 0.0
