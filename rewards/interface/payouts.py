"""Payouts as other apps see them: where the money is, and where it shall go."""

from collections.abc import Collection
from datetime import datetime

from creatorspark.core.models import Creator, User
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.domain.payout_facts import (
    BankAccountFacts,
    PayoutDetail,
    PayoutPage,
    PayoutSummary,
    Withheld,
)
from rewards.models import BankAccount
from rewards.selectors import payouts, purse
from rewards.services.payouts import accounts
from rewards.services.payouts import withheld as sums
from rewards.services.payouts.holding import open_holds
from rewards.services.policies import pay_policy_at, rules_of


def payout_summary(*, creator_id: int, now: datetime) -> PayoutSummary:
    """Return where a creator's money is now, and what goes to their bank next."""
    policy = pay_policy_at(at=now)
    currency = rules_of(policy).currency if policy else str(DEFAULT_PARAMETERS["currency"])
    least = payouts.smallest_payout(now=now)
    sums = payouts.sums_by_state(creator_id, currency=currency)
    next_payout = purse.payout_sums(creator_id, least=least, now=now).next_payout
    account = BankAccount.objects.filter(creator=creator_id).only("ending").first()

    def total(*states: str) -> int:
        return sum(sums[state][1] for state in states if state in sums)

    return PayoutSummary(
        currency=currency,
        pending=total("pending"),
        held=total("held"),
        payable=total("payable"),
        in_transit=total("sent"),
        paid=total("paid"),
        refused=total("rejected", "returned"),
        payouts=sum(count for count, _total in sums.values()),
        next_amount=next_payout.amount if next_payout else None,
        next_date=next_payout.on.date() if next_payout else None,
        smallest_payout=least,
        bank_account_ending=account.ending if account else None,
    )


def payouts_of(*, creator_id: int, cursor: int | None = None, limit: int = 25) -> PayoutPage:
    """Return a creator's payouts, newest first, `limit` at a time."""
    rows = payouts.payouts_of(creator_id, before=cursor, limit=limit + 1)
    shown = tuple(rows[:limit])
    return PayoutPage(rows=shown, next_cursor=shown[-1].payout_id if len(rows) > limit else None)


def payout_of(*, creator_id: int, payout_id: int) -> PayoutDetail | None:
    """Return one of the creator's payouts with its timeline; None for anybody else's."""
    return payouts.payout_detail(creator_id, payout_id)


def bank_account_of(*, creator_id: int) -> BankAccountFacts | None:
    """Return where a creator is paid; None when they have not said."""
    row = BankAccount.objects.filter(creator=creator_id).first()
    if row is None:
        return None
    return BankAccountFacts(
        holder=row.holder, ending=row.ending, country=row.country, updated_at=row.updated_at
    )


def set_bank_account(
    *, creator_id: int, holder: str, iban: str, actor: User | None, now: datetime
) -> None:
    """Store where a creator wants to be paid. Raises BankDetailsRefused with a sentence."""
    accounts.set_bank_account(
        Creator.objects.get(pk=creator_id), holder=holder, iban=iban, actor=actor, now=now
    )


def withheld_by(*, creator_id: int, hold_ids: Collection[int], now: datetime) -> Withheld:
    """Return what these holds keep of a creator's money and points, final ones included."""
    policy = pay_policy_at(at=now)
    currency = rules_of(policy).currency if policy else str(DEFAULT_PARAMETERS["currency"])
    scopes = open_holds([creator_id]).get(creator_id, [])
    return sums.sum_up(
        [
            sums.withheld(creator_id, scope, currency=currency)
            for scope in scopes
            if scope.hold_id in hold_ids
        ],
        currency=currency,
    )
