"""What everybody may read of a period, as plain JSON. Pure.

Counts from 1 to 4 are left out, and so is what would give one away. Sums of money, points and
views are rounded, and left out where few people or one large one stand behind them.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from math import floor, log10
from typing import Any, Final

from creatorspark.lib.intervals import wilson
from creatorspark.lib.suppression import LEAST
from creatorspark.portals.transparency.cells import (
    DECIDED,
    FELL,
    STOOD,
    TABLES,
    Cells,
    cells_of,
    name_in,
)
from creatorspark.portals.transparency.composing import Composed
from fraud import interface as fraud

FORMAT: Final = "creatorspark-transparency-1"
# A 90th percentile of fewer is nearly the longest of all, which is somebody's.
LEAST_FOR_P90: Final = 20
LEAST_CREATORS: Final = 100
LARGEST_SHARE: Final = 0.5
DIGITS: Final = 2
TEN_HOURS: Final = 10


def document_of(composed: Composed) -> dict[str, Any]:
    """Return what is published of a period."""
    figures, money, period = composed.figures, composed.money, composed.period
    cells = cells_of(figures, money)
    held = cells.shown("holds")
    plain = [name for name in cells.counts if "/" not in name]
    return {
        "format": FORMAT,
        "period": period.label,
        "first_day": period.starts.isoformat(),
        "last_day": (period.end - timedelta(days=1)).date().isoformat(),
        "smallest_count": LEAST,
        "creators": figures.creators,
        "counts": {name: cells.shown(name) for name in plain},
        "holds_per_thousand": None if held is None else _rounded(figures.holds_per_thousand),
        "shares": {
            "cleared": _share(cells, "cleared", "by_people"),
            "fell": _share(cells, FELL, DECIDED),
            "in_time": _share(cells, "in_time", "first"),
            "overturned_on_appeal": _share(cells, "appeals_overturned", "appeals_decided"),
        },
        "hours": {
            "to_notice": _hours(figures.notice),
            "to_decide": _hours(figures.decided.hours),
            "held": _hours(figures.holds.hours),
        },
        "sums": _sums(composed, cells),
        **{table: _groups(table, figures, cells) for table in TABLES},
        "on_trial": list(figures.on_trial),
    }


def _share(cells: Cells, part: str, whole: str) -> dict[str, float] | None:
    """Return a share with its 95 % interval; None where either count is hidden or nothing was."""
    top, bottom = cells.shown(part), cells.shown(whole)
    if top is None or not bottom:
        return None
    found = wilson(top, bottom)
    return {
        "value": round(found.value, 4),
        "low": round(found.low or 0.0, 4),
        "high": round(found.high or 0.0, 4),
    }


def _hours(times: fraud.Times) -> dict[str, float | None]:
    median = times.median if times.count >= LEAST else None
    p90 = times.p90 if times.count >= LEAST_FOR_P90 else None
    return {"median": _coarse(median), "p90": _coarse(p90)}


def _coarse(hours: float | None) -> float | None:
    if hours is None:
        return None
    return round(hours, 1) if hours < TEN_HOURS else float(round(hours))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _sums(composed: Composed, cells: Cells) -> dict[str, Any]:
    money, discounts = composed.money, composed.figures.discounts
    tells = not _is_small(money.creators, money.largest)
    views = discounts.views if not _is_small(discounts.creators, discounts.largest) else None
    return {
        "money_held_in_error": [
            {"amount": str(Decimal(about(amount)).scaleb(-2)), "currency": currency}
            for currency, amount in money.money.items()
        ]
        if tells
        else None,
        "points_held_in_error": about(money.points) if tells else None,
        "apology_points": None if cells.shown("apologies") is None else money.apology_points,
        "views_not_counted": None if views is None else about(views),
    }


def _is_small(creators: int, largest: float) -> bool:
    """Say whether a sum tells of few people, or mostly of one. Nobody at all is fine."""
    return 0 < creators < LEAST or largest > LARGEST_SHARE


def about(number: int) -> int:
    """Return a number with two digits that say something: 12,345 is about 12,000."""
    if number == 0:
        return 0
    return round(number, DIGITS - 1 - floor(log10(abs(number))))


def _groups(table: str, figures: fraud.Figures, cells: Cells) -> dict[str, Any]:
    """Return the groups that are large enough, and how many aren't told of."""
    groups: Mapping[str, fraud.Tally] = getattr(figures.decided, table)
    shown = [name for name in groups if cells.shown(name_in(table, name, DECIDED)) is not None]
    return {
        "groups": [_group(table, name, figures, cells) for name in shown],
        "left_out": len(groups) - len(shown),
    }


def _group(table: str, group: str, figures: fraud.Figures, cells: Cells) -> dict[str, Any]:
    fell = cells.shown(name_in(table, group, FELL))
    told: dict[str, Any] = {
        "name": group,
        "decided": cells.shown(name_in(table, group, DECIDED)),
        "fell": fell,
        "stood": cells.shown(name_in(table, group, STOOD)),
        "share": _share(cells, name_in(table, group, FELL), name_in(table, group, DECIDED)),
    }
    if table == "markets":
        told["fell_per_thousand_creators"] = (
            None if fell is None else _rounded(_per_thousand(group, figures))
        )
    return told


def _per_thousand(market: str, figures: fraud.Figures) -> float | None:
    """Return what fell for a thousand creators of a market, where there are enough of them."""
    if not market or figures.creators_by_market.get(market, 0) < LEAST_CREATORS:
        return None
    return figures.wrong_per_thousand(market)
