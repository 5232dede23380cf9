"""How staff are told what a draft would have paid."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from creatorspark.core.policies.kinds import Report
from rewards.trials import words
from rewards.trials.fairness import fairness_tables, flagged

Row = dict[str, Any]


def report_of(outcome: dict[str, Any]) -> Report:
    """Turn the outcome of a trial into figures, charts, tables and how to read them."""
    # The database keeps no order of names; the words have the one that people know.
    groups = [(kind, outcome["groups"][kind]) for kind in words.KINDS]
    return {
        "figures": _figures(outcome),
        "charts": [
            _chart(_("By week"), outcome["by_week"], outcome),
            *(_chart(str(words.KINDS[kind]), rows, outcome) for kind, rows in groups),
        ],
        "tables": [
            _people(_("Who would gain most"), outcome["people"]["gains"], outcome),
            _people(_("Who would lose most"), outcome["people"]["losses"], outcome),
            _spread(outcome),
            _letters(outcome),
            *(_group(kind, rows, outcome) for kind, rows in groups),
            *fairness_tables(outcome),
        ],
        "notes": _notes(outcome),
    }


def _figures(outcome: dict[str, Any]) -> list[Row]:
    totals, people, currency = outcome["totals"], outcome["people"], outcome["currency"]
    paid = [totals["base"][side] + totals["bonus"][side] for side in (0, 1)]
    return [
        _sum(_("Cost of these weeks"), paid, currency),
        _sum(_("Of it bonus"), totals["bonus"], currency),
        _crowd(_("Creators who would gain"), people["up"], outcome),
        _crowd(_("Creators who would lose"), people["down"], outcome),
        _waiting(totals["waiting"], currency),
        {
            "label": _("Groups flagged as unlike"),
            "value": f"{flagged(outcome, 'then'):,}",
            "note": _("%(n)s as it was paid") % {"n": flagged(outcome, "now")},
        },
    ]


def _sum(label: str, paid: Sequence[int], currency: str) -> Row:
    before, after = paid
    note = _("%(change)s against %(paid)s paid") % {
        "change": words.change(before, after, currency),
        "paid": words.money(before, currency),
    }
    return {"label": label, "value": words.money(after, currency), "note": note}


def _waiting(waits: Sequence[int], currency: str) -> Row:
    before, after = waits
    note = _("%(change)s against %(waits)s that wait as it was paid; it comes on top") % {
        "change": words.change(before, after, currency),
        "waits": words.money(before, currency),
    }
    label = _("Waits for originality verdicts")
    return {"label": label, "value": words.money(after, currency), "note": note}


def _crowd(label: str, spread: Row, outcome: dict[str, Any]) -> Row:
    everyone = f"{outcome['people']['creators']:,}"
    if not spread["creators"]:
        return {"label": label, "value": "0", "note": _("of %(all)s") % {"all": everyone}}
    currency = outcome["currency"]
    note = _("of %(all)s; %(sum)s in all, %(middle)s for the one in the middle") % {
        "all": everyone,
        "sum": words.change(0, spread["sum"], currency),
        "middle": words.change(0, spread["quartiles"][1], currency),
    }
    return {"label": label, "value": f"{spread['creators']:,}", "note": note}


def _chart(title: str, rows: Sequence[Row], outcome: dict[str, Any]) -> Row:
    return {
        "title": title,
        "unit": outcome["currency"],
        "labels": [words.group_name(row["name"]) for row in rows],
        "series": [
            {"name": outcome["draft"], "values": [row["paid"][1] / 100 for row in rows]},
            {"name": _("paid"), "values": [row["paid"][0] / 100 for row in rows]},
        ],
    }


def _people(title: str, rows: Sequence[Row], outcome: dict[str, Any]) -> Row:
    return {
        "title": title,
        "headers": [_("Creator"), _("Paid"), outcome["draft"], _("Change")],
        "rows": [[_creator(row), *_sums(row["paid"], outcome)] for row in rows],
    }


def _creator(row: Row) -> str:
    return format_html(
        '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
        reverse("admin:core_creator_change", args=[row["creator"]]),
        f"@{row['handle']}" if row["handle"] else f"#{row['creator']}",
    )


def _sums(paid: Sequence[int], outcome: dict[str, Any]) -> list[str]:
    currency, (before, after) = outcome["currency"], paid
    shown = [words.money(before, currency), words.money(after, currency)]
    return [*shown, words.change(before, after, currency)]


def _spread(outcome: dict[str, Any]) -> Row:
    rows = []
    for name, label in (("up", _("gain")), ("down", _("lose"))):
        spread = outcome["people"][name]
        changes = [*(spread["quartiles"] or [0, 0, 0]), spread["sum"]]
        shown = [words.change(0, value, outcome["currency"]) for value in changes]
        rows.append([label, f"{spread['creators']:,}", *shown])
    return {
        "title": _("How the change is spread"),
        "headers": ["", _("Creators"), _("A quarter"), _("Half"), _("Three quarters"), _("In all")],
        "rows": rows,
    }


def _letters(outcome: dict[str, Any]) -> Row:
    return {
        "title": _("By grade: bonus"),
        "headers": [
            _("Grade"),
            _("Lines"),
            _("Lines with %(draft)s") % {"draft": outcome["draft"]},
            _("Paid"),
            outcome["draft"],
            _("Change"),
        ],
        "rows": [
            [
                words.letter_name(row["name"]),
                *(f"{count:,}" for count in row["lines"]),
                *_sums(row["bonus"], outcome),
            ]
            for row in outcome["by_letter"]
        ],
    }


def _group(kind: str, rows: Sequence[Row], outcome: dict[str, Any]) -> Row:
    return {
        "title": _("%(group)s: base and bonus") % {"group": words.KINDS[kind]},
        "folded": True,
        "headers": ["", _("Videos"), _("Creators"), _("Paid"), outcome["draft"], _("Change")],
        "rows": [
            [
                words.group_name(row["name"]),
                f"{row['videos']:,}",
                f"{row['creators']:,}",
                *_sums(row["paid"], outcome),
            ]
            for row in rows
        ],
    }


def _notes(outcome: dict[str, Any]) -> list[str]:
    weeks = outcome["weeks"]
    notes = [
        _(
            "The views of %(first)s to %(last)s are paid again, with every bonus on them so far, "
            "as if %(draft)s had ruled from %(first)s on. Views paid before stay as they were."
        )
        % {"first": weeks[0], "last": weeks[-1], "draft": outcome["draft"]},
        _(
            "Left out are sums that staff added or took back by hand. Followers and languages are "
            "today's; niche, market, tier and length are those of the week."
        ),
        _(
            "Fairness counts each graded video once. A ratio under 0.80 asks for a look; it is "
            "flagged when its whole 95 % interval lies under 1. Groups of fewer than 30 videos or "
            "5 creators say too little and are left out."
        ),
    ]
    if not outcome["only_cutoffs"]:
        notes.insert(
            0,
            _(
                "Only the cut-offs were tried, on the scores as they are. The draft changes more "
                "than that, and the rest shows only in new grades."
            ),
        )
    return notes
