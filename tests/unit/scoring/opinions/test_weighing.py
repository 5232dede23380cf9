"""A model's opinion moves a value by at most the cap's share of its range."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.opinions import weigh

CAPS = st.floats(0, 1)
RANGES = st.sampled_from([(0.0, 1.0), (0.0, 100.0), (-1.0, 1.0)])


@st.composite
def cases(draw):
    low, high = draw(RANGES)
    value = draw(st.floats(low, high))
    opinion = draw(st.none() | st.floats() | st.floats(low, high))
    return value, opinion, draw(CAPS), low, high


@given(cases())
def test_an_opinion_never_moves_more_than_the_cap(case):
    value, opinion, cap, low, high = case
    moved = weigh(value, opinion, cap=cap, low=low, high=high)
    assert low <= moved <= high
    # The last bit of a sum may be rounded up.
    assert abs(moved - value) <= cap * (high - low) + 4 * math.ulp(high - low)


@given(cases())
def test_it_moves_towards_the_opinion_and_not_past_it(case):
    value, opinion, cap, low, high = case
    moved = weigh(value, opinion, cap=cap, low=low, high=high)
    if opinion is None or not math.isfinite(opinion):
        assert moved == value
    else:
        near, far = sorted((value, min(max(opinion, low), high)))
        assert near - 1e-9 <= moved <= far + 1e-9


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), CAPS)
def test_a_better_opinion_never_lowers(value, one, other, cap):
    worse, better = sorted((one, other))
    assert weigh(value, worse, cap=cap, high=100) <= weigh(value, better, cap=cap, high=100)


def test_without_a_cap_nothing_moves():
    assert weigh(0.4, 1.0, cap=0.0) == 0.4


@pytest.mark.parametrize("cap", [-0.1, 1.1, math.nan])
def test_a_cap_outside_its_range_is_refused(cap):
    with pytest.raises(ValueError, match="cap"):
        weigh(0.5, 0.5, cap=cap)


def test_an_empty_range_is_refused():
    with pytest.raises(ValueError, match="empty"):
        weigh(0.5, 0.5, cap=0.1, low=1.0, high=1.0)
