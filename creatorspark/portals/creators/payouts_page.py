"""Payouts in words: where each is, why, and what to do next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import week_label
from creatorspark.portals.creators.earnings_dates import week_span
from creatorspark.portals.creators.payout_words import LOOKS
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards

Words = str | Promise
UNTITLED = "–"


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One payout. `sentence` says where it is, `reason` why, `todo` what the reader can do."""

    id: int
    days: str
    label: str
    amount: int
    currency: str
    state: Words
    tone: str
    icon: str
    sentence: str
    reason: str
    needs_details: bool


@dataclass(frozen=True, slots=True)
class PayoutsPage:
    """The list with the sums above it."""

    summary: rewards.PayoutSummary
    next_words: str
    rows: Sequence[PayoutRow]
    next_cursor: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a payout's life."""

    label: Words
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line that was kept apart; no id: it is about no one video."""

    video_id: int | None
    title: str
    amount: int


@dataclass(frozen=True, slots=True)
class PayoutPageWords:
    """One payout with its steps and, where a hold kept lines, those."""

    row: PayoutRow
    part: int
    attempt: int
    steps: Sequence[Step]
    lines: Sequence[KeptLine]


def payouts_page(creator: Creator, *, cursor: int | None, now: dt.datetime) -> PayoutsPage:
    """Gather the list."""
    summary = rewards.payout_summary(creator_id=creator.pk, now=now)
    found = rewards.payouts_of(creator_id=creator.pk, cursor=cursor)
    return PayoutsPage(
        summary=summary,
        next_words=_next_words(summary, now=now),
        rows=[row_of(one, summary, now=now) for one in found.rows],
        next_cursor=found.next_cursor,
    )


def payout_page(creator: Creator, payout_id: int, *, now: dt.datetime) -> PayoutPageWords | None:
    """Gather one payout; None when it isn't this creator's."""
    found = rewards.payout_of(creator_id=creator.pk, payout_id=payout_id)
    if found is None:
        return None
    summary = rewards.payout_summary(creator_id=creator.pk, now=now)
    return PayoutPageWords(
        row=row_of(found.payout, summary, now=now),
        part=found.payout.part,
        attempt=found.payout.attempt,
        steps=[Step(LOOKS[step.state][0], step.reason, step.at) for step in found.steps],
        lines=_kept(found.held_lines),
    )


def row_of(
    payout: rewards.PayoutFacts, summary: rewards.PayoutSummary, *, now: dt.datetime
) -> PayoutRow:
    """Put one payout into words."""
    state, tone, icon = LOOKS[payout.state]
    refused = payout.state in {"rejected", "returned"}
    return PayoutRow(
        id=payout.payout_id,
        days=week_span(payout.week),
        label=week_label(payout.week),
        amount=payout.amount,
        currency=payout.currency,
        state=state,
        tone=tone,
        icon=icon,
        sentence=_sentence(payout, summary, now=now),
        reason=payout.reason if refused or payout.state == "held" else "",
        needs_details=refused,
    )


def _sentence(
    payout: rewards.PayoutFacts, summary: rewards.PayoutSummary, *, now: dt.datetime
) -> str:
    if payout.state == "pending" and payout.payable_from <= now:
        return _("The review is about to end. Then it is ready to pay.")
    if payout.state == "payable":
        return _ready(summary)
    return {
        "pending": _("We check the week's numbers until %(day)s."),
        "held": _("Set aside on %(changed)s and kept for you while a person looks."),
        "sent": _("It left here on %(changed)s. Banks need a day or two."),
        "paid": _("Your bank has it since %(changed)s."),
        "rejected": _("Your bank didn't take it on %(changed)s. The money is kept for you."),
        "returned": _("Your bank sent it back on %(changed)s. The money is kept for you."),
    }[payout.state] % {"day": _day(payout.payable_from), "changed": _day(payout.updated_at)}


def _ready(summary: rewards.PayoutSummary) -> str:
    if summary.bank_account_ending is None:
        return _("Ready. Tell us your bank details and it goes with the next payout.")
    if summary.payable < summary.smallest_payout:
        return _("Ready. We pay from %(least)s on, so it waits until more is there.") % {
            "least": money(summary.smallest_payout, summary.currency)
        }
    return _("Ready. It goes to your bank with the next payout.")


def _next_words(summary: rewards.PayoutSummary, *, now: dt.datetime) -> str:
    if summary.next_date is None:
        return _("we pay from %(least)s on") % {
            "least": money(summary.smallest_payout, summary.currency)
        }
    if summary.bank_account_ending is None:
        return _("waits for your bank details")
    if summary.next_date <= now.date():
        return _("ready now")
    return _("from %(day)s on") % {"day": date_format(summary.next_date, "MONTH_DAY_FORMAT")}


def _kept(lines: Sequence[rewards.HeldLineFacts]) -> list[KeptLine]:
    """Gather kept lines by video, in the order of the statement."""
    sums: dict[int | None, int] = {}
    for line in lines:
        sums[line.video_id] = sums.get(line.video_id, 0) + line.amount
    captions = dict(
        Video.objects.filter(pk__in=[pk for pk in sums if pk]).values_list("pk", "caption")
    )
    return [
        KeptLine(pk, captions.get(pk, "") or UNTITLED if pk else _("Correction"), amount)
        for pk, amount in sums.items()
    ]


def _day(moment: dt.datetime) -> str:
    return date_format(moment, "MONTH_DAY_FORMAT")
