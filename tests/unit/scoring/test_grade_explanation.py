"""What separates a video from the next letter, and grades in words."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.engagement import (
    DEFAULT_PARAMETERS,
    Counts,
    GradePolicy,
    GradeReference,
    GradeResult,
    GradeState,
    freeze_reference,
    grade_batch,
    grade_one,
)
from scoring.domain.engagement.explanation import cut_offs, next_letter
from scoring.domain.points.cohorts import Cohort
from scoring.services.engagement.wording import cohort_words, state_sentence

POLICY = GradePolicy.from_parameters(DEFAULT_PARAMETERS)


def one(views: float, **given: float) -> Counts:
    names = ("likes", "comments", "shares", "saves", "watch_through")
    columns = {name: np.array([given.get(name, math.nan)], float) for name in names}
    return Counts(views=np.array([views], np.float64), **columns)


def a_reference(seed: int = 3) -> GradeReference:
    rng = np.random.default_rng(seed)
    views = np.round(np.exp(rng.normal(9, 1.5, 200))).astype(np.float64) + 100
    columns = {
        name: np.round(views * rng.beta(1, spread, 200))
        for name, spread in (("likes", 15), ("comments", 200), ("shares", 250), ("saves", 150))
    }
    unknown = np.full(200, math.nan)
    return freeze_reference(Counts(views=views, watch_through=unknown, **columns), policy=POLICY)


REFERENCE = a_reference()
counts = st.builds(
    one,
    views=st.integers(100, 10**7),
    likes=st.integers(0, 500),
    comments=st.integers(0, 50),
    shares=st.integers(0, 50),
    saves=st.integers(0, 50),
)


@settings(max_examples=60)
@given(video=counts, cohort=st.sampled_from([REFERENCE, None]))
def test_so_many_more_reach_the_next_letter_and_one_fewer_does_not(
    video: Counts, cohort: GradeReference | None
) -> None:
    result = grade_one(video, policy=POLICY, reference=cohort)
    found = next_letter(video, result, policy=POLICY, reference=cohort)
    if result.letter in (None, "A"):
        assert found is None
        return
    assert found is not None
    for need in found.needed:
        letters = []
        for more in (need.more, need.more - 1):
            grown = replace(video, **{need.action: getattr(video, need.action) + more})
            letters.append(grade_one(grown, policy=POLICY, reference=cohort).letter)
        assert letters[0] is not None
        assert letters[0] <= found.letter
        assert letters[1] == result.letter


def test_a_count_that_is_not_reported_is_no_advice() -> None:
    video = one(10_000, likes=1, comments=0)
    result = grade_one(video, policy=POLICY, reference=REFERENCE)
    found = next_letter(video, result, policy=POLICY, reference=REFERENCE)
    assert found is not None
    assert {need.action for need in found.needed} == {"likes", "comments"}


def test_by_the_fixed_table_letters_start_at_its_rates() -> None:
    starts = {x.letter: x.rate for x in cut_offs(policy=POLICY, reference=None)}
    assert starts == pytest.approx({"A": 0.12, "B": 0.08, "C": 0.05, "D": 0.03})


def test_in_a_cohort_letters_start_where_its_grid_says() -> None:
    starts = {x.letter: x.rate for x in cut_offs(policy=POLICY, reference=REFERENCE)}
    assert starts["A"] == pytest.approx(REFERENCE.grid[80])
    assert starts["D"] == pytest.approx(REFERENCE.grid[20])


@settings(max_examples=60)
@given(
    video=counts,
    action=st.sampled_from(["likes", "comments", "shares", "saves", "watch_through"]),
    share=st.floats(0, 1),
    more=st.integers(1, 10**5),
    cohort=st.sampled_from([REFERENCE, None]),
)
def test_more_of_anything_never_lowers_a_grade(
    video: Counts, action: str, share: float, more: int, cohort: GradeReference | None
) -> None:
    video = replace(video, watch_through=np.array([share]))
    grown = replace(video, **{action: getattr(video, action) + more})
    if action == "watch_through":
        grown = replace(video, watch_through=np.array([share + (1 - share) / 2]))
    before = grade_one(video, policy=POLICY, reference=cohort)
    after = grade_one(grown, policy=POLICY, reference=cohort)
    if before.score is not None and after.score is not None:
        assert after.score >= before.score


@settings(max_examples=40)
@given(order=st.permutations(range(40)))
def test_a_batch_grades_each_video_as_if_it_were_alone(order: list[int]) -> None:
    rng = np.random.default_rng(5)
    views = np.round(np.exp(rng.normal(9, 2, 40))) + 50
    likes = np.round(views * rng.beta(1, 10, 40))
    alone = [
        grade_one(one(views[n], likes=likes[n]), policy=POLICY, reference=REFERENCE) for n in order
    ]
    unknown = np.full(40, math.nan)
    turned = np.array(order)
    batch = Counts(
        views=views[turned],
        likes=likes[turned],
        comments=unknown,
        shares=unknown,
        saves=unknown,
        watch_through=unknown,
    )
    _, scores, letters, _, _ = grade_batch(batch, policy=POLICY, reference=REFERENCE)
    assert [result.letter or "" for result in alone] == list(letters)
    assert [math.nan if r.score is None else r.score for r in alone] == pytest.approx(
        list(scores), nan_ok=True
    )


def result(state: GradeState, score: float | None = None, plain: float = 0.05) -> GradeResult:
    return GradeResult(state=state, score=score, letter=None, rate=plain, plain_rate=plain)


@pytest.mark.parametrize(
    ("found", "size", "said"),
    [
        (result(GradeState.GRADED, 0.876), 312, "more than that of 87% of 312 videos"),
        (result(GradeState.GRADED, 1.0), 1_312, "None of 1,312 videos"),
        (result(GradeState.GRADED, 0.004), 312, "Nearly all of 312 videos"),
        (result(GradeState.ABSOLUTE, 0.4), 1, "Only 1 video like yours was known"),
        (result(GradeState.ABSOLUTE, 0.4), 12, "5.0 engagements per 100 views"),
        (result(GradeState.TOO_EARLY), 40, "12 of the 100 views"),
        (result(GradeState.NEEDS_REVIEW, plain=1.5), 40, "(150.0 per 100 views)"),
    ],
)
def test_each_state_has_its_own_sentence(found: GradeResult, size: int, said: str) -> None:
    assert said in state_sentence(found, policy=POLICY, views=12, sample_size=size)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("tiktok|0-15|dance", "TikTok videos, up to 15 seconds, about dance"),
        ("youtube+watch|181+|*", "longer than 180 seconds, of any topic, watch-through known"),
        ("tiktok-shares-saves|*|*", "of any length, of any topic, shares not reported, saves not"),
        ("other|16-30|a|b", "16 to 30 seconds, about a|b"),
    ],
)
def test_cohorts_are_told_in_words(key: str, said: str) -> None:
    assert said in cohort_words(Cohort.from_key(key))
