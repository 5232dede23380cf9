"""Newcomers have places on a first page, where they may be as good as whom they stand before."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.searching.fairness import EVERY, FIRST_PAGE, fair_order

REACH = 0.125


def shown(scores, *, new=(), leading=(), most=None):
    scores = np.array(scores, np.float32)
    best = np.lexsort([np.arange(len(scores)), -scores]).astype(np.int64)
    newcomers = np.array([one for one in best if one in new][:FIRST_PAGE], np.int64)
    most = len(best) if most is None else most
    order = fair_order(best[:most], leading=leading, new=newcomers, scores=scores, reach=REACH)
    return order.tolist()


def test_the_best_newcomer_has_the_eighth_place():
    scores = [0.9 - n / 100 for n in range(30)]
    order = shown(scores, new={12, 20, 26})
    assert order[:9] == [0, 1, 2, 3, 4, 5, 6, 12, 7]
    assert (order[15], order[23]) == (20, 26)


def test_nobody_comes_in_who_is_clearly_worse():
    assert shown([0.9] * 10 + [0.7], new={10}) == list(range(11))


def test_a_newcomer_who_is_there_by_score_takes_no_second_place():
    scores = [0.9 - n / 1000 for n in range(16)]
    assert shown(scores, new={2, 9}) == list(range(16))


def test_what_spreading_chose_comes_first():
    assert shown([0.9, 0.8, 0.7, 0.6], leading=[2, 0]) == [2, 0, 1, 3]


@given(st.data())
def test_nobody_is_lost_and_pages_go_on_from_each_other(data):
    count = data.draw(st.integers(1, 60))
    scores = data.draw(st.lists(st.floats(0, 1, width=32), min_size=count, max_size=count))
    places = st.lists(st.integers(0, count - 1), unique=True)
    new, leading = set(data.draw(places)), data.draw(places)[:5]
    whole = shown(scores, new=new, leading=leading)
    assert sorted(whole) == list(range(count))
    most = data.draw(st.integers(1, count))
    assert shown(scores, new=new, leading=leading, most=most) == whole[:most]
    assert whole[: len(leading)] == leading or len(leading) >= EVERY
