"""How engagement, views and lengths are spread, as bars with their table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.portals.drawing import BarChart, BarRow, bar_chart
from creatorspark.portals.templatetags.ui import compact, grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A distribution: bars, and rows of the table. `hidden` where parts were too small."""

    name: str
    title: str
    unit: str
    chart: BarChart
    rows: Sequence[tuple[str, str]]
    hidden: bool


def spreads_of(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Spread]:
    """Draw each distribution that has anything to show."""
    titles = {
        "engagement": (_("Engagement"), _("from this share of views")),
        "views": (_("Views"), _("from this many")),
        "seconds": (_("Length"), _("from this many seconds")),
    }
    return [
        _spread(name, *titles[name], found[name])
        for name in titles
        if any(row["videos"] for row in found[name])
    ]


def _spread(name: str, title: str, unit: str, rows: Sequence[Mapping[str, Any]]) -> Spread:
    last = max(place for place, row in enumerate(rows) if row["videos"] != 0)
    there = rows[: last + 1]
    bars = [
        BarRow(
            label=_edge(name, row["low"]),
            value=row["videos"] or 0,
            title=f"{_span(name, row)}: {_count(row)}",
        )
        for row in there
    ]
    return Spread(
        name=name,
        title=title,
        unit=unit,
        chart=bar_chart(bars, width=420, height=220),
        rows=[(_span(name, row), _count(row)) for row in there],
        hidden=any(row["videos"] is None for row in there),
    )


def _count(row: Mapping[str, Any]) -> str:
    return _("too few to show") if row["videos"] is None else grouped(row["videos"])


def _edge(name: str, edge: float) -> str:
    if name == "engagement":
        return f"{edge:.0%}"
    return compact(int(edge))


def _span(name: str, row: Mapping[str, Any]) -> str:
    if row["high"] is None:
        return _("%(low)s and more") % {"low": _edge(name, row["low"])}
    return f"{_edge(name, row['low'])} – {_edge(name, row['high'])}"
