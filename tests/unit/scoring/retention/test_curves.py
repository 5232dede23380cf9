"""The curve between its points, and where people leave."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.retention import curve_of

CLIFF = [(0.0, 1.0), (4.0, 0.96), (6.0, 0.66), (20.0, 0.52), (21.0, 0.4), (30.0, 0.35)]


def test_the_largest_falls_come_first() -> None:
    drops = curve_of(CLIFF, seconds=30).drops
    assert [(drop.start, drop.end) for drop in drops] == [(4, 6), (20, 21)]
    assert [round(drop.lost, 2) for drop in drops] == [0.3, 0.12]


def test_a_steady_fall_has_no_place_where_people_leave() -> None:
    assert curve_of([(0, 1.0), (30, 0.4)], seconds=30).drops == ()


def test_what_a_viewer_sees_on_average() -> None:
    curve = curve_of([(0, 1.0), (10, 1.0), (10.5, 0.0), (20, 0.0)], seconds=20)
    assert curve.mean == 0.525
    assert curve.half_at == 11
    assert curve.kept == 0
    assert curve_of([(0, 1.0), (10, 0.6)], seconds=10).half_at is None


@pytest.mark.parametrize("seconds", [86_401, 3e6, 1e300])
def test_a_curve_has_no_more_than_a_days_seconds(seconds: float) -> None:
    curve = curve_of([(0, 1.0), (1, 0.9), (seconds, 0.5)], seconds=seconds)
    assert len(curve.shares) == 86_401


@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=60),
    st.floats(0.2, 900),
)
def test_drops_are_where_the_curve_falls(shares: list[float], seconds: float) -> None:
    step = seconds / (len(shares) - 1)
    curve = curve_of([(at * step, share) for at, share in enumerate(shares)], seconds=seconds)
    assert len(curve.shares) == max(1, round(seconds)) + 1
    assert 0 <= curve.mean <= 1
    for drop in curve.drops:
        assert drop.start < drop.end < len(curve.shares)
        assert drop.lost >= 0.03
        assert curve.shares[drop.start] - curve.shares[drop.end] == drop.lost
    ends = sorted((drop.start, drop.end) for drop in curve.drops)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
