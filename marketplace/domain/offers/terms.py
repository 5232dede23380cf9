"""The terms of offers: the house's commission, and how long each side has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any, Final

from creatorspark.lib.parameters import check_names, whole

# Ten million in any currency: more than that is a slip of the finger.
LARGEST_FEE: Final = 1_000_000_000
# How long the work takes where nobody named a day, and when work nobody showed is given up.
USUAL_WORK: Final = timedelta(days=30)
GIVEN_UP_AFTER: Final = timedelta(days=60)
MOST_COMMISSION: Final = Decimal("0.5")
DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "commission": "0.10",
    "least_commission_minor": 0,
    "answer_days": 7,
    "confirm_days": 7,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a policy says of offers.

    The brand pays the `commission`, a share of the fee, on top of it: what is offered is what the
    creator gets. `confirm_days` after the last delivery, work nobody objects to counts as done.
    """

    commission: Decimal
    least_commission: int
    answer_days: int
    confirm_days: int

    @classmethod
    def from_parameters(cls, given: Mapping[str, Any]) -> "Terms":
        """Return the terms that parameters state. Raises ValueError with a sentence."""
        check_names(given, title="A commission policy", wanted=DEFAULT_PARAMETERS)
        return cls(
            commission=_share(given["commission"]),
            least_commission=whole(
                given, name="least_commission_minor", low=0, high=LARGEST_FEE // 100
            ),
            answer_days=whole(given, name="answer_days", low=1, high=90),
            confirm_days=whole(given, name="confirm_days", low=1, high=90),
        )

    @property
    def confirm_after(self) -> timedelta:
        """How long a brand may stay silent about what was delivered."""
        return timedelta(days=self.confirm_days)

    def commission_on(self, fee: int) -> int:
        """Return the house's share of a fee, in minor units, rounded half to even."""
        if fee <= 0:
            return 0
        share = (fee * self.commission).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
        return max(int(share), self.least_commission)


def part_of(commission: int, *, due: int, fee: int) -> int:
    """Return the commission on the part of a fee that is due, never more than was agreed.

    All in minor units, rounded half to even.
    """
    if fee <= 0:
        return 0
    share = (Decimal(commission) * due / fee).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return min(commission, int(share))


def _share(given: object) -> Decimal:
    try:
        share = Decimal(given) if isinstance(given, str) else None
    except InvalidOperation:
        share = None
    if share is None or not share.is_finite() or not 0 <= share <= MOST_COMMISSION:
        raise ValueError(
            f"commission must be a share written as text, from 0 to {MOST_COMMISSION}, like “0.10”."
        )
    return share
