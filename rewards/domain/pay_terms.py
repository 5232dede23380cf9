"""The pay policy in force, as anyone may read it. Amounts are in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rewards.domain.bonus import Grade, Originality, base_pay, bonus
from rewards.domain.pay_policy import PayPolicy

EXAMPLE_BASE = 100_00


@dataclass(frozen=True, kw_only=True, slots=True)
class RateTerms:
    """Pay per 1,000 qualified views for the videos that match; `match` is empty for all others."""

    rpm_minor: Decimal
    match: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class BonusTerms:
    """The share of base that a grade adds."""

    letter: str
    original: Decimal
    not_original: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class PayExample:
    """A video worked through: `base` = views x RPM / 1000, `bonus` for the best grade, original."""

    views: int
    rpm_minor: Decimal
    base: int
    letter: str
    rate: Decimal
    bonus: int

    @property
    def total(self) -> int:
        """Return base and bonus together."""
        return self.base + self.bonus


@dataclass(frozen=True, kw_only=True, slots=True)
class PayTerms:
    """The rules of pay. `min_seconds` and `max_age_days` are 0 where there is no such rule."""

    version: str
    sha256: str
    currency: str
    rates: tuple[RateTerms, ...]
    bonuses: tuple[BonusTerms, ...]
    min_seconds: int
    max_age_days: int
    review_days: int
    min_payout_minor: int
    tier_steps: Mapping[str, Decimal]
    example: PayExample


def pay_terms(policy: PayPolicy, *, version: str) -> PayTerms:
    """Return a policy's terms: the rate that outranks others first, best grade first."""
    return PayTerms(
        version=version,
        sha256=policy.sha256,
        currency=policy.currency,
        rates=tuple(
            RateTerms(rpm_minor=rule.rpm_minor, match=dict(rule.match))
            for rule in sorted(policy.rpm, key=lambda rule: -rule.rank)
        ),
        bonuses=tuple(
            BonusTerms(letter=str(letter), original=rate.original, not_original=rate.not_original)
            for letter, rate in sorted(policy.bonus.items())
        ),
        min_seconds=policy.min_seconds,
        max_age_days=policy.max_age_days,
        review_days=policy.review_days,
        min_payout_minor=policy.min_payout_minor,
        tier_steps=dict(policy.tier_steps),
        example=_example(policy),
    )


def _example(policy: PayPolicy) -> PayExample:
    """Work a video through whose views come to a round base at the general rate."""
    general = next(rule for rule in policy.rpm if not rule.match)
    views = round(EXAMPLE_BASE * 1000 / general.rpm_minor) if general.rpm_minor else 0
    base = base_pay(views, rpm_minor=general.rpm_minor)
    letter = max(policy.bonus, key=lambda name: policy.bonus[name].original, default=Grade.A)
    extra = bonus(base, grade=letter, originality=Originality.ORIGINAL, rates=policy.bonus)
    return PayExample(
        views=views,
        rpm_minor=general.rpm_minor,
        base=base,
        letter=str(letter),
        rate=extra.rate.original,
        bonus=extra.sure,
    )
