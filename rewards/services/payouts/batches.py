"""Gather what is ready to pay into files for the bank: each payout in one of them, once."""

import hashlib
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from creatorspark.core.services.sealing import unseal
from creatorspark.lib.money import format_minor
from creatorspark.lib.periods import week_label
from rewards.domain.bank.adapter import FORMATS, BankFormat
from rewards.domain.bank.batch import BankBatch, Payer, Payment, end_to_end_id
from rewards.domain.bank.iban import NoIban, read_iban
from rewards.domain.pay_policy import CURRENCIES
from rewards.domain.payout import State
from rewards.models import BankAccount, Payout, PayoutBatch
from rewards.selectors.payouts import reaching_minimum, smallest_payout
from rewards.services.payouts.moves import Move, lock_creators, make
from rewards.services.payouts.refusals import MoreThanAgreed, NoPayer
from rewards.services.payouts.settling import moves_due

PAYABLE = Q(state=State.PAYABLE)
KEY_LENGTH = 100
FRIDAY = 4


def build_batch(
    *,
    key: str,
    actor: User | None,
    now: datetime,
    at_most: Mapping[str, int] | None = None,
) -> list[PayoutBatch]:
    """Put every payout that can be paid into a file, one a currency; empty when there is none.

    A creator is paid when they gave bank details and what is ready reaches the policy's smallest
    payout. The same key gives the same files, however often it is used. `at_most` is the sum in
    each currency (minor units) that somebody agreed to. Raises NoPayer, and MoreThanAgreed when
    more became ready meanwhile.
    """
    payer, bank = _payer(), _format()
    keys = {currency: f"{key[:KEY_LENGTH]}:{currency}" for currency in CURRENCIES}
    with transaction.atomic():
        _wait_for_others()
        built = PayoutBatch.objects.filter(idempotency_key__in=keys.values()).order_by("pk")
        if built.exists():
            return list(built)
        minimum = smallest_payout(now=now)
        creators = {creator for creator, _currency in reaching_minimum(minimum)}
        lock_creators(creators)
        # A hold may have been placed since the money became ready: it stays here then.
        make(moves_due(sorted(creators), PAYABLE, now=now), actor=actor, now=now)
        ready = reaching_minimum(minimum, creators=creators)
        chosen = _by_currency(ready)
        if at_most is not None:
            _check_agreed(chosen, at_most)
        press = _Press(payer=payer, bank=bank, actor=actor, now=now)
        return [
            _build(rows, currency=currency, key=keys[currency], press=press)
            for currency, rows in chosen.items()
        ]


def _check_agreed(chosen: Mapping[str, Sequence[Payout]], at_most: Mapping[str, int]) -> None:
    for currency, rows in chosen.items():
        total = sum(row.amount for row in rows)
        if total > at_most.get(currency, 0):
            raise MoreThanAgreed(total=format_minor(total, currency=currency))


@dataclass(frozen=True, kw_only=True)
class _Press:
    """What all files of one press of the button share."""

    payer: Payer
    bank: BankFormat
    actor: User | None
    now: datetime


def _by_currency(ready: Collection[tuple[int, str]]) -> Mapping[str, Sequence[Payout]]:
    """Return the payouts to send, oldest first, by currency."""
    rows = (
        Payout.objects.filter(PAYABLE, creator__in={creator for creator, _ in ready})
        .select_related("statement")
        .order_by("payable_from", "pk")
    )
    found: dict[str, list[Payout]] = {}
    for row in rows:
        if (row.creator_id, row.currency) in ready:
            found.setdefault(row.currency, []).append(row)
    return found


def _build(rows: Sequence[Payout], *, currency: str, key: str, press: _Press) -> PayoutBatch:
    written = BankBatch(
        message_id=_message_id(key, now=press.now),
        created_at=press.now,
        pay_on=_next_working_day(press.now),
        currency=currency,
        payer=press.payer,
        payments=_payments(rows),
    )
    file = press.bank.write(written)
    batch = PayoutBatch.objects.create(
        message_id=written.message_id,
        format=press.bank.name,
        currency=currency,
        payouts=len(rows),
        total=written.total,
        file=file,
        sha256=hashlib.sha256(file).hexdigest(),
        idempotency_key=key,
        created_by=press.actor,
        created_at=press.now,
    )
    audit.record(
        "rewards.payout_batch.built",
        target=batch,
        actor=press.actor,
        after={"payouts": len(rows), "total": written.total, "currency": currency},
    )
    moves = [Move(payout=row, state=State.SENT, batch_id=batch.pk) for row in rows]
    make(moves, actor=press.actor, now=press.now)
    return batch


def _payments(rows: Sequence[Payout]) -> tuple[Payment, ...]:
    accounts = {
        account.creator_id: (account.holder, unseal(account.sealed_iban))
        for account in BankAccount.objects.filter(creator__in={row.creator_id for row in rows})
    }
    return tuple(
        Payment(
            end_to_end_id=end_to_end_id(row.pk, attempt=row.attempt + 1),
            name=accounts[row.creator_id][0],
            iban=accounts[row.creator_id][1],
            amount=row.amount,
            reference=_("%(payer)s %(week)s")
            % {"payer": settings.BANK_PAYER_NAME, "week": week_label(row.statement.week)},
        )
        for row in rows
    )


def _payer() -> Payer:
    if not settings.BANK_PAYER_NAME.strip():
        raise NoPayer(setting="BANK_PAYER_NAME")
    try:
        iban = read_iban(settings.BANK_PAYER_IBAN)
    except NoIban as error:
        raise NoPayer(setting="BANK_PAYER_IBAN") from error
    return Payer(name=settings.BANK_PAYER_NAME, iban=iban, bic=settings.BANK_PAYER_BIC)


def _format() -> BankFormat:
    if settings.BANK_FORMAT not in FORMATS:
        raise NoPayer(setting="BANK_FORMAT")
    return FORMATS[settings.BANK_FORMAT]


def _message_id(key: str, *, now: datetime) -> str:
    """Return a name for a file that the same press always gives it."""
    return f"CS{now:%Y%m%d}-{hashlib.sha256(key.encode()).hexdigest()[:16].upper()}"


def _next_working_day(now: datetime) -> date:
    day = now.date() + timedelta(days=1)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day


def _wait_for_others() -> None:
    """Let one press at a time build files, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [zlib.crc32(b"payout batch") >> 1])


def batch_file(batch_id: int, *, actor: User) -> PayoutBatch:
    """Return a batch with its file for `actor` to keep; the audit says who took it, as it holds
    account numbers. Raises PayoutBatch.DoesNotExist.
    """
    with transaction.atomic():
        batch = PayoutBatch.objects.get(pk=batch_id)
        audit.record("rewards.payout_batch.downloaded", target=batch, actor=actor)
    return batch
