"""What holds kept that turned out to be wrong, and what was given for it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class HeldInError:
    """Sums over holds of cases that fell. Money in minor units by currency.

    `largest` is the largest share, 0 to 1, that one creator has in any of the sums. `apologies`
    were credited in the period, each with some of `apology_points`.
    """

    creators: int = 0
    money: Mapping[str, int] = field(default_factory=dict)
    points: int = 0
    largest: float = 0.0
    apologies: int = 0
    apology_points: int = 0


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line that a hold kept apart, as one payout part lists it."""

    creator_id: int
    currency: str
    line_id: int
    amount: int


def sums_by_creator(lines: Iterable[KeptLine]) -> dict[str, dict[int, int]]:
    """Return what was kept by currency and creator: each line once, as most of it was kept.

    A part that was decided on later keeps less of the same line, so a line may be listed again.
    """
    kept: dict[int, KeptLine] = {}
    for line in lines:
        known = kept.get(line.line_id)
        if known is None or abs(line.amount) > abs(known.amount):
            kept[line.line_id] = line
    sums: dict[str, dict[int, int]] = {}
    for line in kept.values():
        of_currency = sums.setdefault(line.currency, {})
        of_currency[line.creator_id] = of_currency.get(line.creator_id, 0) + line.amount
    return {
        currency: {creator: amount for creator, amount in found.items() if amount > 0}
        for currency, found in sums.items()
    }


def summed(
    money: Mapping[str, Mapping[int, int]],
    points: Mapping[int, int],
    *,
    apologies: int,
    apology_points: int,
) -> HeldInError:
    """Put sums by creator together."""
    parts = [*money.values(), {one: count for one, count in points.items() if count > 0}]
    filled = [part for part in parts if part]
    return HeldInError(
        creators=len({creator for part in filled for creator in part}),
        money={name: sum(part.values()) for name, part in sorted(money.items()) if part},
        points=sum(points.values()),
        largest=max((max(part.values()) / sum(part.values()) for part in filled), default=0.0),
        apologies=apologies,
        apology_points=apology_points,
    )
