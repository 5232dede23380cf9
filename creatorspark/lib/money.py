"""Money in whole minor units, written for people and for machines. Never a float."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# Two decimals each: the ledger's minor units are hundredths.
SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
MINUS: Final = "−"
MINOR_PER_MAJOR: Final = 100
SHORT_FROM: Final = 10
STEPS: Final = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
ROUNDS_UP_FROM: Final = Decimal("0.9995")
ONE_DECIMAL: Final = Decimal("0.1")
NO_DECIMAL: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a reader's locale puts between groups of digits and before the decimals."""

    decimal: str = "."
    group: str = ","


PLAIN: Final = Marks()


def format_minor(
    amount: int, *, currency: str, marks: Marks = PLAIN, is_signed: bool = False
) -> str:
    """Write minor units for a person: 412000 → “$4,120.00”, −50 → “−$0.50”.

    `is_signed` writes a plus before what is above zero. A currency without a symbol of its own
    stands before the number as its code.
    """
    whole, rest = divmod(abs(amount), MINOR_PER_MAJOR)
    number = f"{_grouped(whole, marks.group)}{marks.decimal}{rest:02}"
    return _sign(amount, is_signed=is_signed) + _symbol(currency) + number


def format_rate(minor: Decimal, *, currency: str, marks: Marks = PLAIN) -> str:
    """Write a rate in minor units, with all of its decimals and at least two: 73.5 → “$0.735”."""
    digits = f"{abs(minor) / MINOR_PER_MAJOR:f}"
    whole, _point, decimals = digits.partition(".")
    decimals = decimals.rstrip("0").ljust(2, "0")
    number = f"{_grouped(int(whole), marks.group)}{marks.decimal}{decimals}"
    return ("" if minor >= 0 else MINUS) + _symbol(currency) + number


def format_short(amount: int, *, currency: str, marks: Marks = PLAIN) -> str:
    """Write minor units in five letters or so, for a label in a chart: $0.41, $41, $4.1K, $12M."""
    whole, rest = divmod(abs(amount), MINOR_PER_MAJOR)
    if whole < SHORT_FROM:
        number = f"{whole}{marks.decimal}{rest:02}"
    else:
        number = _short(Decimal(abs(amount)) / MINOR_PER_MAJOR, marks)
    return (MINUS if amount < 0 else "") + _symbol(currency) + number


def format_about(amount: int, *, currency: str, marks: Marks = PLAIN) -> str:
    """Write an estimate in five letters or so, without cents from one whole on: $5, $41, $1.5K."""
    if abs(amount) < MINOR_PER_MAJOR:
        return format_short(amount, currency=currency, marks=marks)
    number = _short(Decimal(abs(amount)) / MINOR_PER_MAJOR, marks)
    return (MINUS if amount < 0 else "") + _symbol(currency) + number


def _short(major: Decimal, marks: Marks) -> str:
    for size, letter in STEPS:
        # 999,600 reads 1M, not 1000K.
        if major >= size * ROUNDS_UP_FROM:
            scaled = major / size
            digits = ONE_DECIMAL if scaled < SHORT_FROM else NO_DECIMAL
            number = str(scaled.quantize(digits)).removesuffix(".0")
            return number.replace(".", marks.decimal) + letter
    return str(major.quantize(NO_DECIMAL))


def plain_minor(amount: int) -> str:
    """Write minor units for a machine: 412000 → “4120.00”, −50 → “-0.50”."""
    whole, rest = divmod(abs(amount), MINOR_PER_MAJOR)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:02}"


def _grouped(whole: int, mark: str) -> str:
    return f"{whole:,}".replace(",", mark)


def _symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency}\N{NO-BREAK SPACE}")


def _sign(amount: int, *, is_signed: bool) -> str:
    if amount < 0:
        return MINUS
    return "+" if is_signed and amount > 0 else ""
