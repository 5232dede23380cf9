"""Places in a cohort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.quality.cohorts import place_in, quantile_grid

ratings = st.floats(0, 100).map(lambda value: round(value, 2))


@given(st.lists(ratings, min_size=30, max_size=300), ratings)
def test_a_place_is_about_the_share_that_rates_lower(values, value):
    place = place_in(quantile_grid(values), value)
    known = np.array(values)
    lower, upto = (known < value).mean(), (known <= value).mean()
    # The grid has steps of 1 %, and interpolates between neighbours.
    step = 0.0101 + 1 / (len(values) - 1)
    assert lower - step <= place <= upto + step


@given(st.lists(ratings, min_size=30, max_size=60), ratings, ratings)
def test_a_higher_rating_never_stands_lower(values, one, other):
    grid = quantile_grid(values)
    low, high = sorted((one, other))
    assert place_in(grid, low) <= place_in(grid, high)


def test_of_equals_half_count_as_lower():
    assert place_in(quantile_grid([70.0] * 40), 70.0) == 0.5


def test_nobody_has_no_spread():
    with pytest.raises(ValueError, match="without videos"):
        quantile_grid([])
