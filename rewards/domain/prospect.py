"""What a video that isn't posted yet would be paid at each grade, if seen as others were. Pure.

Nothing of it is a promise: the views are those of a creator's own earlier videos.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles
from typing import Final

from rewards.domain.bonus import Grade, Originality, base_pay, bonus
from rewards.domain.pay_policy import PayPolicy, VideoTerms

LETTERS: Final = (Grade.A, Grade.B, Grade.C, Grade.D, Grade.E)
# What is worked through for a creator without graded videos.
EXAMPLE_VIEWS: Final = 10_000
FEWEST_FOR_QUARTERS: Final = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class TypicalViews:
    """Views at scoring age: the middle of `videos` earlier ones, and where half of them lie.

    `videos` is 0 where there are none; `middle` is an example then.
    """

    middle: int
    low: int
    high: int
    videos: int

    @property
    def is_example(self) -> bool:
        """Whether these views are nobody's."""
        return self.videos == 0


@dataclass(frozen=True, kw_only=True, slots=True)
class GradeProspect:
    """What a grade would add to `base`, in minor units: in full when original, less when not."""

    letter: str
    rate_original: Decimal
    rate_not_original: Decimal
    bonus_original: int
    bonus_not_original: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """What a video would be paid for its views up to scoring age (`age_days`).

    `base` = `rpm_minor` x `views.middle` / 1000, in minor units; `base_low` and `base_high` are
    those of the views between which half of the earlier videos lie. `min_seconds` and
    `max_age_days` are 0 where there is no such rule. `unpaid_rule` is too_short or
    empty: then nothing would be paid. `tier_step` multiplies the rate and is in `rpm_minor`.
    `version` is empty where no policy pays yet: the terms are a new installation's.
    """

    version: str
    sha256: str
    currency: str
    views: TypicalViews
    age_days: int
    platform: str
    market: str
    niche: str
    tier: str
    tier_step: Decimal
    rpm_minor: Decimal
    min_seconds: int
    max_age_days: int
    unpaid_rule: str
    base: int
    base_low: int
    base_high: int
    grades: tuple[GradeProspect, ...]


def typical(views: Sequence[int]) -> TypicalViews:
    """Return the middle of earlier videos' views, and the quarters around it."""
    if not views:
        return TypicalViews(middle=EXAMPLE_VIEWS, low=EXAMPLE_VIEWS, high=EXAMPLE_VIEWS, videos=0)
    ranked = sorted(views)
    middle = (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) // 2
    low, high = float(ranked[0]), float(ranked[-1])
    if len(ranked) >= FEWEST_FOR_QUARTERS:
        low, _half, high = quantiles(ranked, n=4, method="inclusive")
    return TypicalViews(middle=middle, low=int(low), high=int(high), videos=len(ranked))


def prospect(
    policy: PayPolicy, *, version: str, terms: VideoTerms, views: Sequence[int], age_days: int
) -> Prospect:
    """Return what a video on these terms would be paid for views like these, grade by grade."""
    usual = typical(views)
    rpm = policy.rpm_for(terms)
    why = policy.why_unpaid(terms)

    def base_of(count: int) -> int:
        return 0 if why else base_pay(count, rpm_minor=rpm)

    base = base_of(usual.middle)
    return Prospect(
        version=version,
        sha256=policy.sha256,
        currency=policy.currency,
        views=usual,
        age_days=age_days,
        platform=terms.platform,
        market=terms.market,
        niche=terms.niche,
        tier=terms.tier,
        tier_step=_step(policy.tier_steps, terms.tier),
        rpm_minor=rpm,
        min_seconds=policy.min_seconds,
        max_age_days=policy.max_age_days,
        unpaid_rule=why,
        base=base,
        base_low=base_of(usual.low),
        base_high=base_of(usual.high),
        grades=tuple(_at(letter, base, policy) for letter in LETTERS),
    )


def _step(steps: Mapping[str, Decimal], tier: str) -> Decimal:
    return steps.get(tier, Decimal(1))


def _at(letter: Grade, base: int, policy: PayPolicy) -> GradeProspect:
    full = bonus(base, grade=letter, originality=Originality.ORIGINAL, rates=policy.bonus)
    less = bonus(base, grade=letter, originality=Originality.NOT_ORIGINAL, rates=policy.bonus)
    return GradeProspect(
        letter=str(letter),
        rate_original=full.rate.original,
        rate_not_original=full.rate.not_original,
        bonus_original=full.sure,
        bonus_not_original=less.sure,
    )
