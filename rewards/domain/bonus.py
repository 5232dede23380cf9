"""Base pay and bonus of one video and week, in whole minor units.

Source: the pay policy (base = RPM x qualified views / 1000; bonus = rate x base by grade and
originality). Rounding is half-even, once, at the line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum


class Grade(StrEnum):
    """Engagement grades, and the two states that earn no bonus but are no letter."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    TOO_EARLY = "too_early"
    NEEDS_REVIEW = "needs_review"


class Originality(StrEnum):
    """What is known about originality when a line is written."""

    ORIGINAL = "original"
    NOT_ORIGINAL = "not_original"
    PENDING = "pending"
    NOT_JUDGEABLE = "not_judgeable"


@dataclass(frozen=True, kw_only=True)
class BonusRate:
    """Share of base added for a grade: in full when original, reduced when not."""

    original: Decimal
    not_original: Decimal

    def __post_init__(self) -> None:
        if not Decimal(0) <= self.not_original <= self.original:
            raise ValueError("A bonus rate is never negative, and originality never lowers it.")


NO_BONUS = BonusRate(original=Decimal(0), not_original=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Bonus:
    """A bonus in minor units: what is sure now, and what waits for the originality verdict."""

    sure: int
    waiting: int
    rate: BonusRate


def round_minor(amount: Decimal) -> int:
    """Round an amount in minor units to a whole one, half to even."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def base_pay(qualified_views: int, *, rpm_minor: Decimal | str) -> int:
    """Return pay in minor units for views gained; `rpm_minor` is per 1,000 qualified views.

    A negative number of views (a counter that fell) gives the negative amount of the correction.
    """
    return round_minor(Decimal(rpm_minor) * qualified_views / 1000)


def bonus(
    base_minor: int,
    *,
    grade: Grade,
    originality: Originality,
    rates: Mapping[Grade, BonusRate],
) -> Bonus:
    """Return the bonus on a base. While originality is pending only the lower sum is sure.

    "Not judgeable" pays the sure part and waits for nothing: silence is never read as original.
    """
    rate = rates.get(grade, NO_BONUS)
    full = round_minor(base_minor * rate.original)
    lower = round_minor(base_minor * rate.not_original)
    if originality is Originality.ORIGINAL:
        return Bonus(sure=full, waiting=0, rate=rate)
    waiting = full - lower if originality is Originality.PENDING else 0
    return Bonus(sure=lower, waiting=waiting, rate=rate)


def remainder(
    base_minor: int,
    *,
    grade: Grade,
    verdict: Originality,
    paid_minor: int,
    rates: Mapping[Grade, BonusRate],
) -> int:
    """Return what is still due on a base once the verdict is in, given what was already paid.

    Paid and due always add up to the bonus that a verdict known from the start would have given.
    """
    due = bonus(base_minor, grade=grade, originality=verdict, rates=rates).sure
    return due - paid_minor
