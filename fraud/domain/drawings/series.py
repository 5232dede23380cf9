"""Counts an hour, one panel under another, with the band of ordinary days. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 960
HOUR: Final = 3600
DAY: Final = 86_400
TICKS: Final = 8
# Of each panel: which counts, how high.
PANELS: Final = (("views", 190), ("usual", 90), ("viewers", 72), ("likes", 72))
# Where a burst makes ordinary days look like nothing, they are drawn once more by themselves.
SMALL: Final = 6
ROOM: Final = 2
EDGE: Final = 44
CAPTION: Final = 26
FOOT: Final = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One count over time. `line` and `band` are points as SVG writes them, `top` its largest."""

    name: str
    y: int
    height: int
    top: int
    line: str
    band: str = ""
    expected: str = ""
    beside: str = ""

    @property
    def foot(self) -> int:
        """Where zero is."""
        return self.y + self.height

    @property
    def caption(self) -> int:
        """Where the words above it stand."""
        return self.y - 8


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesChart:
    """Panels one under another, the span in question, and where days begin."""

    height: int
    panels: Sequence[Panel]
    since: float
    width: float
    ticks: Sequence[tuple[float, int]]

    @property
    def foot(self) -> int:
        """Where the panels end."""
        return self.height - FOOT


def series_chart(series: Mapping[str, Any], *, start: int, end: int) -> SeriesChart:
    """Lay out hourly counts; `start` and `end` (Unix seconds) are the span in question."""
    began, hours = series["start"], len(series["views"])
    panels, y = [], 0
    for name, height in PANELS:
        if name == "usual" and max(series["views"], default=0) < SMALL * _ordinary(series):
            continue
        y += CAPTION
        panels.append(_panel(name, series, y=y, height=height))
        y += height
    x = [_x((at - began) / HOUR, hours) for at in (start, end)]
    return SeriesChart(
        height=y + FOOT,
        panels=panels,
        since=x[0],
        width=max(round(x[1] - x[0], 1), 2.0),
        ticks=_ticks(began, hours),
    )


def _ordinary(series: Mapping[str, Any]) -> int:
    return math.ceil(max(series["high"], default=1))


def _panel(name: str, series: Mapping[str, Any], *, y: int, height: int) -> Panel:
    is_close = name == "usual"
    has_band = is_close or name == "views"
    values = series["views" if is_close else name]
    high = series["high"] if has_band else []
    beside = series.get("video_views", []) if has_band else []
    top = max(1, math.ceil(max([*values, *high], default=1)))
    if is_close:
        top = ROOM * _ordinary(series)

    def points(row: Sequence[float]) -> list[tuple[float, float]]:
        return [
            (_x(place + 0.5, len(values)), round(y + height * (1 - min(value / top, 1)), 1))
            for place, value in enumerate(row)
        ]

    return Panel(
        name=name,
        y=y,
        height=height,
        top=top,
        line=_written(points(values)),
        band=_written([*points(high), *reversed(points(series["low"]))]) if has_band else "",
        expected=_written(points(series["expected"])) if has_band else "",
        beside=_written(points(beside)),
    )


def _x(hour: float, hours: int) -> float:
    return round(WIDTH * min(max(hour, 0), hours) / max(hours, 1), 1)


def _ticks(began: int, hours: int) -> list[tuple[float, int]]:
    """Return where days begin and when that is, eight or so of them, none over the edge."""
    first = -(-began // DAY) * DAY
    days = list(range(first, began + hours * HOUR, DAY))
    places = [
        (_x((day - began) / HOUR, hours), day) for day in days[:: -(-len(days) // TICKS) or 1]
    ]
    return [(x, day) for x, day in places if x <= WIDTH - EDGE]


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
