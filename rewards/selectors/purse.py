"""Reading where a creator's money is: in review, on hold, ready, on its way, paid."""

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.db.models import Sum

from rewards.domain.earnings_facts import NextPayout
from rewards.ledger.models import Account
from rewards.models import Payout

OPEN = (Payout.State.PENDING, Payout.State.PAYABLE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Purse:
    """Balances of a creator in minor units; `owed` is zero or more."""

    in_review: int
    on_hold: int
    ready: int
    owed: int


def purse_of(creator_id: int, *, currency: str) -> Purse:
    """Return what the ledger holds for a creator in a currency."""
    rows = Account.objects.filter(creator_id=creator_id, unit=currency)
    balances = dict(rows.values_list("kind", "balance"))
    return Purse(
        in_review=balances.get(Account.Kind.PENDING, 0),
        on_hold=balances.get(Account.Kind.HELD, 0),
        ready=balances.get(Account.Kind.CREATOR, 0),
        owed=-balances.get(Account.Kind.RECOVERY, 0),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutSums:
    """What was sent and what arrived, and what goes out next; minor units."""

    sent: int
    paid: int
    next_payout: NextPayout | None


def payout_sums(creator_id: int, *, least: int, now: datetime) -> PayoutSums:
    """Return a creator's payouts as sums; what is below `least` waits for more."""
    rows = (
        Payout.objects.filter(creator_id=creator_id)
        .values_list("state", "payable_from")
        .annotate(sum=Sum("amount"))
        .order_by("payable_from")
    )
    groups = list(rows)
    by_state = {
        state: sum(amount for known, _at, amount in groups if known == state)
        for state in (Payout.State.SENT, Payout.State.PAID)
    }
    waiting = [(at, amount) for state, at, amount in groups if state in OPEN]
    return PayoutSums(
        sent=by_state[Payout.State.SENT],
        paid=by_state[Payout.State.PAID],
        next_payout=_next(waiting, least=least, now=now),
    )


def _next(waiting: list[tuple[datetime, int]], *, least: int, now: datetime) -> NextPayout | None:
    """Return the first day on which enough is there to be sent, and how much it is then."""
    due = [(at, amount) for at, amount in waiting if at <= now]
    later = [(at, amount) for at, amount in waiting if at > now]
    ready = sum(amount for _at, amount in due)
    if ready and ready >= least:
        return NextPayout(amount=ready, on=now, is_ready=True)
    sums = accumulate((amount for _at, amount in later), initial=ready)
    for (at, _amount), total in zip(later, list(sums)[1:], strict=True):
        if total >= least:
            return NextPayout(amount=total, on=at, is_ready=False)
    return None
