"""What one file asks a bank to pay."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

NAME_LENGTH: Final = 70
REFERENCE_LENGTH: Final = 140
ID_LENGTH: Final = 35
NAMELESS: Final = "?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """One payment; `amount` in minor units. `end_to_end_id` is ours, and comes back in reports."""

    end_to_end_id: str
    name: str
    iban: str
    amount: int
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Payer:
    """Whose account pays. Without a `bic` the bank finds itself by the account."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, kw_only=True)
class BankBatch:
    """Payments in one currency that go to the bank together, once."""

    message_id: str
    created_at: datetime
    pay_on: date
    currency: str
    payer: Payer
    payments: Sequence[Payment]

    @property
    def total(self) -> int:
        """Return the sum of the payments, in minor units."""
        return sum(payment.amount for payment in self.payments)


def end_to_end_id(payout_id: int, *, attempt: int) -> str:
    """Return the name of a payout's payment, another one each time it is sent."""
    return f"P{payout_id}-{attempt}"


def parse_end_to_end_id(text: str) -> tuple[int, int] | None:
    """Return payout and attempt that a name stands for; None for a name that isn't ours."""
    payout, dash, attempt = text.removeprefix("P").partition("-")
    digits = payout.isascii() and payout.isdecimal() and attempt.isascii() and attempt.isdecimal()
    if not (text.startswith("P") and dash and digits and len(payout) < 19 and len(attempt) < 5):
        return None
    return int(payout), int(attempt)


def clean(text: str, *, length: int) -> str:
    """Return text that XML and banks take: no control characters, single spaces, cut to length."""
    plain = "".join(
        " " if unicodedata.category(one).startswith(("C", "Z")) else one for one in text
    )
    return " ".join(plain.split())[:length].rstrip()


def decimal_of(minor: int) -> str:
    """Write minor units as the decimal that bank files hold: 123405 → “1234.05”."""
    return f"{minor // 100}.{minor % 100:02}"


def minor_of(text: str) -> int:
    """Read a decimal amount as minor units. Raises ValueError for anything but whole hundredths."""
    try:
        amount = Decimal(text.strip()).scaleb(2)
        if amount.is_finite() and abs(amount) < 10**18 and amount == int(amount) and amount >= 0:
            return int(amount)
    except InvalidOperation:
        pass
    raise ValueError(f"{text!r} is no amount")
