"""What an open week may still become: what is sure, and what open judgements may add. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rewards.domain.bonus import BonusRate, Grade, round_minor
from rewards.domain.earnings import LineDraft


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenBase:
    """A base of an earlier week whose bonus isn't settled.

    `waiting` is what its last bonus line left for a good verdict; `is_graded` tells whether it has
    a letter at all. `rates` are those of the policy that paid it.
    """

    video_id: int
    week: str
    amount: int
    waiting: int
    is_graded: bool
    rates: Mapping[Grade, BonusRate]


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A sum in minor units: `low` is sure; the rest waits for a verdict or for a grade."""

    low: int
    for_originality: int
    for_grade: int

    @property
    def high(self) -> int:
        """Return the sum if every open judgement turns out well."""
        return self.low + self.for_originality + self.for_grade


def range_of(
    lines: Sequence[LineDraft],
    *,
    earlier: Iterable[OpenBase],
    gets_grade: bool,
    rates: Mapping[Grade, BonusRate],
) -> Range:
    """Return what a video's lines come to. `earlier` are its open bases of closed weeks.

    `gets_grade` says that the video has no letter yet and may get one before the week closes.
    """
    said = {line.base_week for line in lines if line.base_week}
    left = [base for base in earlier if base.week not in said]
    waiting = sum(line.waiting for line in lines) + sum(base.waiting for base in left)
    for_grade = 0
    if gets_grade:
        new = sum(line.amount for line in lines if line.counted is not None)
        for_grade = _best(new, rates) + sum(
            _best(base.amount, base.rates) for base in left if not base.is_graded
        )
    return Range(
        low=sum(line.amount for line in lines) + min(waiting, 0) + min(for_grade, 0),
        for_originality=max(waiting, 0),
        for_grade=max(for_grade, 0),
    )


def _best(amount: int, rates: Mapping[Grade, BonusRate]) -> int:
    """Return the largest bonus on a base (of a correction: the largest that goes with it)."""
    best = max((rate.original for rate in rates.values()), default=Decimal(0))
    return round_minor(amount * best)
