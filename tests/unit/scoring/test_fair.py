"""fair-1: the properties that MATHS promises."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.points.breakdown import break_down, hints
from scoring.domain.points.fair import FairScorer, left_out_names, score_fair
from scoring.domain.points.fields import ENGAGEMENTS, FIELDS, BadFacts, VideoFacts
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.reference import CohortParameters, freeze_reference
from tests.unit.scoring.populations import (
    long_tailed,
    trending_is_here,
    trending_videos,
    with_giant,
)

POLICY = FairPolicy()
counts = st.integers(0, 10**10).map(float)
maybe = st.one_of(st.just(float("nan")), counts)
videos = st.builds(
    lambda v, li, s, c, b, sen: VideoFacts.checked(
        views=[v], likes=[li], shares=[s], comments=[c], bookmarks=[b], sentiment=[sen]
    ),
    counts,
    maybe,
    maybe,
    maybe,
    maybe,
    st.one_of(st.just(float("nan")), st.floats(0, 1)),
)
REFERENCE = freeze_reference(long_tailed(11, 400, median_views=3_000), POLICY)


@settings(max_examples=300, deadline=None)
@given(videos)
def test_points_are_in_range(video):
    assert 0 <= score_fair(video, REFERENCE).points[0] <= 300


@settings(max_examples=300, deadline=None)
@given(videos, st.sampled_from(ENGAGEMENTS), st.integers(1, 10**9))
def test_more_of_a_count_never_lowers_points(video, name, more):
    raised = replace(video, **{name: video.count(name) + more})
    assert score_fair(raised, REFERENCE).points[0] >= score_fair(video, REFERENCE).points[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 120))
def test_order_of_import_changes_nothing(seed, size):
    facts = long_tailed(seed, size)
    order = np.random.default_rng(seed).permutation(size)
    reference = freeze_reference(facts, POLICY)
    assert freeze_reference(facts.take(order), POLICY) == reference
    points = score_fair(facts, reference).points
    assert (score_fair(facts.take(order), reference).points == points[order]).all()


def biggest_move_without_the_largest(facts):
    points = score_fair(facts, freeze_reference(facts, POLICY)).points
    rest = np.flatnonzero(np.arange(len(facts)) != np.argmax(facts.views))
    others = facts.take(rest)
    moved = score_fair(others, freeze_reference(others, POLICY)).points - points[rest]
    return np.abs(moved).max()


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 1_000_000),
    st.integers(100, 400),
    st.sampled_from([1_000, 10_000, 100_000]),
    st.floats(0.8, 2.5),
    st.booleans(),
)
def test_removing_the_largest_moves_no_other_by_more_than_five(seed, size, median, tail, giant):
    facts = long_tailed(seed, size, median_views=median, tail=tail)
    assert biggest_move_without_the_largest(with_giant(facts) if giant else facts) <= 5


def test_the_giant_that_reshuffled_classic_moves_few_points_in_small_cohorts_of_few_views():
    moves = [
        biggest_move_without_the_largest(
            with_giant(long_tailed(seed, 200, median_views=300, tail=0.8))
        )
        for seed in range(50)
    ]
    assert max(moves) <= 5


def test_the_median_video_of_a_cohort_earns_the_shops_dollar():
    for seed in range(20):
        facts = long_tailed(seed, 501)
        points = score_fair(facts, freeze_reference(facts, POLICY)).points
        assert abs(np.median(points) - 150) <= 4


if trending_is_here():

    def test_real_videos_fill_the_scale_and_sit_around_150():
        facts = trending_videos()
        points = score_fair(facts, freeze_reference(facts, POLICY)).points
        assert abs(np.median(points) - 150) <= 2
        assert 15 <= np.quantile(points, 0.05) <= 40
        assert 275 <= np.quantile(points, 0.95) <= 297

    def test_no_single_real_video_moves_another_by_more_than_five():
        facts = trending_videos()
        points = score_fair(facts, freeze_reference(facts, POLICY)).points
        for gone in range(0, 1000, 25):
            rest = np.flatnonzero(np.arange(1000) != gone)
            others = facts.take(rest)
            after = score_fair(others, freeze_reference(others, POLICY)).points
            assert np.abs(after - points[rest]).max() <= 5


def test_a_frozen_reference_survives_json_and_the_database():
    for facts in (long_tailed(3, 40), long_tailed(3, 1), trending_like_without_bookmarks()):
        reference = freeze_reference(facts, POLICY)
        stored = json.loads(json.dumps(reference.as_json()))
        assert CohortParameters.from_json(stored) == reference
        assert CohortParameters.from_json(stored).sha256() == reference.sha256()


def trending_like_without_bookmarks():
    return replace(long_tailed(5, 200), bookmarks=np.full(200, np.nan))


def test_a_field_nobody_reports_is_left_out_and_its_weight_spread():
    reference = freeze_reference(trending_like_without_bookmarks(), POLICY)
    weights = dict(zip(FIELDS, (field.weight for field in reference.fields), strict=True))
    assert reference.fields[FIELDS.index("bookmarks")].left_out == "not_reported"
    assert weights["bookmarks"] == 0
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["sentiment"] == pytest.approx(0.10)
    assert weights["views"] == pytest.approx(0.15 * 0.9 / 0.7)
    assert reference.rate_fields == ("likes", "shares", "comments")


def test_a_field_in_which_half_are_alike_is_left_out():
    facts = long_tailed(6, 100)
    facts.shares[:50] = 0
    reference = freeze_reference(facts, POLICY)
    assert reference.fields[FIELDS.index("shares")].left_out == "alike"
    assert sum(field.weight for field in reference.fields) == pytest.approx(1)


def test_when_all_videos_are_alike_all_are_in_the_middle():
    same = np.full(50, 7.0)
    facts = VideoFacts.checked(
        views=same, likes=same, shares=same, comments=same, bookmarks=same, sentiment=same / 10
    )
    reference = freeze_reference(facts, POLICY)
    assert all(field.left_out for field in reference.fields)
    assert set(score_fair(facts, reference).points.tolist()) == {150}


def test_sentiment_never_weighs_more_than_a_tenth_even_when_facts_are_missing():
    nothing = float("nan")
    video = VideoFacts.checked(
        views=[3_000], likes=[nothing], shares=[nothing], comments=[nothing],
        bookmarks=[nothing], sentiment=[0.9],
    )  # fmt: skip
    lines = {line.field: line for line in break_down(video, REFERENCE, POLICY).lines}
    assert lines["sentiment"].weight == REFERENCE.fields[FIELDS.index("sentiment")].weight <= 0.1
    assert sum(line.weight for line in lines.values()) == pytest.approx(1)
    assert lines["likes"].left_out == "not_reported"
    assert lines["likes"].raw is None


@settings(max_examples=200, deadline=None)
@given(videos)
def test_the_breakdown_sums_to_the_score(video):
    scores = score_fair(video, REFERENCE)
    shown = break_down(video, REFERENCE, POLICY)
    assert sum(line.contribution for line in shown.lines) == pytest.approx(shown.total, abs=1e-12)
    for line in shown.lines:
        if line.transformed is not None and not line.left_out:
            z = (line.transformed - line.median) / line.scale
            assert max(-3, min(3, z)) == pytest.approx(line.z)
    assert round(shown.points_max * shown.place) == shown.points == scores.points[0]
    named = {line.field for line in shown.lines if line.left_out}
    assert named == set(left_out_names(int(scores.left_out[0])))


def test_many_cohorts_at_once_score_as_each_alone():
    cohorts = [long_tailed(seed, 60 + seed, median_views=10 ** (2 + seed)) for seed in range(4)]
    references = [freeze_reference(facts, POLICY) for facts in cohorts]
    everything = VideoFacts.checked(
        **{
            name: np.concatenate([getattr(facts, name) for facts in cohorts])
            for name in cohorts[0].__dataclass_fields__
        }
    )
    which = np.repeat(np.arange(4), [len(facts) for facts in cohorts])
    together = FairScorer(references, POLICY).score(everything, which)
    alone = np.concatenate(
        [score_fair(f, r).points for f, r in zip(cohorts, references, strict=True)]
    )
    assert (together.points == alone).all()


def test_hints_name_what_a_tenth_more_would_bring():
    video = long_tailed(21, 1, median_views=3_000)
    found = hints(video, REFERENCE, POLICY)
    assert {hint.field for hint in found} == set(ENGAGEMENTS)
    assert [h.points_gained for h in found] == sorted(
        (h.points_gained for h in found), reverse=True
    )
    assert all(hint.then > hint.now and hint.points_gained >= 0 for hint in found)


def test_an_empty_cohort_has_no_normal():
    with pytest.raises(BadFacts, match="at least one"):
        freeze_reference(long_tailed(1, 3).take(slice(0, 0)), POLICY)


@pytest.mark.parametrize(
    "columns",
    [
        {"likes": [-1.0]},
        {"likes": [float("inf")]},
        {"views": [float("nan")]},
        {"shares": [1.0, 2.0]},
    ],
)
def test_impossible_facts_are_refused(columns):
    good = {name: [1.0] for name in VideoFacts.__dataclass_fields__}
    with pytest.raises(BadFacts):
        VideoFacts.checked(**good | columns)
