"""Where a statement's money is, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PayoutWords:
    """How a payout is shown: its state, colour and icon, and when or why."""

    label: Words
    tone: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartWords:
    """One part of a statement's money; most statements have one, a hold makes a second."""

    payout_id: int
    amount: int
    currency: str
    words: PayoutWords
    sentence: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step on a payout's way. `part` is empty where there is one part only."""

    label: Words
    part: str
    reason: str
    at: dt.datetime


LOOKS: dict[str, tuple[Words, str, str]] = {
    "pending": (gettext_lazy("In review"), "info", "clock"),
    "held": (gettext_lazy("On hold"), "warn", "alert"),
    "payable": (gettext_lazy("Ready to pay"), "accent", "cash"),
    "sent": (gettext_lazy("Sent to your bank"), "info", "rocket"),
    "paid": (gettext_lazy("Paid"), "good", "check"),
    "rejected": (gettext_lazy("Refused by the bank"), "bad", "alert"),
    "returned": (gettext_lazy("Sent back by the bank"), "bad", "again"),
    "forfeited": (gettext_lazy("Won’t be paid"), "flat", "alert"),
}
# What needs the reader's eye first stands for the whole.
URGENCY = ("rejected", "returned", "held", "pending", "payable", "sent", "paid", "forfeited")


def payout_words(statement: rewards.EarningsStatement, *, now: dt.datetime) -> PayoutWords:
    """Say in a word and a date where a statement's money is."""
    parts = statement.payouts
    if not parts:
        if statement.carried_out < 0:
            return PayoutWords(_("Nothing to pay"), "", "flat", _("the rest is carried on"))
        return PayoutWords(_("Nothing to pay"), "", "flat")
    first = min(parts, key=lambda part: URGENCY.index(part.state))
    words = _look(first, now)
    same = len({part.state for part in parts}) == 1
    return words if same else PayoutWords(_part_of(words), words.tone, words.icon, words.note)


def parts_of(statement: rewards.EarningsStatement, *, now: dt.datetime) -> list[PartWords]:
    """Return each part of a statement's money with the sentence that explains its state."""
    return [
        PartWords(
            part.payout_id, part.amount, statement.currency, _look(part, now), _sentence(part, now)
        )
        for part in statement.payouts
    ]


def steps_of(
    steps: Sequence[rewards.PayoutStep], statement: rewards.EarningsStatement
) -> list[StepWords]:
    """Return the steps so far, oldest first; parts are told apart by their sums."""
    several = len(statement.payouts) > 1
    sums = {part.payout_id: money(part.amount, statement.currency) for part in statement.payouts}
    return [
        StepWords(
            label=LOOKS[step.state][0],
            part=sums.get(step.payout_id, "") if several else "",
            reason=step.reason,
            at=step.at,
        )
        for step in steps
    ]


def _look(part: rewards.PayoutPart, now: dt.datetime) -> PayoutWords:
    label, tone, icon = LOOKS[part.state]
    if part.state == "pending" and part.payable_from <= now:
        note = _("about to end")
    elif part.state == "pending":
        note = _("until %(day)s") % {"day": _day(part.payable_from)}
    elif part.state in {"held", "payable"}:
        note = _("since %(day)s") % {"day": _day(part.updated_at)}
    else:
        note = _("on %(day)s") % {"day": _day(part.updated_at)}
    return PayoutWords(label, tone, icon, note)


def _part_of(words: PayoutWords) -> str:
    return _("%(state)s, in part") % {"state": words.label}


def _sentence(part: rewards.PayoutPart, now: dt.datetime) -> str:
    if part.state == "pending" and part.payable_from <= now:
        return _("We have checked the week's numbers. It is ready to pay in a moment.")
    return {
        "pending": _("We check the week's numbers until %(day)s. Then it is ready to pay."),
        "held": _("A person is looking into some of these views. The money is kept for you."),
        "payable": _("It goes to your bank with the next payout."),
        "sent": _("It left here on %(changed)s. Banks need a day or two."),
        "paid": _("Your bank has it since %(changed)s."),
        "rejected": _(
            "Your bank refused it, so the money is back here and kept for you. Check your bank "
            "details; then we send it again."
        ),
        "returned": _(
            "Your bank sent it back, so the money is here again and kept for you. Check your bank "
            "details; then we send it again."
        ),
        "forfeited": _(
            "A person decided that these views don’t count, and the time to appeal is over."
        ),
    }[part.state] % {"day": _day(part.payable_from), "changed": _day(part.updated_at)}


def _day(moment: dt.datetime) -> str:
    return date_format(moment, "MONTH_DAY_FORMAT")
