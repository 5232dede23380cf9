"""What brands promise and owe, for the app that makes offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from creatorspark.core.models import User
from rewards.ledger import reconciliation
from rewards.ledger.models import Account, Entry
from rewards.ledger.services import LedgerError
from rewards.services import adjustments, commitments
from rewards.services.commitments import CommitmentRefused

__all__ = [
    "BrandMoney",
    "CommitmentRefused",
    "LedgerError",
    "brand_money",
    "check_ledger_with",
    "commit_fee",
    "fulfil_commitment",
    "house_currency",
    "money_from_brands",
    "receive_fee",
    "release_commitment",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class BrandMoney:
    """What brands promised and owe, in minor units of one currency.

    `commission_promised` is due when the work is done; `commission` was earned, and of what is
    `owed` (fees and commission) nothing has arrived yet.
    """

    currency: str
    promised: int
    commission_promised: int
    owed: int
    commission: int


def house_currency(*, now: datetime) -> str:
    """Return the currency of statements, and so of campaigns and offers."""
    return adjustments.pay_currency(now=now)


def commit_fee(
    *,
    creator_id: int,
    reference: tuple[str, str],
    fee: int,
    commission: int,
    currency: str,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Write a brand's promise, once per reference; return whether this call wrote it.

    Raises CommitmentRefused, and LedgerError when the reference stands for other sums. The
    caller holds the lock on the creator.
    """
    return commitments.commit(
        creator_id=creator_id,
        reference=reference,
        fee=fee,
        commission=commission,
        currency=currency,
        actor_id=actor_id,
        now=now,
    ).is_new


def release_commitment(
    *, creator_id: int, reference: tuple[str, str], actor_id: int | None, now: datetime
) -> bool:
    """End a promise of which nothing is owed; return whether this call ended it."""
    return commitments.release(
        creator_id=creator_id, reference=reference, actor_id=actor_id, now=now
    ).is_new


def fulfil_commitment(
    *,
    creator_id: int,
    reference: tuple[str, str],
    fee: int,
    commission: int,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """End a promise of which all or a part is owed; return whether this call ended it."""
    return commitments.fulfil(
        creator_id=creator_id,
        reference=reference,
        fee=fee,
        commission=commission,
        actor_id=actor_id,
        now=now,
    ).is_new


def receive_fee(
    *,
    creator_id: int,
    reference: tuple[str, str],
    reason: str,
    link: str = "",
    actor: User,
    now: datetime,
) -> bool:
    """Write that the brand paid; the fee is a line of the creator's next statement."""
    return commitments.receive(
        creator_id=creator_id, reference=reference, reason=reason, link=link, actor=actor, now=now
    )


def money_from_brands(*, creator_id: int) -> Mapping[tuple[str, str], int]:
    """Return what brands promised ("committed") and owe ("fees") a creator, by kind and currency.

    Sums of nothing are left out.
    """
    rows = Account.objects.filter(
        creator_id=creator_id,
        kind__in=[Account.Kind.COMMITTED, Account.Kind.FEES],
        balance__gt=0,
    )
    return {(row.kind, row.unit): row.balance for row in rows}


def brand_money() -> list[BrandMoney]:
    """Return what brands promised and owe in all, a row a currency."""
    kinds = Account.Kind
    rows = (
        Entry.objects.filter(
            account__kind__in=[
                kinds.PROMISED,
                kinds.COMMISSION_LATER,
                kinds.OWED_BY_BRANDS,
                kinds.COMMISSION,
            ]
        )
        .values_list("account__unit", "account__kind")
        .annotate(Sum("amount"))
    )
    found = {(unit, kind): total for unit, kind, total in rows}
    return [
        BrandMoney(
            currency=unit,
            promised=-found.get((unit, kinds.PROMISED), 0),
            commission_promised=found.get((unit, kinds.COMMISSION_LATER), 0),
            owed=-found.get((unit, kinds.OWED_BY_BRANDS), 0),
            commission=found.get((unit, kinds.COMMISSION), 0),
        )
        for unit in sorted({unit for unit, _kind in found})
    ]


def check_ledger_with(*, name: str, query: str) -> None:
    """Let `manage.py reconcile_ledger` run a check of an app above."""
    reconciliation.register(name, query)
