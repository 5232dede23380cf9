"""The exact figures as the staff's pages draw them: tiles, charts with tables, tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.lib.intervals import Interval
from creatorspark.portals.templatetags.ui import decimals, grouped, money, percentage
from creatorspark.portals.transparency.composing import Composed
from creatorspark.portals.transparency.words import name_of
from fraud import interface as fraud

NONE = "–"


def staff_report(shown: Composed, *, months: Sequence[Composed]) -> dict[str, Any]:
    """Return a period's report; `months` are drawn over time, the oldest first."""
    decided = shown.figures.decided
    return {
        "figures": _tiles(shown),
        "charts": [
            _over_time(months),
            _hours_over_time(months),
            _by_rule(decided.rules),
            _by_device(decided.devices),
        ],
        "tables": [
            _groups(_("By rule"), "rules", shown),
            _groups(_("By market"), "markets", shown),
            _groups(_("By kind of device"), "devices", shown),
            _decisions(shown),
            _appeals(shown),
            _rest(shown),
        ],
    }


def _tiles(shown: Composed) -> list[dict[str, str]]:
    figures = shown.figures
    decided, holds, first = figures.decided, figures.holds, figures.decided.first
    return [
        _tile(
            _("Holds for 1,000 creators"),
            decimals(figures.holds_per_thousand),
            _("%(n)s holds, %(creators)s creators; %(open)s open at the end")
            % {
                "n": grouped(holds.placed),
                "creators": grouped(holds.creators),
                "open": grouped(holds.open),
            },
        ),
        _tile(
            _("Wrong in the end"),
            _percent(decided.total.share),
            _("%(fell)s of %(decided)s; %(span)s")
            % {
                "fell": grouped(decided.total.fell),
                "decided": grouped(decided.total.decided),
                "span": _span(decided.total.share),
            },
        ),
        _tile(
            _("Cleared at first look"),
            _share(first.cleared, first.by_people),
            _("%(n)s of %(all)s that a person decided")
            % {"n": grouped(first.cleared), "all": grouped(first.by_people)},
        ),
        _tile(
            _("Decided as soon as promised"),
            _share(first.in_time, first.all),
            _("%(late)s late, %(expired)s ended by the clock")
            % {"late": grouped(first.late), "expired": grouped(first.expired)},
        ),
        _tile(
            _("Hours on hold, median"),
            _hours(holds.hours.median),
            _("90th percentile %(p90)s") % {"p90": _hours(holds.hours.p90)},
        ),
        _tile(
            _("Hours until noticed, median"),
            _hours(figures.notice.median),
            _("90th percentile %(p90)s") % {"p90": _hours(figures.notice.p90)},
        ),
        _tile(
            _("Money held in error"),
            ", ".join(money(sum_, name) for name, sum_ in shown.money.money.items()) or NONE,
            _("%(points)s points; %(creators)s creators")
            % {
                "points": grouped(shown.money.points),
                "creators": grouped(shown.money.creators),
            },
        ),
        _tile(
            _("Apology credit"),
            _("%(n)s points") % {"n": grouped(shown.money.apology_points)},
            _("%(n)s times") % {"n": grouped(shown.money.apologies)},
        ),
    ]


