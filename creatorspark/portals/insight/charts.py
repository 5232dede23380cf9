"""Geometry and words of the Insight charts: ranges, the week as a heat map, the grid of relations.

Every colour is a level with a class of its own, and every level's figure stands in a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from creatorspark.portals.insight.labels import measure_label
from creatorspark.portals.templatetags.ui import percentage

STAGE: Final = 100
LEVELS: Final = 5
HOURS: Final = 24
CELL: Final = 26
TOPS: Final = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A group's middle half and middle, as shares and as places on a stage of 100 units."""

    label: str
    videos: int
    creators: int
    low: float
    middle: float
    high: float
    views: int
    from_: float
    dot: float
    to: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of a weekday; level 0 is not shown, 5 the most engaging."""

    x: int
    y: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A weekday with the figures of its hours."""

    label: str
    short: str
    y: int
    figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Heat:
    """The week: cells to draw, and rows for the table behind them."""

    width: int
    height: int
    cells: Sequence[Cell]
    rows: Sequence[HeatRow]
    hours: Sequence[tuple[int, str]]
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """How two measures move together; level -3 to 3, empty text where too few videos."""

    text: str
    level: str
    title: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The lower half of the table of relations, and the strongest of them in words."""

    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[GridCell]]]
    sentence: str


def ranges_of(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[list[Range], float]:
    """Place groups on a scale from zero, and return where it ends."""
    highest = max((row["high"] for _label, row in rows), default=0.0)
    top = next((one for one in TOPS if one >= highest), max(highest, 1.0))
    return [_range(label, row, top) for label, row in rows], top


def _range(label: str, row: Mapping[str, Any], top: float) -> Range:
    low, middle, high = (round(STAGE * row[name] / top, 2) for name in ("low", "middle", "high"))
    return Range(
        label=label,
        videos=row["videos"],
        creators=row["creators"],
        low=row["low"],
        middle=row["middle"],
        high=row["high"],
        views=row["views"],
        from_=low,
        dot=middle,
        to=high,
    )


def heat_of(
    week: Sequence[Sequence[float | None]], hours: Sequence[Mapping[str, Any]]
) -> Heat | None:
    """Lay out a week of hours, the first row for all days; None where nothing is shown."""
    every: list[float | None] = [None] * HOURS
    for row in hours:
        every[int(row["key"])] = row["middle"]
    lines = [every, *week]
    known = sorted(one for line in lines for one in line if one is not None)
    if not known:
        return None
    names = [
        (_("Every day"), _("All")),
        *((str(WEEKDAYS[d]), str(WEEKDAYS_ABBR[d])) for d in range(7)),
    ]
    gap = 10
    tops = [0, *(CELL + gap + CELL * day for day in range(7))]
    cells = [
        Cell(CELL * hour, tops[y], _level(share, known), _cell_title(names[y][0], hour, share))
        for y, line in enumerate(lines)
        for hour, share in enumerate(line)
    ]
    rows = [
        HeatRow(label, short, tops[y] + CELL // 2, [percentage(one) for one in lines[y]])
        for y, (label, short) in enumerate(names)
    ]
    return Heat(
        width=CELL * HOURS,
        height=tops[-1] + CELL,
        cells=cells,
        rows=rows,
        hours=[(CELL * hour + CELL // 2, f"{hour:02d}") for hour in range(0, HOURS, 3)],
        low=percentage(known[0]),
        high=percentage(known[-1]),
    )


def _level(share: float | None, known: Sequence[float]) -> int:
    if share is None:
        return 0
    low, high = known[0], known[-1]
    part = (share - low) / (high - low) if high > low else 0.5
    return min(LEVELS, 1 + int(part * LEVELS))


def _cell_title(day: str, hour: int, share: float | None) -> str:
    values = {"day": day, "hour": f"{hour:02d}:00", "share": percentage(share)}
    if share is None:
        return _("%(day)s, %(hour)s: too few videos") % values
    return _("%(day)s, %(hour)s: %(share)s") % values


def grid_of(found: Mapping[str, Any]) -> Grid:
    """Lay out how measures move together, without each measure against itself."""
    names = [measure_label(name) for name in found["measures"]]
    rows = [
        (
            names[place],
            [_grid_cell(names[place], names[i], pair) for i, pair in enumerate(pairs[:-1])],
        )
        for place, pairs in enumerate(found["pairs"])
        if place
    ]
    return Grid(names=names[:-1], rows=rows, sentence=_strongest(found, names))


def _grid_cell(one: str, other: str, pair: Mapping[str, Any]) -> GridCell:
    value = pair["value"]
    if value is None:
        return GridCell("–", "none", _("too few videos"))
    strength = 0 if abs(value) < 0.1 else 1 if abs(value) < 0.3 else 2 if abs(value) < 0.5 else 3
    sign = "down" if value < 0 else "up"
    values = {"one": one, "other": other, "n": pair["videos"]}
    return GridCell(
        f"{value:+.2f}".replace("-", "−"),
        f"{sign}-{strength}" if strength else "flat",
        _("%(one)s and %(other)s, %(n)d videos") % values,
    )


def _strongest(found: Mapping[str, Any], names: Sequence[str]) -> str:
    """Name what moves most with engagement, which is what the page is about."""
    pairs = [
        (pairs[0]["value"], names[place])
        for place, pairs in enumerate(found["pairs"])
        if place
        and pairs[0]["value"] is not None
        # Both are parts of engagement itself.
        and found["measures"][place] not in {"comments", "shares"}
    ]
    if not pairs:
        return ""
    value, name = max(pairs, key=lambda one: abs(one[0]))
    if abs(value) < 0.1:
        return _("None of these moves much with engagement.")
    text = (
        _("Of all but its own parts, %(name)s goes with engagement most.")
        if value > 0
        else _("Of all but its own parts, %(name)s goes against engagement most.")
    )
    return text % {"name": name.lower()}
