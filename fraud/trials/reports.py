"""How staff are told what a draft would have flagged."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import Creator
from creatorspark.core.policies.kinds import Report
from fraud.domain.trying import TIERS
from fraud.selectors.amounts import gift_money, in_question
from fraud.services.policies import BUILT_IN

Row = dict[str, Any]
MONEY: Final = frozenset({"GIFT_NEW_ACCOUNTS", "GIFT_CIRCLE", "GIFT_OWN_ACCOUNTS"})
LIKES: Final = frozenset({"LIKES_WITHOUT_VIEWS"})
# How real cases ended, as staff say it.
OUTCOMES: Final = {
    "open": gettext_lazy("Open"),
    "upheld": gettext_lazy("Upheld"),
    "partly": gettext_lazy("Upheld in part"),
    "cleared": gettext_lazy("Cleared at the first look"),
    "overturned": gettext_lazy("Overturned by an appeal"),
    "expired": gettext_lazy("Nobody decided in time"),
}


def _n(number: int) -> str:
    return number_format(number, force_grouping=True)


def report_of(outcome: Row) -> Report:
    """Turn the outcome of a trial into figures, charts, tables and how to read them."""
    if not outcome.get("pieces"):
        nothing = _("No events of these weeks are kept, so there is nothing to look at.")
        return {"figures": [{"label": _("Cases"), "value": "0", "note": nothing}]}
    names = _names(outcome)
    tables = [
        _rules(outcome),
        _wronged(outcome),
        _cases(_("Cases that would be new"), outcome["new"], names),
        _cases(_("Cases that would no longer be found"), outcome["gone"], names),
        _decided(outcome),
    ]
    return {
        "figures": _figures(outcome),
        "charts": [_by_week(outcome), _by_rule(outcome)],
        "tables": [table for table in tables if table["rows"]],
        "notes": _notes(outcome),
    }


def _figures(outcome: Row) -> list[dict[str, str]]:
    totals, wrong, real = outcome["totals"], outcome["regressions"], outcome["real"]["again"]
    fell = real.get("cleared", 0) + real.get("overturned", 0)
    decided = fell + real.get("upheld", 0) + real.get("partly", 0)
    return [
        _pair(_("Cases"), totals["case"], outcome),
        _pair(_("Creators with a case"), totals["creators"], outcome),
        _pair(_("Only not counted"), totals["discount"], outcome),
        _figure(
            _("New cases"),
            outcome["new"]["count"],
            _("%(n)s would no longer be found") % {"n": _n(outcome["gone"]["count"])},
        ),
        {
            "label": _("Decided for the creator"),
            "value": f"{fell / decided:.0%}" if decided else "–",
            "note": _("%(fell)s of %(all)s of these cases that people decided")
            % {"fell": _n(fell), "all": _n(decided)},
        },
        _figure(
            _("Wrongly accused again"),
            wrong["again"][1],
            _("of %(all)s known cases; %(base)s accuses %(n)s")
            % {"all": _n(wrong["cases"]), "base": _base(outcome), "n": _n(wrong["again"][0])},
        ),
    ]


def _figure(label: str, value: int, note: str) -> dict[str, str]:
    return {"label": label, "value": _n(value), "note": note}


def _pair(label: str, pair: Sequence[int], outcome: Row) -> dict[str, str]:
    note = _("%(n)s with %(base)s") % {"n": _n(pair[0]), "base": _base(outcome)}
    return _figure(label, pair[1], note)


def _sides(outcome: Row) -> tuple[tuple[int, str], ...]:
    # The trial stays as it is while policies come and go, so “in force” is of its own time.
    return (1, outcome["draft"]), (0, _("%(base)s, in force then") % {"base": _base(outcome)})


def _base(outcome: Row) -> str:
    return _("the program’s own rules") if outcome["base"] == BUILT_IN else str(outcome["base"])


def _by_week(outcome: Row) -> Row:
    start = datetime.fromisoformat(outcome["since"]).timestamp()
    weeks = outcome["by_week"]
    return {
        "title": _("Cases by the week in which they would be found"),
        "unit": _("cases"),
        "labels": [_day(start + place * 7 * 86_400) for place in range(len(weeks))],
        "series": [
            {"name": name, "values": [week["case"][side] for week in weeks]}
            for side, name in _sides(outcome)
        ],
    }


def _by_rule(outcome: Row) -> Row:
    shown = [one for one in outcome["rules"] if any(one["case"]) or any(one["discount"])]
    return {
        "title": _("Cases and discounts by rule"),
        "unit": _("alerts"),
        "labels": [one["code"] for one in shown],
        "series": [
            {"name": name, "values": [one["case"][side] + one["discount"][side] for one in shown]}
            for side, name in _sides(outcome)
        ],
    }


def _rules(outcome: Row) -> Row:
    return {
        "title": _("Rule by rule"),
        "headers": [
            _("Rule"),
            _("Cases"),
            _("New"),
            _("Gone"),
            _("Creators"),
            _("Not counted"),
            _("Notes"),
            _("Tried out only"),
            _("In question"),
            _("Decided for the creator"),
        ],
        "rows": [_rule(one) for one in outcome["rules"] if _says_something(one)],
    }


def _says_something(one: Row) -> bool:
    return any(any(one[tier]) for tier in TIERS) or any(one["in_shadow"])


def _rule(one: Row) -> list[str]:
    return [
        _("%(rule)s (in shadow)") % {"rule": one["code"]} if one["in_shadow"][1] else one["code"],
        _change(one["case"]),
        _n(one["new"]),
        _n(one["gone"]),
        _change(one["creators"]),
        _change(one["discount"]),
        _change(one["note"]),
        _change(one["shadow"]),
        _amount(one),
        _("%(fell)s of %(all)s") % {"fell": _n(one["fell"]), "all": _n(one["decided"])}
        if one["decided"]
        else "–",
    ]


def _amount(one: Row) -> str:
    if one["code"] in MONEY:
        return _("gifts of %(sum)s") % {"sum": _change(one["affected"], write=gift_money)}
    number = _change(one["affected"])
    if one["code"] in LIKES:
        return _("%(n)s likes") % {"n": number}
    return _("%(n)s views") % {"n": number}


def _wronged(outcome: Row) -> Row:
    return {
        "title": _("People who were wrongly accused before"),
        "headers": [_("Case"), outcome["draft"], _base(outcome), ""],
        "rows": [
            [
                format_html(
                    '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
                    reverse("admin:fraud_regressioncase_change", args=[row["case"]]),
                    row["reference"],
                ),
                ", ".join(row["draft"]) or _("leaves them alone"),
                ", ".join(row["base"]) or _("leaves them alone"),
                _("set aside") if row["set_aside"] else "",
            ]
            for row in outcome["regressions"]["rows"]
        ],
    }


def _cases(title: str, side: Row, names: Mapping[int, str]) -> Row:
    shown = len(side["some"])
    if shown < side["count"]:
        title = _("%(title)s: the largest %(n)d of %(all)d") % {
            "title": title,
            "n": shown,
            "all": side["count"],
        }
    return {
        "title": title,
        "folded": shown > 10,
        "headers": [_("Creator"), _("Rules"), _("From"), _("To"), _("In question")],
        "rows": [
            [
                format_html(
                    '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
                    reverse("admin:core_creator_change", args=[one["creator"]]),
                    names.get(one["creator"]) or f"#{one['creator']}",
                ),
                ", ".join(one["codes"]),
                _day(one["start"]),
                _day(one["end"] - 1),
                in_question(one["affected"], codes=one["codes"], reason_code=one["codes"][0]),
            ]
            for one in side["some"]
        ],
    }


def _names(outcome: Row) -> dict[int, str]:
    """Return the handles of the creators that are shown, in one query."""
    shown = {one["creator"] for side in ("new", "gone") for one in outcome[side]["some"]}
    rows = Creator.objects.filter(pk__in=shown)
    return {row.pk: str(row) for row in rows}


def _decided(outcome: Row) -> Row:
    real = outcome["real"]
    found = [name for name in OUTCOMES if name in real["again"] or name in real["gone"]]
    return {
        "title": _("Real cases of these weeks, and how they ended"),
        "headers": [
            "",
            _("%(draft)s would make them too") % {"draft": outcome["draft"]},
            _("%(draft)s would not") % {"draft": outcome["draft"]},
        ],
        "rows": [
            [OUTCOMES[name], _n(real["again"].get(name, 0)), _n(real["gone"].get(name, 0))]
            for name in found
        ],
    }


def _notes(outcome: Row) -> list[str]:
    values = {"draft": outcome["draft"], "base": _base(outcome), "days": outcome["span_days"]}
    notes = [
        _(
            "Each week was looked at as the worker does at its end: everybody who had events in "
            "it, over %(days)d days. What is found again in a later week counts once. %(draft)s "
            "was tried beside %(base)s, which was in force then."
        )
        % values,
        _(
            "Rules that found nothing are left out. A case can have several rules, and then counts "
            "for each of them. “Decided for the creator” counts real cases that %(draft)s would "
            "make too, by the decisions of people that stand."
        )
        % values,
        _(
            "Rules that rested for a creator at the time rest here too. Rules in shadow, by the "
            "policy or because they were often wrong, make no case: what they would have done "
            "stands under “Tried out only”."
        ),
    ]
    if any("→" in cell for one in outcome["rules"] if _says_something(one) for cell in _rule(one)):
        notes.insert(1, _("The number before an arrow is that of %(base)s.") % values)
    if outcome["events_since"] and outcome["events_since"] > outcome["since"]:
        day = date_format(datetime.fromisoformat(outcome["events_since"]), "j M Y")
        notes.insert(0, _("Events are kept from %(day)s on only.") % {"day": day})
    if outcome["regressions"]["waiting"]:
        notes.append(
            _("%(n)s wrong cases more wait to be captured and were not run.")
            % {"n": _n(outcome["regressions"]["waiting"])}
        )
    return notes


def _change(pair: Sequence[int], *, write: Callable[[int], str] = _n) -> str:
    before, after = pair
    return write(after) if before == after else f"{write(before)} → {write(after)}"


def _day(seconds: float) -> str:
    return date_format(datetime.fromtimestamp(seconds, tz=UTC), "j M Y")
