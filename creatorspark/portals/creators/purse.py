"""Where a creator's money is: the tiles at the head of the Overview, and what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.portals.creators.money_weeks import earnings_url
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class MoneyTile:
    """A sum with its label and the sentence below it; `text` is empty where there is none yet."""

    icon: str
    label: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Purse:
    """The tiles, where they lead, and the sentence about what is owed (empty for nothing)."""

    url: str
    tiles: Sequence[MoneyTile]
    owed_words: str


def purse_of(found: rewards.EarningsOverview) -> Purse:
    """Return where a creator's money is now."""
    return Purse(
        url=earnings_url(),
        tiles=(
            MoneyTile("cash", _("Total earnings"), _sum(found, found.total), _total_note(found)),
            MoneyTile("clock", _("Pending"), _sum(found, found.in_review), _pending_note(found)),
            MoneyTile("lock", _("On hold"), _sum(found, found.on_hold), _hold_note(found)),
            _next_tile(found),
        ),
        owed_words=_owed_words(found),
    )


def _sum(found: rewards.EarningsOverview, amount: int) -> str:
    return money(amount, found.currency)


def _total_note(found: rewards.EarningsOverview) -> str:
    if not found.statements:
        return (
            _("Your first statement comes on a Monday.")
            if found.is_paying
            else _("Pay hasn't begun here yet.")
        )
    weeks = ngettext("in %(n)d closed week", "in %(n)d closed weeks", found.statements) % {
        "n": found.statements
    }
    if found.paid:
        return _("%(weeks)s, %(paid)s of it paid") % {
            "weeks": weeks,
            "paid": money(found.paid, found.currency),
        }
    return weeks


def _pending_note(found: rewards.EarningsOverview) -> str:
    if not found.in_review:
        return _("nothing in review")
    return _("closed weeks in review")


def _hold_note(found: rewards.EarningsOverview) -> str:
    if not found.on_hold:
        return _("nothing held back")
    return _("kept safe while a person looks")


def _next_tile(found: rewards.EarningsOverview) -> MoneyTile:
    label, payout = _("Next payout"), found.next_payout
    if payout is not None:
        day = formats.date_format(payout.on, "MONTH_DAY_FORMAT")
        note = (
            _("ready for the next payout run")
            if payout.is_ready
            else _("ready on %(day)s") % {"day": day}
        )
        return MoneyTile("card", label, money(payout.amount, found.currency), note)
    if found.sent:
        note = _("%(amount)s is on its way to your bank") % {
            "amount": money(found.sent, found.currency)
        }
        return MoneyTile("card", label, "–", note)
    note = _("Payouts start at %(least)s.") % {
        "least": money(found.smallest_payout, found.currency)
    }
    return MoneyTile("card", label, "–", note)


def _owed_words(found: rewards.EarningsOverview) -> str:
    if not found.owed:
        return ""
    return _(
        "%(owed)s from corrections is still open. The next weeks' earnings pay it first; nobody "
        "asks you to pay anything."
    ) % {"owed": money(found.owed, found.currency)}
