"""Spreading: lists stay good, nothing of one house twice, and always the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.matching.exposure import Candidate, Rivalries, gini, spread


def lists_of(scores):
    return [
        [Candidate(number, round(score, 4), number // 2) for number, score in enumerate(row)]
        for row in scores
    ]


def shown(lists):
    return np.bincount([one.number for row in lists for one in row])


rows = st.integers(2, 12).flatmap(
    lambda width: st.lists(
        st.lists(st.floats(0, 1), min_size=width, max_size=width), min_size=1, max_size=8
    )
)


@given(rows, st.integers(1, 5))
def test_a_list_shows_at_most_one_of_a_house_and_is_full_where_it_can_be(scores, length):
    given_lists = lists_of(scores)
    found, _ = spread(given_lists, length=length, gini_at_most=0.3, of=len(scores[0]))
    houses = len({one.house for one in given_lists[0]})
    for row in found:
        assert len({one.house for one in row}) == len(row) == min(length, houses)
        assert [one.score for one in row] == sorted((one.score for one in row), reverse=True)


@given(rows, st.integers(1, 4))
def test_the_same_again_is_the_same(scores, length):
    first, toll = spread(lists_of(scores), length=length, gini_at_most=0.2, of=20)
    again, same = spread(lists_of(scores), length=length, gini_at_most=0.2, of=20)
    assert (first, toll) == (again, same)


def test_without_need_nobody_gives_way():
    scores = [[0.9, 0.0, 0.1, 0.0], [0.1, 0.0, 0.9, 0.0]]
    found, toll = spread(lists_of(scores), length=1, gini_at_most=0.6, of=4)
    assert [[one.number for one in row] for row in found] == [[0], [2]]
    assert toll == 0


def test_the_same_few_give_way_to_those_who_are_about_as_good():
    chance = np.random.default_rng(5)
    scores = 0.6 + 0.1 * chance.random((40, 20))
    scores[:, 0] += 0.1
    scores[:, 2] += 0.1
    lists = lists_of(scores.tolist())
    alone, _ = spread(lists, length=5, gini_at_most=1.0, of=20)
    wide, toll = spread(lists, length=5, gini_at_most=0.3, of=20)
    assert toll > 0
    assert gini(shown(wide), of=20) <= 0.3 < gini(shown(alone), of=20)
    lost = sum(one.score for row in alone for one in row) - sum(
        one.score for row in wide for one in row
    )
    assert 0 < lost < 0.1 * 200 * 0.6


def test_the_best_two_of_a_list_stay_however_often_others_show_them():
    chance = np.random.default_rng(6)
    scores = 0.5 + 0.2 * chance.random((30, 60))
    # Everybody's favourites are few, but not the same two of everybody.
    for row in scores:
        row[chance.choice(8, 2, replace=False) * 2] = 0.72 + 0.01 * chance.random(2)
    lists = lists_of(scores.tolist())
    alone, _ = spread(lists, length=5, gini_at_most=1.0, of=60)
    wide, toll = spread(lists, length=5, gini_at_most=0.55, of=60)
    assert toll > 0
    assert gini(shown(wide), of=60) < gini(shown(alone), of=60)
    for before, after in zip(alone, wide, strict=True):
        assert after[:2] == before[:2]


def test_of_what_is_equally_good_each_list_takes_what_is_shown_less():
    scores = [[0.5] * 20 for _ in range(10)]
    found, toll = spread(lists_of(scores), length=1, gini_at_most=1.0, of=20)
    assert toll == 0
    assert shown(found).max() == 1


@pytest.mark.parametrize(
    ("counts", "of", "value"), [([3, 3, 3], 3, 0.0), ([9], 3, 2 / 3), ([], 3, 0.0)]
)
def test_gini(counts, of, value):
    assert gini(np.array(counts, np.int64), of=of) == pytest.approx(value)


def rivals_of(*pairs):
    found: dict[int, frozenset[int]] = {}
    for one, other in pairs:
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def row_of(*scores):
    return [[Candidate(number, score, number) for number, score in enumerate(scores)]]


def chosen(row, rivalries, length=3):
    found, _ = spread(row, length=length, gini_at_most=1.0, of=10, rivalries=rivalries)
    return [one.number for one in found[0]]


def test_of_confirmed_rivals_the_better_one_is_in_a_list_and_never_both():
    cola = Rivalries(confirmed=rivals_of((0, 1)), likely=rivals_of((0, 1)))
    assert chosen(row_of(0.9, 0.89, 0.8, 0.3), cola) == [0, 2, 3]
    assert chosen(row_of(0.9, 0.89), cola) == [0]


def test_of_likely_rivals_two_are_in_a_list_where_others_are_about_as_good():
    shoes = Rivalries(likely=rivals_of((0, 1), (0, 2), (1, 2)))
    assert chosen(row_of(0.9, 0.89, 0.88, 0.8), shoes) == [0, 1, 3]


def test_nothing_far_below_the_best_comes_in_for_a_likely_rival():
    shoes = Rivalries(likely=rivals_of((0, 1), (0, 2), (1, 2)))
    assert chosen(row_of(0.9, 0.89, 0.88, 0.5), shoes) == [0, 1, 2]


@given(rows, st.integers(1, 5), st.data())
def test_rivals_leave_lists_full_and_confirmed_ones_are_never_together(scores, length, data):
    width = len(scores[0])
    numbers = st.integers(0, width - 1)
    pairs = data.draw(st.lists(st.tuples(numbers, numbers).filter(lambda two: two[0] != two[1])))
    likely = Rivalries(likely=rivals_of(*pairs))
    confirmed = Rivalries(confirmed=rivals_of(*pairs), likely=rivals_of(*pairs))
    free, _ = spread(lists_of(scores), length=length, gini_at_most=0.3, of=width)
    for row, plain in zip(
        spread(lists_of(scores), length=length, gini_at_most=0.3, of=width, rivalries=likely)[0],
        free,
        strict=True,
    ):
        assert len(row) == len(plain)
    apart, _ = spread(lists_of(scores), length=length, gini_at_most=0.3, of=width,
                      rivalries=confirmed)  # fmt: skip
    for row in apart:
        together = {one.number for one in row}
        assert not any(one in together and other in together for one, other in pairs)
