"""What brands promise creators: committed when an offer is accepted, ended once, owed or not.

An app above names the promise by `reference`; the ledger keeps its sums. Everybody who calls this
holds the lock on the creator's row, and calls it in the transaction of the act itself.

| movement | committed | commission later | promised | owed by brands | fees | commission |
|---|---|---|---|---|---|---|
| accepted: 500 and 50 | +500 | +50 | −550 | | | |
| ended, nothing owed | −500 | −50 | +550 | | | |
| kept, 500 owed | −500 | −50 | +550 | −550 | +500 | +50 |

The brand's payment moves the fee on to the creator's next statement, which pays it out.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Entry, Transaction
from rewards.services.adjustments import AdjustmentRefused, adjust_earnings, pay_currency

Kind = Account.Kind


class CommitmentRefused(Exception):
    """The promise can't be written like this; nothing was written. The message is for a person."""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What stands in the ledger for a promise, in minor units of `currency`."""

    fee: int
    commission: int
    currency: str


def commit(
    *,
    creator_id: int,
    reference: tuple[str, str],
    fee: int,
    commission: int,
    currency: str,
    actor_id: int | None,
    now: datetime,
) -> ledger.Posted:
    """Write that a brand promised `fee` to a creator and `commission` to the house, once.

    Raises CommitmentRefused for no fee, a negative commission or a currency without accounts, and
    ledger.KeyAlreadyUsed when the reference stands for other sums.
    """
    if fee <= 0 or commission < 0:
        raise CommitmentRefused(_("A promise names a sum above zero. Nothing was promised."))
    unit = _unit(currency)
    legs = [
        ledger.Leg(_theirs(creator_id, Kind.COMMITTED, unit), fee),
        ledger.Leg(system_account(Kind.PROMISED, unit=unit), -(fee + commission)),
    ]
    if commission:
        legs.append(ledger.Leg(system_account(Kind.COMMISSION_LATER, unit=unit), commission))
    return _post(Transaction.Kind.COMMITMENT, "made", reference, legs, actor_id=actor_id, now=now)


def release(
    *, creator_id: int, reference: tuple[str, str], actor_id: int | None, now: datetime
) -> ledger.Posted:
    """End a promise of which nothing is owed. Raises CommitmentRefused when none was made."""
    made = _made(reference)
    legs = _ending(creator_id, made)
    return _post(Transaction.Kind.RELEASE, "ended", reference, legs, actor_id=actor_id, now=now)


def fulfil(
    *,
    creator_id: int,
    reference: tuple[str, str],
    fee: int,
    commission: int,
    actor_id: int | None,
    now: datetime,
) -> ledger.Posted:
    """End a promise of which `fee` and `commission` are owed: all of it or a part.

    Raises CommitmentRefused when none was made, or for more than was promised.
    """
    made = _made(reference)
    if not (0 < fee <= made.fee and 0 <= commission <= made.commission):
        raise CommitmentRefused(_("No more can be owed than was promised. Nothing was changed."))
    unit = Account.Unit(made.currency)
    legs = [
        *_ending(creator_id, made),
        ledger.Leg(_theirs(creator_id, Kind.FEES, unit), fee),
        ledger.Leg(system_account(Kind.OWED_BY_BRANDS, unit=unit), -(fee + commission)),
    ]
    if commission:
        legs.append(ledger.Leg(system_account(Kind.COMMISSION, unit=unit), commission))
    return _post(Transaction.Kind.FEE, "ended", reference, legs, actor_id=actor_id, now=now)


