"""Intervals on a stage of 100 units: from zero, on a round scale, nothing outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.portals.learn.fairness_drawing import WIDTH, scale_for

shares = st.floats(0, 1, allow_nan=False)


@given(highs=st.lists(shares, max_size=8), best=shares)
def test_everything_fits_and_the_mark_is_four_fifths_of_the_best(
    highs: list[float], best: float
) -> None:
    scale = scale_for(highs, best=best)
    assert max([*highs, best]) <= scale.top <= 1
    assert scale.mark == pytest.approx(0.8 * WIDTH * best / scale.top, abs=0.01)
    for high in highs:
        bar = scale.bar(high / 2, 0.0, high)
        assert 0 == bar.low <= bar.dot <= bar.high <= WIDTH


@pytest.mark.parametrize(("highest", "top"), [(0.0, 0.01), (0.3, 0.3), (0.31, 0.4), (1.0, 1.0)])
def test_the_scale_ends_on_a_round_share(highest: float, top: float) -> None:
    assert scale_for([highest], best=0.0).top == top
