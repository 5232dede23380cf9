"""Posting: the one way by which points and money move.

`post` is for one transaction and `post_all` for many in one statement; both write through the
same tables and the same guards in the database (see docs/ledger.md). Every caller holds the lock
on the `core.Creator` rows concerned.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from rewards.ledger.accounts import creator_accounts
from rewards.ledger.models import Account, Entry, Transaction


class LedgerError(Exception):
    """The ledger refused a posting; nothing was written."""


class KeyAlreadyUsed(LedgerError):
    """The idempotency key belongs to a transaction with other legs."""


class Overdrawn(LedgerError):
    """An account would have gone below zero."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A signed amount (points, or minor units of money) on an account."""

    account_id: int
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """A transaction to be. `reference` names what it is about: model label and id."""

    kind: Transaction.Kind
    key: str
    legs: tuple[Leg, ...]
    reference: tuple[str, str] = ("", "")
    reverses_id: int | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The transaction that a key stands for, and whether this call made it."""

    transaction_id: int
    is_new: bool


def post(posting: Posting, *, now: datetime, actor_id: int | None) -> Posted:
    """Post one balanced transaction; the same posting again returns the first one.

    Raises KeyAlreadyUsed when the key stands for other legs, and Overdrawn when an account would
    go below zero.
    """
    with _RefusingOverdrafts(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rewards_post(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::bigint[])",
            [
                posting.kind.value,
                posting.key,
                *posting.reference,
                posting.reverses_id,
                posting.memo,
                actor_id,
                now,
                [leg.account_id for leg in posting.legs],
                [leg.amount for leg in posting.legs],
            ],
        )
        new_id: int | None = cursor.fetchone()[0]
    if new_id is not None:
        return Posted(new_id, is_new=True)
    return Posted(_posted_before([posting])[posting.key], is_new=False)


POST_ALL = """
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[]
    ) AS given (kind, key, about_type, about_id, undoes, memo)
), booked AS (
    INSERT INTO rewards_transaction (
        kind, idempotency_key, memo, reference_type, reference_id, reverses_id, actor_id, posted_at)
    SELECT kind, key, memo, about_type, about_id, undoes, %s, %s FROM given
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id, idempotency_key
), legs AS (
    INSERT INTO rewards_entry (transaction_id, account_id, amount)
    SELECT booked.id, leg.account, leg.amount
    FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS leg (key, account, amount)
    JOIN booked ON booked.idempotency_key = leg.key
)
SELECT idempotency_key, id FROM booked
"""


def post_all(
    postings: Sequence[Posting], *, now: datetime, actor_id: int | None
) -> dict[str, Posted]:
    """Post many transactions in one statement; return what each key stands for.

    Same promises and errors as `post`; all are posted or none.
    """
    if not postings:
        return {}
    with _RefusingOverdrafts(), connection.cursor() as cursor:
        cursor.execute(POST_ALL, _columns(postings, now=now, actor_id=actor_id))
        new = {key: Posted(pk, is_new=True) for key, pk in cursor.fetchall()}
    old = _posted_before([posting for posting in postings if posting.key not in new])
    return new | {key: Posted(pk, is_new=False) for key, pk in old.items()}


def _columns(postings: Sequence[Posting], *, now: datetime, actor_id: int | None) -> list[Any]:
    legs = [(posting.key, leg) for posting in postings for leg in posting.legs]
    return [
        [posting.kind.value for posting in postings],
        [posting.key for posting in postings],
        [posting.reference[0] for posting in postings],
        [posting.reference[1] for posting in postings],
        [posting.reverses_id for posting in postings],
        [posting.memo for posting in postings],
        actor_id,
        now,
        [key for key, _ in legs],
        [leg.account_id for _, leg in legs],
        [leg.amount for _, leg in legs],
    ]


def _posted_before(postings: Sequence[Posting]) -> dict[str, int]:
    """Return the ids of transactions that exist, after comparing them with what was asked."""
    if not postings:
        return {}
    rows = Transaction.objects.filter(idempotency_key__in=[one.key for one in postings])
    known = {row.idempotency_key: row for row in rows}
    legs: dict[int, set[Leg]] = {row.pk: set() for row in known.values()}
    for entry in Entry.objects.filter(transaction__in=known.values()):
        legs[entry.transaction_id].add(Leg(entry.account_id, entry.amount))
    for one in postings:
        row = known[one.key]
        if row.kind != one.kind or legs[row.pk] != set(one.legs):
            raise KeyAlreadyUsed(f"{one.key} stands for another transaction, {row.pk}.")
    return {key: row.pk for key, row in known.items()}


class _RefusingOverdrafts:
    """Turns the database's refusal of a negative balance into Overdrawn."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, IntegrityError):
            diagnosis = getattr(error.__cause__, "diag", None)
            if getattr(diagnosis, "constraint_name", "") == "account_never_below_zero":
                raise Overdrawn("An account would have gone below zero.") from error