def receive(
    *,
    creator_id: int,
    reference: tuple[str, str],
    reason: str,
    link: str,
    actor: User,
    now: datetime,
) -> bool:
    """Write that the brand paid what it owes; the fee stands on the creator's next statement.

    Return False when it was written before. Raises CommitmentRefused when nothing is owed, or when
    statements have another currency.
    """
    kept = _kept(reference)
    if kept.currency != pay_currency(now=now):
        raise CommitmentRefused(
            _("Statements are in another currency than this fee. Nothing was changed.")
        )
    unit = Account.Unit(kept.currency)
    legs = [
        ledger.Leg(system_account(Kind.OWED_BY_BRANDS, unit=unit), kept.fee + kept.commission),
        ledger.Leg(system_account(Kind.RECEIVED, unit=unit), -(kept.fee + kept.commission)),
        ledger.Leg(_theirs(creator_id, Kind.FEES, unit), -kept.fee),
        # Closing the week takes the line's sum from here, so the house pays nothing for it.
        ledger.Leg(system_account(Kind.EARNED, unit=unit), kept.fee),
    ]
    with transaction.atomic():
        posted = _post(
            Transaction.Kind.FEE_RECEIVED, "paid", reference, legs, actor_id=actor.pk, now=now
        )
        if not posted.is_new:
            return False
        try:
            adjust_earnings(
                creator_id=creator_id,
                amount=kept.fee,
                reason=reason,
                link=link,
                key=_key("paid", reference),
                actor=actor,
                now=now,
            )
        except AdjustmentRefused as refusal:
            raise CommitmentRefused(str(refusal)) from refusal
    return True


def _unit(currency: str) -> Account.Unit:
    money = [unit for unit in Account.Unit if unit != Account.Unit.POINTS and unit == currency]
    if not money:
        raise CommitmentRefused(
            _("%(currency)s isn't a currency of this house. Nothing was promised.")
            % {"currency": currency or "–"}
        )
    return money[0]


def _theirs(creator_id: int, kind: Account.Kind, unit: Account.Unit) -> int:
    return creator_accounts([creator_id], kind=kind, unit=unit)[creator_id]


def _ending(creator_id: int, made: Promised) -> list[ledger.Leg]:
    """Legs that take back what was promised; a merged creator's stands on the kept account."""
    unit = Account.Unit(made.currency)
    legs = [
        ledger.Leg(_theirs(creator_id, Kind.COMMITTED, unit), -made.fee),
        ledger.Leg(system_account(Kind.PROMISED, unit=unit), made.fee + made.commission),
    ]
    if made.commission:
        legs.append(ledger.Leg(system_account(Kind.COMMISSION_LATER, unit=unit), -made.commission))
    return legs


def _made(reference: tuple[str, str]) -> Promised:
    return _sums(reference, step="made", fee=Kind.COMMITTED, commission=Kind.COMMISSION_LATER)


def _kept(reference: tuple[str, str]) -> Promised:
    return _sums(reference, step="ended", fee=Kind.FEES, commission=Kind.COMMISSION)


def _sums(
    reference: tuple[str, str], *, step: str, fee: Account.Kind, commission: Account.Kind
) -> Promised:
    entries = Entry.objects.filter(transaction__idempotency_key=_key(step, reference))
    found = {
        entry.account.kind: entry
        for entry in entries.select_related("account")
        if entry.account.kind in (fee, commission)
    }
    if fee not in found:
        raise CommitmentRefused(_("The ledger holds no such promise. Nothing was changed."))
    promised = found[fee]
    share = found.get(commission)
    return Promised(
        fee=promised.amount,
        commission=share.amount if share else 0,
        currency=promised.account.unit,
    )


def _post(
    kind: Transaction.Kind,
    step: str,
    reference: tuple[str, str],
    legs: list[ledger.Leg],
    *,
    actor_id: int | None,
    now: datetime,
) -> ledger.Posted:
    """Post one step of a promise; "ended" is one key, so that it ends in one way only."""
    posting = ledger.Posting(
        kind=kind, key=_key(step, reference), legs=tuple(legs), reference=reference
    )
    return ledger.post(posting, now=now, actor_id=actor_id)


def _key(step: str, reference: tuple[str, str]) -> str:
    return f"commitment:{reference[0]}:{reference[1]}:{step}"
