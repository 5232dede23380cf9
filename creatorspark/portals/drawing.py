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
class BarRow:
    """What a bar shows; `text` is how its value is written, where it isn't a plain count."""

    label: str
    value: int
    title: str
    is_now: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, in the chart's own units; it hangs from the zero line below zero."""

    label: str
    value: int
    title: str
    is_now: bool
    text: str
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
        """Where the value stands: above a bar, or below one that hangs."""
        return self.y - 8 if self.value >= 0 else self.y + self.height + 18


@dataclass(frozen=True, slots=True)
class BarChart:
    """A bar chart from zero, drawn on `width` x `height` units; `base` is the zero line."""

    width: int
    height: int
    base: float
    bars: tuple[Bar, ...]


def bar_chart(rows: Sequence[BarRow], *, width: int = 640, height: int = 260) -> BarChart:
    """Lay out bars from zero; equal widths, room for both labels."""
    top, foot = 26, 32
    highest = max((row.value for row in rows if row.value > 0), default=0)
    lowest = min((row.value for row in rows if row.value < 0), default=0)
    span = highest - lowest
    # What hangs needs room for its value between the bar and the labels at the foot.
    room = height - foot - top - (top if lowest else 0)
    base = round(top + (room * highest / span if span else room), 1)
    slot = width / max(len(rows), 1)
    bar_width = min(slot * 0.68, 48)
    bars = tuple(
        Bar(
            label=row.label,
            value=row.value,
            title=row.title,
            is_now=row.is_now,
            text=row.text,
            x=round(index * slot + (slot - bar_width) / 2, 1),
            y=base if row.value < 0 else round(base - _length(row.value, span, room), 1),
            width=round(bar_width, 1),
            height=round(_length(abs(row.value), span, room), 1),
        )
        for index, row in enumerate(rows)
    )
    return BarChart(width=width, height=height, base=base, bars=bars)


def _length(value: int, span: int, room: float) -> float:
    return room * value / span if span else 0.0
