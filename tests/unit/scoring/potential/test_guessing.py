"""Guesses follow the content, keep the order of grades, and are trusted only where they help."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.potential import Content, TooFewGraded, train
from scoring.domain.potential.content import names, row_of
from scoring.domain.potential.guessing import LETTERS, fitted, guesser_from, likely
from scoring.domain.potential.training import base_rate, folds, rank_score

POSTED = datetime(2025, 6, 1, 18, 30, tzinfo=UTC)


def world(*, told: float, size: int = 400, seed: int = 1):
    """Rows whose first number tells the grade as well as `told` says, of 80 creators."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(size, len(names())))
    height = told * rows[:, 0] + random.normal(size=size)
    grades = np.digitize(height, np.quantile(height, [0.2, 0.4, 0.6, 0.8]))
    return rows, [LETTERS[grade] for grade in grades], [n % 80 for n in range(size)]


def test_what_tells_the_grade_is_found_and_beats_the_base_rate():
    trained = train(*world(told=1.5), seed=1)
    assert trained.beats
    assert trained.metrics["gain"]["low"] > 0
    assert trained.metrics["right"]["model"] > trained.metrics["right"]["base"]
    weights = abs(trained.guesser.weights)
    assert weights.argmax() == 0


@pytest.mark.parametrize("seed", range(1, 6))
def test_where_content_tells_nothing_it_is_not_trusted(seed):
    assert not train(*world(told=0.0, seed=seed), seed=1).beats


def test_it_says_as_often_as_it_promises():
    metrics = train(*world(told=1.5, size=800), seed=1).metrics
    assert metrics["in_likely"] == pytest.approx(0.85, abs=0.07)


def test_the_same_videos_make_the_same_numbers():
    one, two = (train(*world(told=1.0), seed=1) for _ in range(2))
    assert one.guesser.as_json() == two.guesser.as_json()
    assert one.metrics == two.metrics


@pytest.mark.parametrize(("videos", "creators"), [(150, 50), (400, 10)])
def test_too_few_to_learn_from(videos, creators):
    rows, letters, _owners = world(told=1.0, size=videos)
    with pytest.raises(TooFewGraded) as refused:
        train(rows, letters, [n % creators for n in range(videos)], seed=1)
    assert (refused.value.videos, refused.value.creators) == (videos, creators)


def test_nobody_is_in_two_folds():
    owners = np.array([n % 37 for n in range(300)])
    fold = folds(owners, seed=1)
    assert all(len(set(fold[owners == owner])) == 1 for owner in range(37))
    assert max(np.bincount(fold)) - min(np.bincount(fold)) <= 12


def test_chances_are_chances_and_survive_storage():
    rows, letters, _owners = world(told=1.0)
    made = fitted(rows, [LETTERS.index(letter) for letter in letters], decay=0.03)
    again = guesser_from(made.as_json())
    assert np.allclose(again.chances(rows), made.chances(rows), atol=1e-5)
    assert np.allclose(made.chances(rows).sum(axis=1), 1)
    assert (made.chances(rows) > 0).all()


def test_a_model_of_other_content_is_refused():
    rows, letters, _owners = world(told=1.0)
    made = fitted(rows, [LETTERS.index(letter) for letter in letters], decay=0.03).as_json()
    with pytest.raises(ValueError, match="Trained on"):
        guesser_from(made | {"content": "of-another-time"})


@given(st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
def test_likely_grades_are_neighbours_that_hold_four_in_five(weights):
    chances = np.array(weights) / sum(weights)
    found = likely(chances)
    places = [LETTERS.index(letter) for letter in found]
    assert places == list(range(places[0], places[0] - len(places), -1))
    assert sum(chances[places]) >= 0.8 or len(found) == 5


def test_the_rank_score_is_kind_to_near_misses():
    sure = np.eye(5)
    grades = np.full(5, 4)
    scores = rank_score(sure, grades)
    assert scores.tolist() == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert rank_score(base_rate(grades)[None], grades[:1])[0] < 0.5


def test_a_row_has_a_number_for_every_name_and_gaps_where_nothing_is_known():
    full = row_of(
        Content(
            caption="My first pancake #food",
            seconds=12,
            posted_at=POSTED,
            measures={"loudness": -14.0},
            ratings={"visual": 80.0},
        )
    )
    bare = row_of(Content(caption=""))
    assert len(full) == len(bare) == len(names())
    place = names().index
    assert full[place("loudness")] == -14.0
    assert full[place("about food")] > 0.5
    assert np.isnan(bare[[place("length"), place("hour, sine"), place("visual rating")]]).all()


def test_a_gap_changes_nothing():
    rows, letters, _owners = world(told=1.0)
    made = fitted(rows, [LETTERS.index(letter) for letter in letters], decay=0.03)
    mean, gap = made.mean[None].copy(), made.mean[None].copy()
    gap[0, 0] = np.nan
    assert np.allclose(made.chances(mean), made.chances(gap))
