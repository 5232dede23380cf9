"""What a video that isn't posted yet would be paid."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.bonus import base_pay
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms
from rewards.domain.prospect import EXAMPLE_VIEWS, Prospect, prospect, typical

VIEWS = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30)


def rules(**changes: object) -> PayPolicy:
    return PayPolicy.from_parameters({**DEFAULT_PARAMETERS, **changes}, sha256="")


def outlook(policy: PayPolicy, *, views: list[int], seconds: int = 20, tier: str = "") -> Prospect:
    terms = VideoTerms(
        platform="tiktok", market="", niche="food", tier=tier, seconds=seconds, age_days=0
    )
    return prospect(policy, version="pay-1", terms=terms, views=views, age_days=7)


def test_the_worked_example_holds_to_the_cent() -> None:
    """222,222 views at 45 cents are 100.00; an original A adds 20.00, one that isn't 10.00."""
    found = outlook(rules(), views=[222_222])
    a, b, *others = found.grades
    assert found.base == 100_00
    assert (a.letter, a.rate_original, a.bonus_original) == ("A", Decimal("0.20"), 20_00)
    assert (a.rate_not_original, a.bonus_not_original) == (Decimal("0.10"), 10_00)
    assert (b.bonus_original, b.bonus_not_original) == (10_00, 5_00)
    assert [one.bonus_original for one in others] == [0, 0, 0]


def test_a_tier_is_in_the_rate() -> None:
    found = outlook(rules(), views=[10_000], tier="gold")
    assert (found.tier_step, found.rpm_minor) == (Decimal("1.05"), Decimal("47.25"))


def test_what_isnt_paid_is_zero_at_every_grade() -> None:
    policy = rules(qualified_views={"min_seconds": 30, "max_age_days": 0})
    found = outlook(policy, views=[10_000])
    assert (found.unpaid_rule, found.base, found.base_high) == ("too_short", 0, 0)
    assert {one.bonus_original for one in found.grades} == {0}


def test_without_earlier_videos_it_is_an_example() -> None:
    found = outlook(rules(), views=[])
    assert found.views.is_example
    assert found.views.middle == EXAMPLE_VIEWS
    assert found.base == base_pay(EXAMPLE_VIEWS, rpm_minor="45")


@pytest.mark.parametrize(
    ("views", "middle", "low", "high"),
    [
        ([7], 7, 7, 7),
        ([1, 4], 2, 1, 4),
        ([5, 1, 3], 3, 1, 5),
        ([1, 2, 3, 4, 5], 3, 2, 4),
    ],
)
def test_the_middle_and_its_quarters(views: list[int], middle: int, low: int, high: int) -> None:
    found = typical(views)
    assert (found.middle, found.low, found.high) == (middle, low, high)


@given(VIEWS)
def test_the_quarters_lie_around_the_middle(views: list[int]) -> None:
    found = typical(views)
    assert min(views) <= found.low <= found.middle <= found.high <= max(views)
    assert found.videos == len(views)


@given(VIEWS)
def test_a_better_grade_and_more_views_never_pay_less(views: list[int]) -> None:
    found = outlook(rules(), views=views)
    bonuses = [one.bonus_original for one in found.grades]
    assert bonuses == sorted(bonuses, reverse=True)
    assert all(one.bonus_not_original <= one.bonus_original for one in found.grades)
    assert found.base_low <= found.base <= found.base_high
