"""The threshold from labelled videos, with honest intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.originality.calibration import calibrate

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@settings(deadline=None)
@given(copies=SCORES, innocent=SCORES, share=st.sampled_from([0.0, 0.01, 0.1]))
def test_no_more_are_accused_than_allowed(copies, innocent, share):
    set_to = calibrate(copies, innocent, accused_at_most=share)
    assert set_to.accused <= share
    assert set_to.found == np.mean([score >= set_to.threshold for score in copies])


@settings(deadline=None)
@given(copies=SCORES, innocent=SCORES)
def test_the_curve_only_falls(copies, innocent):
    curve = calibrate(copies, innocent).curve
    assert [point.found for point in curve] == sorted((p.found for p in curve), reverse=True)
    assert [point.accused for point in curve] == sorted((p.accused for p in curve), reverse=True)


def test_one_in_a_hundred_may_be_wrong():
    innocent = [number / 1000 for number in range(200)]
    set_to = calibrate([0.9, 0.1], innocent)
    assert 0.197 < set_to.threshold < 0.198
    assert (set_to.accused, set_to.found) == (0.01, 0.5)
    assert set_to.low <= set_to.threshold <= set_to.high


def test_few_innocent_videos_leave_much_open():
    assert calibrate([0.9], [0.1] * 10).accused_high == pytest.approx(0.308, abs=0.001)
    assert calibrate([0.9], [0.1] * 1000).accused_high < 0.004


def test_the_same_labels_give_the_same_answer():
    random = np.random.default_rng(1)
    copies, innocent = list(random.uniform(0.5, 1, 40)), list(random.uniform(0, 0.6, 90))
    assert calibrate(copies, innocent) == calibrate(copies, innocent)


@pytest.mark.parametrize(("copies", "innocent"), [([], [0.1]), ([0.1], [])])
def test_nothing_to_go_by_is_refused(copies, innocent):
    with pytest.raises(ValueError, match="needs both"):
        calibrate(copies, innocent)