def settle_debts(creator_ids: Collection[int], *, now: datetime) -> int:
    """Pay what creators owe from what they now have; return how many paid something.

    Called after every credit, in its transaction, while the creators are locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT debt.id, debt.creator_id, least(-debt.balance, purse.balance),
                (SELECT max(id) FROM rewards_entry WHERE account_id = debt.id)
            FROM rewards_account debt
            JOIN rewards_account purse
                ON (purse.kind, purse.unit, purse.creator_id)
                 = ('creator', debt.unit, debt.creator_id)
            WHERE debt.kind = 'recovery' AND debt.unit = 'points' AND debt.balance < 0
                AND purse.balance > 0 AND debt.creator_id = ANY(%s::bigint[])
            """,
            [list(creator_ids)],
        )
        debts = cursor.fetchall()
    purses = creator_accounts([creator for _, creator, _, _ in debts]) if debts else {}
    # The debt's newest entry names its state, so that one state is paid from once.
    postings = [
        Posting(
            kind=Transaction.Kind.RECOVERY,
            key=f"recovery:{debt}:{newest}",
            legs=(Leg(purses[creator], -amount), Leg(debt, amount)),
        )
        for debt, creator, amount, newest in debts
    ]
    post_all(postings, now=now, actor_id=None)
    return len(postings)


def reverse(
    booked: Transaction,
    *,
    creator_id: int,
    key: str,
    reason: str,
    now: datetime,
    actor_id: int | None,
) -> Posted:
    """Take back a credit to a creator; what was spent already becomes a debt, never a minus.

    `booked` has one leg on the creator's account (the credit) and one on a system account. Done
    before, whatever was there then, it returns the first reversal.
    """
    with transaction.atomic():
        earlier = Transaction.objects.filter(reverses=booked).first()
        if earlier is not None:
            return Posted(earlier.pk, is_new=False)
        purse = creator_accounts([creator_id])[creator_id]
        entries = list(booked.entries.all())
        credit = next(entry for entry in entries if entry.account_id == purse)
        source = next(entry for entry in entries if entry.account_id != purse)
        there = Account.objects.values_list("balance", flat=True).get(pk=purse)
        taken = min(there, credit.amount)
        legs = [Leg(source.account_id, credit.amount)]
        if taken:
            legs.append(Leg(purse, -taken))
        if taken < credit.amount:
            debts = creator_accounts([creator_id], kind=Account.Kind.RECOVERY)
            legs.append(Leg(debts[creator_id], taken - credit.amount))
        return post(
            Posting(
                kind=Transaction.Kind.REVERSAL,
                key=key,
                legs=tuple(legs),
                reference=(booked.reference_type, booked.reference_id),
                reverses_id=booked.pk,
                memo=reason[:200],
            ),
            now=now,
            actor_id=actor_id,
        )
