import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mstats

from scoring.domain.points.quantiles import commonest_share, steady_deviation, steady_median

numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80).map(sorted).map(np.array)


@given(st.integers(0, 1000), st.integers(2, 300))
def test_is_the_harrell_davis_median_of_scipy(seed, size):
    values = np.sort(np.random.default_rng(seed).normal(size=size))
    assert steady_median(values) == pytest.approx(float(mstats.hdmedian(values)), abs=1e-9)


@given(numbers, st.integers(1, 20))
def test_lies_within_the_values(values, effective):
    median = steady_median(values, effective=effective)
    slack = 1e-9 * max(1, np.abs(values).max())
    assert values[0] - slack <= median <= values[-1] + slack


def test_of_a_normal_sample_are_mean_and_standard_deviation():
    values = np.sort(np.random.default_rng(1).normal(5, 2, 200_000))
    median = steady_median(values, effective=10)
    assert median == pytest.approx(5, abs=0.03)
    assert steady_deviation(values, median) == pytest.approx(2, abs=0.03)


@given(numbers)
def test_the_commonest_share_is_a_count(values):
    expected = max(np.unique(values, return_counts=True)[1]) / len(values)
    assert commonest_share(values) == pytest.approx(expected)
