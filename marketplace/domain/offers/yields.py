"""What money brought: cost per engagement and per thousand views, in minor units."""

from decimal import ROUND_HALF_EVEN, Decimal


def cost_per(cost: int, count: int | None, *, each: int = 1) -> int | None:
    """Return the cost of `each` of what was counted, rounded half to even; None for nothing."""
    if not count or count < 0:
        return None
    share = Decimal(cost) * each / count
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def total(counts: list[int | None]) -> int | None:
    """Return the sum of what is known; None when nothing is."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
