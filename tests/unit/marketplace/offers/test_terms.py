"""The house's commission."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.offers.terms import DEFAULT_PARAMETERS, LARGEST_FEE, Terms, part_of

FEES = st.integers(1, LARGEST_FEE)


def terms(**changes: object) -> Terms:
    return Terms.from_parameters(DEFAULT_PARAMETERS | changes)


@pytest.mark.parametrize(
    ("share", "least", "fee", "commission"),
    [
        ("0.10", 0, 50_000, 5_000),
        ("0.10", 0, 5, 0),
        ("0.10", 0, 15, 2),
        ("0.10", 0, 25, 2),
        ("0", 0, 50_000, 0),
        ("0.10", 300, 1_000, 300),
        ("0.10", 300, 0, 0),
    ],
)
def test_commission(share, least, fee, commission):
    rules = terms(commission=share, least_commission_minor=least)
    assert rules.commission_on(fee) == commission


@given(fee=FEES, share=st.decimals(0, Decimal("0.5"), places=4))
def test_commission_is_within_a_cent_of_its_share(fee, share):
    assert abs(terms(commission=str(share)).commission_on(fee) - fee * share) <= Decimal("0.5")


@given(fee=FEES, commission=st.integers(0, LARGEST_FEE), data=st.data())
def test_a_part_never_costs_more_than_all_and_all_is_all(fee, commission, data):
    due = data.draw(st.integers(1, fee))
    assert 0 <= part_of(commission, due=due, fee=fee) <= commission
    assert part_of(commission, due=fee, fee=fee) == commission
    assert part_of(commission, due=0, fee=fee) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"commission": 0.1},
        {"commission": "0.6"},
        {"commission": "-0.1"},
        {"commission": "NaN"},
        {"commission": "a tenth"},
        {"answer_days": 0},
        {"confirm_days": 0},
        {"least_commission_minor": -1},
        {"typo": 1},
    ],
)
def test_terms_that_make_no_sense_are_refused(changes):
    with pytest.raises(ValueError, match=r"must|know"):
        terms(**changes)