def _tile(label: str, value: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def _over_time(months: Sequence[Composed]) -> dict[str, Any]:
    return {
        "title": _("Holds, and cases that turned out wrong"),
        "unit": _("cases"),
        "labels": [one.period.label for one in months],
        "series": [
            {
                "name": _("Holds placed"),
                "values": [one.figures.holds.placed for one in months],
            },
            {
                "name": _("Wrong in the end"),
                "values": [one.figures.decided.total.fell for one in months],
            },
            {
                "name": _("Ended by the clock"),
                "values": [one.figures.decided.first.expired for one in months],
            },
        ],
    }


def _hours_over_time(months: Sequence[Composed]) -> dict[str, Any]:
    def values(pick: Any) -> list[float | None]:
        found = [pick(one.figures) for one in months]
        return [None if hours is None else round(hours, 1) for hours in found]

    return {
        "title": _("How long people waited"),
        "unit": _("hours"),
        "labels": [one.period.label for one in months],
        "series": [
            {"name": _("On hold, median"), "values": values(lambda f: f.holds.hours.median)},
            {"name": _("On hold, 90th percentile"), "values": values(lambda f: f.holds.hours.p90)},
            {"name": _("To decide, median"), "values": values(lambda f: f.decided.hours.median)},
        ],
    }


def _by_rule(tallies: Mapping[str, fraud.Tally]) -> dict[str, Any]:
    return {
        "title": _("Share that was wrong, by rule"),
        "unit": "%",
        "labels": [str(name_of("rules", code)) for code, _tally in _most_first(tallies)],
        "series": _share_series(tallies),
    }


def _by_device(tallies: Mapping[str, fraud.Tally]) -> dict[str, Any]:
    return {
        "title": _("Share that was wrong, by kind of device"),
        "unit": "%",
        "labels": [str(name_of("devices", name)) for name, _tally in _most_first(tallies)],
        "series": _share_series(tallies),
    }


def _share_series(tallies: Mapping[str, fraud.Tally]) -> list[dict[str, Any]]:
    shares = [one.share for _name, one in _most_first(tallies)]

    def percents(pick: Any) -> list[float | None]:
        return [None if one is None else round(100 * pick(one), 1) for one in shares]

    return [
        {"name": _("Wrong"), "values": percents(lambda one: one.value)},
        {"name": _("At least (95 %)"), "values": percents(lambda one: one.low or 0.0)},
        {"name": _("At most (95 %)"), "values": percents(lambda one: one.high or 0.0)},
    ]


def _groups(title: str, table: str, shown: Composed) -> dict[str, Any]:
    tallies: Mapping[str, fraud.Tally] = getattr(shown.figures.decided, table)
    headers = [
        *(_("Group"), _("Decided"), _("Cleared"), _("Overturned"), _("Partly"), _("Upheld")),
        *(_("Wrong"), _("95 % range")),
    ]
    if table == "markets":
        headers += [_("Creators"), _("Wrong for 1,000 creators")]
    return {
        "title": title,
        "headers": headers,
        "rows": [_row(table, name, tally, shown) for name, tally in _most_first(tallies)],
    }


def _most_first(tallies: Mapping[str, fraud.Tally]) -> list[tuple[str, fraud.Tally]]:
    """Return groups by how many cases they have; what isn't known comes last."""
    return sorted(tallies.items(), key=lambda one: (not one[0], -one[1].decided, one[0]))


def _row(table: str, name: str, tally: fraud.Tally, shown: Composed) -> list[str]:
    label = str(name_of(table, name))
    cells = [
        f"{label} ({name})" if table == "rules" else label,
        grouped(tally.decided),
        grouped(tally.cleared),
        grouped(tally.overturned),
        grouped(tally.partly),
        grouped(tally.upheld),
        _percent(tally.share),
        _span(tally.share),
    ]
    if table == "markets":
        cells += [
            grouped(shown.figures.creators_by_market.get(name, 0)),
            decimals(shown.figures.wrong_per_thousand(name)),
        ]
    return cells


def _decisions(shown: Composed) -> dict[str, Any]:
    first, figures = shown.figures.decided.first, shown.figures
    return _pairs(
        _("First decisions"),
        [
            (_("Cases found"), figures.cases),
            (_("Cleared"), first.cleared),
            (_("Partly"), first.partly),
            (_("Upheld"), first.upheld),
            (_("Freed by an appeal before the first look"), first.freed_by_appeal),
            (_("Ended by the clock"), first.expired),
            (_("As soon as promised"), first.in_time),
            (_("Late"), first.late),
            (_("Older cases decided again"), first.again),
            (_("Waited for a second person"), figures.proposed),
            (_("The second person agreed"), figures.agreed),
        ],
    )


def _appeals(shown: Composed) -> dict[str, Any]:
    appeals = shown.figures.appeals
    return _pairs(
        _("Appeals"),
        [
            (_("Filed"), appeals.filed),
            (_("Withdrawn"), appeals.withdrawn),
            (_("Open at the end"), appeals.open),
            (_("Overturned"), appeals.overturned),
            (_("Partly"), appeals.partly),
            (_("Upheld"), appeals.upheld),
            (_("As soon as promised"), appeals.in_time),
            (_("Late"), appeals.late),
            (_("Put right later"), appeals.put_right),
        ],
    )


def _rest(shown: Composed) -> dict[str, Any]:
    figures, discounts = shown.figures, shown.figures.discounts
    return _pairs(
        _("Without a hold"),
        [
            (_("Findings of views that don’t count"), discounts.alerts),
            (_("Creators concerned"), discounts.creators),
            (_("Views not counted"), discounts.views),
            (_("Taken back"), discounts.given_back),
            (_("Found by rules in shadow"), figures.shadow),
            (_("Rules that went on trial"), ", ".join(figures.on_trial) or NONE),
        ],
    )


def _pairs(title: str, rows: Sequence[tuple[str, int | str]]) -> dict[str, Any]:
    return {
        "title": title,
        "headers": [_("What"), _("How many")],
        "rows": [
            [name, value if isinstance(value, str) else grouped(value)] for name, value in rows
        ],
        "folded": False,
    }


def _percent(share: Interval | None) -> str:
    return NONE if share is None else percentage(share.value)


def _span(share: Interval | None) -> str:
    if share is None:
        return NONE
    return f"{percentage(share.low, 0)} – {percentage(share.high, 0)}"


def _share(part: int, whole: int) -> str:
    return percentage(part / whole) if whole else NONE


def _hours(hours: float | None) -> str:
    return NONE if hours is None else decimals(hours, 1)
