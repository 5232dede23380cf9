"""What other rules would have paid for past weeks, worked out from the lines that were paid.

A row is a video and a week: the line on its views, and what the bonus lines on that base paid so
far. The draft is taken to rule from the first of these weeks on; what earlier weeks paid stays.
Replaying the very rules that paid gives back every sum to the cent. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rewards.domain.bonus import NO_BONUS, BonusRate, Grade, Originality, base_pay
from rewards.domain.pay_policy import PayPolicy, VideoTerms

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# Codes of the columns below. The first letter stands for “not graded yet”.
LETTERS: Final = ("", *Grade)
VERDICTS: Final = tuple(Originality)
GRADED: Final = tuple(LETTERS.index(letter) for letter in "ABCDE")
NOT_KNOWN: Final = -1
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class RateKey:
    """What of a video's terms decides its RPM."""

    platform: str
    market: str
    niche: str
    tier: str


@dataclass(frozen=True, kw_only=True)
class PaidWeeks:
    """Paid lines as columns, by video and then week. Amounts are in minor units.

    `gained` views are below zero where a counter fell. `seconds` is -1 and `score` NaN where it
    isn't known. `key`, `rpm_before` and the policies are positions in `keys`, `rpms` and
    `policies`. `policy` is the one that the line names; `rpm_before` and `policy_before` say how
    the video's views were last paid before these weeks (-1: they weren't).
    """

    video: IntArray
    creator: IntArray
    week: IntArray
    gained: IntArray
    unpaid_before: IntArray
    seconds: IntArray
    age_days: IntArray
    key: IntArray
    policy: IntArray
    rpm_before: IntArray
    policy_before: IntArray
    base: IntArray
    bonus: IntArray
    waiting: IntArray
    letter: IntArray
    score: FloatArray
    originality: IntArray
    keys: Sequence[RateKey]
    rpms: Sequence[str]
    policies: Sequence[PayPolicy]

    def __len__(self) -> int:
        return len(self.video)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What each row would have been paid, in minor units, and the letter it rests on."""

    base: IntArray
    bonus: IntArray
    waiting: IntArray
    letter: IntArray

    @property
    def total(self) -> IntArray:
        """Return base and bonus together."""
        return self.base + self.bonus


def as_paid(rows: PaidWeeks) -> Replayed:
    """Return what was paid, in the form of a replay."""
    return Replayed(base=rows.base, bonus=rows.bonus, waiting=rows.waiting, letter=rows.letter)


def replay(
    rows: PaidWeeks,
    *,
    pay: PayPolicy | None = None,
    cutoffs: Mapping[str, float] | None = None,
) -> Replayed:
    """Return what a pay policy, other cut-offs of the grade, or both would have paid.

    Without `pay` the policies that paid stay; without `cutoffs` (score at which A to D begin)
    the letters stay.
    """
    letter = rows.letter if cutoffs is None else _letters(rows, cutoffs)
    if pay is None:
        base, policy, rules = rows.base, rows.policy, rows.policies
    else:
        rules = (*rows.policies, pay)
        base, policy = _bases(rows, pay=pay, code=len(rows.policies))
    bonus, waiting = _bonuses(base, letter, rows.originality, policy, rules=rules)
    return Replayed(base=base, bonus=bonus, waiting=waiting, letter=letter)


def half_even(values: IntArray, *, times: IntArray, over: int) -> IntArray:
    """Return values x times / over, rounded half to even, exactly. `over` is above zero."""
    if not len(values):
        return values.astype(np.int64)
    largest = int(np.abs(values).max()) * int(np.abs(times).max())
    wide: Any = np.int64 if max(largest, over) < _LARGEST else object
    exact = values.astype(wide) * times.astype(wide)
    whole, rest = exact // over, exact % over
    up = (rest > over - rest) | ((rest == over - rest) & (whole % 2 == 1))
    return np.asarray(whole + up, np.int64)


def _letters(rows: PaidWeeks, cutoffs: Mapping[str, float]) -> IntArray:
    """Return the letter of each stored score; what has none keeps what was said."""
    rising = np.array([cutoffs[letter] for letter in "DCBA"])
    codes = np.array(GRADED[::-1])
    graded = np.isin(rows.letter, GRADED) & ~np.isnan(rows.score)
    places = np.searchsorted(rising, np.where(graded, rows.score, 0.0), side="right")
    return np.where(graded, codes[places], rows.letter).astype(np.int64)


def _bases(rows: PaidWeeks, *, pay: PayPolicy, code: int) -> tuple[IntArray, IntArray]:
    """Return the base of each row and the position of the policy whose bonus rates apply."""
    too_short = (rows.seconds != NOT_KNOWN) & (rows.seconds < pay.min_seconds)
    too_old = (rows.age_days > pay.max_age_days) if pay.max_age_days else np.zeros_like(too_short)
    unpaid = np.where(too_short | too_old, rows.gained, 0)
    rates = [pay.rpm_for(_terms(key)) for key in rows.keys]
    scaled, scale = _scaled(rates)
    base = half_even(rows.gained - unpaid, times=scaled[rows.key], over=1000 * scale)
    policy = np.full(len(rows), code, np.int64)
    _take_back(rows, unpaid=unpaid, rates=rates, base=base, policy=policy)
    return base, policy


def _take_back(
    rows: PaidWeeks,
    *,
    unpaid: IntArray,
    rates: Sequence[Decimal],
    base: IntArray,
    policy: IntArray,
) -> None:
    """Fill in the falls: views no rule paid go first, the rest as they were last paid.

    Where the draft paid none of these weeks' views, the last to be paid lie before them; what was
    never paid can't be taken back.
    """
    fell = rows.gained < 0
    if not fell.any():
        return
    last, left = NOT_KNOWN, 0
    paid_at = NOT_KNOWN
    for row in np.flatnonzero(np.isin(rows.video, rows.video[fell])).tolist():
        video, gained = int(rows.video[row]), int(rows.gained[row])
        if video != last:
            last, left, paid_at = video, int(rows.unpaid_before[row]), NOT_KNOWN
        if gained >= 0:
            left += int(unpaid[row])
            paid_at = row if gained > unpaid[row] else paid_at
            continue
        free = min(-gained, left)
        left -= free
        if paid_at != NOT_KNOWN:
            base[row] = base_pay(gained + free, rpm_minor=rates[int(rows.key[paid_at])])
        elif rows.rpm_before[row] != NOT_KNOWN:
            policy[row] = rows.policy_before[row]
            base[row] = base_pay(gained + free, rpm_minor=rows.rpms[rows.rpm_before[row]])
        else:
            base[row] = 0


def _bonuses(
    base: IntArray,
    letter: IntArray,
    originality: IntArray,
    policy: IntArray,
    *,
    rules: Sequence[PayPolicy],
) -> tuple[IntArray, IntArray]:
    """Return what is sure and what waits for a verdict, as `bonus.bonus` works them out."""
    table = [_rate(rule, name) for rule in rules for name in LETTERS]
    full, full_scale = _scaled([rate.original for rate in table])
    low, low_scale = _scaled([rate.not_original for rate in table])
    place = policy * len(LETTERS) + letter
    whole = half_even(base, times=full[place], over=full_scale)
    half = half_even(base, times=low[place], over=low_scale)
    is_original = originality == VERDICTS.index(Originality.ORIGINAL)
    is_pending = originality == VERDICTS.index(Originality.PENDING)
    return np.where(is_original, whole, half), np.where(is_pending, whole - half, 0)


def _rate(rule: PayPolicy, letter: str) -> BonusRate:
    return rule.bonus.get(Grade(letter), NO_BONUS) if letter else NO_BONUS


def _terms(key: RateKey) -> VideoTerms:
    return VideoTerms(
        platform=key.platform,
        market=key.market,
        niche=key.niche,
        tier=key.tier,
        seconds=None,
        age_days=0,
    )


def _scaled(rates: Sequence[Decimal]) -> tuple[IntArray, int]:
    """Return rates as whole numbers over one power of ten."""
    places = max((-int(rate.as_tuple().exponent) for rate in rates), default=0)
    scale = 10 ** max(places, 0)
    whole = [int(Fraction(rate) * scale) for rate in rates]
    fits = max((abs(value) for value in whole), default=0) < _LARGEST
    return np.array(whole, np.int64 if fits else object), scale


def silent(rows: PaidWeeks) -> BoolArray:
    """Return where lines don't say the whole judgement, because no bonus could follow from it.

    No bonus line is written on a base of zero, nor when the verdict on a grade without bonus
    comes. Under other rules both may matter, so there the judgement itself must be asked.
    """
    earns = np.array(
        [_rate(rule, letter) != NO_BONUS for rule in rows.policies for letter in LETTERS], bool
    )
    said = rows.letter != 0
    unearned = ~earns[rows.policy * len(LETTERS) + rows.letter] if len(earns) else said
    asked: BoolArray = np.where(said, unearned, rows.base == 0)
    return asked
