"""Votes of points: those that agree on a turn and a size count together, others don't."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.originality.tables import Hits
from scoring.domain.originality.turning import agreeing_votes, note_of, read_note

RANDOM = np.random.default_rng(8)
COUNT = 40
ANGLE, SIZE = RANDOM.uniform(0, 6.28, COUNT), RANDOM.uniform(-5, -2, COUNT)


def votes(there_angle, there_size, *, distance=8):
    hits = Hits(
        np.arange(COUNT),
        np.full(COUNT, 7),
        note_of(there_angle, there_size).astype(np.int64),
        np.full(COUNT, distance),
    )
    plain = np.zeros(COUNT, bool)
    return agreeing_votes(hits, angle=ANGLE, size=SIZE, mirrored=plain).get(7, 0.0)


@given(angle=st.floats(-20, 20), size=st.floats(-7.9, -0.1))
def test_a_note_keeps_angle_and_size(angle, size):
    kept_angle, kept_size = read_note(note_of(np.array([angle]), np.array([size])).astype(int))
    assert np.cos(kept_angle[0] - angle) > 0.999
    assert kept_size[0] == pytest.approx(size, abs=0.02)


@given(turn=st.floats(0, 6.28), grown=st.floats(-1.5, 1.5))
def test_points_turned_and_scaled_alike_all_count(turn, grown):
    noise = RANDOM.normal(0, 0.05, COUNT)
    assert votes(ANGLE + turn + noise, SIZE + grown + noise) > 0.7 * votes(ANGLE, SIZE)


def test_points_that_disagree_hardly_count():
    scattered = votes(RANDOM.uniform(0, 6.28, COUNT), RANDOM.uniform(-5, -2, COUNT))
    assert scattered < 0.2 * votes(ANGLE, SIZE)


def test_closer_codes_count_more():
    assert votes(ANGLE, SIZE, distance=4) > 2 * votes(ANGLE, SIZE, distance=20)


def test_a_point_that_meets_a_video_often_votes_once():
    same = Hits(np.zeros(9, int), np.full(9, 7), np.full(9, 300), np.zeros(9, int))
    found = agreeing_votes(
        same, angle=np.ones(9), size=np.full(9, -4.0), mirrored=np.zeros(9, bool)
    )
    assert found.get(7, 0.0) <= 1.0


def test_no_hits_no_votes():
    nothing, none = np.zeros(0, np.int64), np.zeros(0)
    hits = Hits(nothing, nothing, nothing, nothing)
    assert agreeing_votes(hits, angle=none, size=none, mirrored=none > 0) == {}
