"""The bonus table of the pay policy, to the cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.allocation import split_by_largest_remainder
from rewards.domain.bonus import BonusRate, Grade, Originality, base_pay, bonus, remainder

RATES = {
    Grade.A: BonusRate(original=Decimal("0.20"), not_original=Decimal("0.10")),
    Grade.B: BonusRate(original=Decimal("0.10"), not_original=Decimal("0.05")),
}
VERDICTS = [Originality.ORIGINAL, Originality.NOT_ORIGINAL, Originality.NOT_JUDGEABLE]


def test_the_worked_example_holds_to_the_cent() -> None:
    result = bonus(100_00, grade=Grade.A, originality=Originality.ORIGINAL, rates=RATES)
    assert result.sure == 20_00
    assert 100_00 + result.sure == 120_00


@pytest.mark.parametrize(
    ("grade", "originality", "cents"),
    [
        (Grade.A, Originality.NOT_ORIGINAL, 10_00),
        (Grade.B, Originality.ORIGINAL, 10_00),
        (Grade.B, Originality.NOT_ORIGINAL, 5_00),
        (Grade.B, Originality.NOT_JUDGEABLE, 5_00),
        (Grade.C, Originality.ORIGINAL, 0),
        (Grade.E, Originality.ORIGINAL, 0),
        (Grade.TOO_EARLY, Originality.ORIGINAL, 0),
        (Grade.NEEDS_REVIEW, Originality.ORIGINAL, 0),
    ],
)
def test_the_table(grade: Grade, originality: Originality, cents: int) -> None:
    result = bonus(100_00, grade=grade, originality=originality, rates=RATES)
    assert (result.sure, result.waiting) == (cents, 0)


def test_pending_pays_the_sure_half_and_names_the_rest() -> None:
    result = bonus(100_00, grade=Grade.A, originality=Originality.PENDING, rates=RATES)
    assert (result.sure, result.waiting) == (10_00, 10_00)


def test_base_rounds_half_to_even() -> None:
    assert base_pay(500, rpm_minor=Decimal(5)) == 2
    assert base_pay(1500, rpm_minor=Decimal(5)) == 8
    assert base_pay(-500, rpm_minor=Decimal(5)) == -2


@given(
    base=st.integers(min_value=0, max_value=10**12),
    grade=st.sampled_from(list(Grade)),
    verdict=st.sampled_from(VERDICTS),
)
def test_waiting_for_a_verdict_never_changes_the_total(
    base: int, grade: Grade, verdict: Originality
) -> None:
    early = bonus(base, grade=grade, originality=Originality.PENDING, rates=RATES)
    late = remainder(base, grade=grade, verdict=verdict, paid_minor=early.sure, rates=RATES)
    assert 0 <= late <= early.waiting
    assert early.sure + late == bonus(base, grade=grade, originality=verdict, rates=RATES).sure


def test_a_rate_that_rewards_copying_is_refused() -> None:
    with pytest.raises(ValueError, match="never lowers"):
        BonusRate(original=Decimal("0.1"), not_original=Decimal("0.2"))


@given(
    total=st.integers(min_value=0, max_value=10**15),
    weights=st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=60),
)
def test_a_split_conserves_the_total_and_stays_within_one(total: int, weights: list[int]) -> None:
    parts = split_by_largest_remainder(total, weights=weights)
    assert sum(parts) == total
    if whole := sum(weights):
        assert all(
            abs(part - Fraction(total * weight, whole)) < 1
            for part, weight in zip(parts, weights, strict=True)
        )


def test_nobody_to_split_over_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody"):
        split_by_largest_remainder(1, weights=[])
