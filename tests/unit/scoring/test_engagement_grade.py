"""The engagement grade: its letters, states, and what more engagement can and can't do."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.engagement import (
    DEFAULT_PARAMETERS,
    Counts,
    GradePolicy,
    GradeReference,
    GradeState,
    freeze_reference,
    grade_batch,
    grade_one,
    letter_for,
)
from scoring.domain.engagement.grade import percentile_on_grid, rate_for_score

POLICY = GradePolicy.from_parameters(DEFAULT_PARAMETERS)


def counts(**columns: float | list[float]) -> Counts:
    n = len(np.atleast_1d(columns["views"]))
    unknown = np.full(n, math.nan)
    names = ("views", "likes", "comments", "shares", "saves", "watch_through")
    return Counts(
        **{name: np.atleast_1d(np.array(columns.get(name, unknown), float)) for name in names}
    )


def cohort(n: int = 200, *, seed: int = 7) -> Counts:
    rng = np.random.default_rng(seed)
    views = np.round(np.exp(rng.normal(10, 2, n))) + 100
    return counts(
        views=list(views),
        likes=list(np.round(views * rng.beta(2, 20, n))),
        comments=list(np.round(views * rng.beta(1, 200, n))),
        shares=list(np.round(views * rng.beta(1, 300, n))),
        saves=list(np.round(views * rng.beta(1, 150, n))),
    )


REFERENCE = freeze_reference(cohort(), policy=POLICY)


def test_a_fifth_of_the_cohort_gets_each_letter() -> None:
    _, _, letters, _, _ = grade_batch(cohort(), policy=POLICY, reference=REFERENCE)
    for letter in "ABCDE":
        assert abs(np.sum(letters == letter) - 40) <= 2


@pytest.mark.parametrize(
    ("rate", "letter"),
    [(0.12, "A"), (0.1199, "B"), (0.08, "B"), (0.05, "C"), (0.03, "D"), (0.0299, "E"), (0, "E")],
)
def test_without_a_cohort_the_fixed_cut_offs_hold(rate: float, letter: str) -> None:
    result = grade_one(
        counts(views=1_000_000, likes=rate * 1_000_000), policy=POLICY, reference=None
    )
    assert (result.state, result.letter) == (GradeState.ABSOLUTE, letter)


def test_few_views_are_too_early_and_impossible_rates_go_to_review() -> None:
    early = grade_one(counts(views=99, likes=99), policy=POLICY, reference=REFERENCE)
    assert (early.state, early.score, early.letter) == (GradeState.TOO_EARLY, None, None)
    odd = grade_one(counts(views=100, likes=101), policy=POLICY, reference=REFERENCE)
    assert (odd.state, odd.score) == (GradeState.NEEDS_REVIEW, None)
    none = grade_one(counts(views=0, likes=5), policy=POLICY, reference=REFERENCE)
    assert none.state is GradeState.TOO_EARLY


def test_a_cohort_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 30 videos"):
        freeze_reference(cohort(29), policy=POLICY)


def test_equal_rates_share_the_middle_place() -> None:
    grid = np.array([0.1] * 50 + [0.2] * 51)
    places = percentile_on_grid(np.array([0.1, 0.2, 0.15, 0.0, 0.3]), grid=grid)
    assert places.tolist() == [0.245, 0.75, 0.495, 0.0, 1.0]


def test_a_constant_cohort_puts_everyone_in_the_middle() -> None:
    same = counts(views=[1000.0] * 30, likes=[50.0] * 30)
    reference = freeze_reference(same, policy=POLICY)
    result = grade_one(counts(views=1000, likes=50), policy=POLICY, reference=reference)
    assert result.score == 0.5


@given(
    views=st.integers(100, 10**9),
    likes=st.integers(0, 50),
    extra=st.integers(1, 10**6),
    action=st.sampled_from(["likes", "comments", "shares", "saves"]),
)
def test_more_engagement_never_lowers_the_score(
    views: int, likes: int, extra: int, action: str
) -> None:
    base = {"likes": likes, "comments": 0, "shares": 0, "saves": 0}
    more = {**base, action: base[action] + extra}
    before = grade_one(counts(views=views, **base), policy=POLICY, reference=REFERENCE)
    after = grade_one(counts(views=views, **more), policy=POLICY, reference=REFERENCE)
    if after.score is not None and before.score is not None:
        assert after.score >= before.score


@given(score=st.floats(0, 1))
def test_scores_and_letters_agree_with_the_cut_offs(score: float) -> None:
    letter = letter_for(score, policy=POLICY)
    assert ("A", "B", "C", "D", "E").index(letter) == 4 - min(4, int(np.floor(score * 5 + 1e-12)))


@settings(max_examples=50)
@given(order=st.permutations(range(60)))
def test_the_order_of_a_cohort_does_not_matter(order: list[int]) -> None:
    base = cohort(60)
    turned = Counts(**{k: v[np.array(order)] for k, v in vars(base).items()})
    ours = freeze_reference(turned, policy=POLICY)
    theirs = freeze_reference(base, policy=POLICY)
    assert ours == theirs


def test_the_rate_that_reaches_a_letter_reaches_it() -> None:
    for cut in POLICY.cutoffs.values():
        needed = rate_for_score(cut, reference=REFERENCE)
        place = percentile_on_grid(np.array([needed]), grid=np.array(REFERENCE.grid))
        assert place[0] == pytest.approx(cut)


def test_a_reference_survives_json() -> None:
    assert GradeReference.from_json(REFERENCE.to_json()) == REFERENCE


def test_a_policy_with_crossed_cut_offs_is_refused() -> None:
    crossed = {**DEFAULT_PARAMETERS, "cutoffs": {"A": 0.5, "B": 0.6, "C": 0.4, "D": 0.2}}
    with pytest.raises(ValueError, match="fall from A to D"):
        GradePolicy.from_parameters(crossed)
