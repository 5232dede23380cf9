"""Who is like whom."""

import numpy as np
from hypothesis import given

from marketplace.domain.matching.audiences import BANDS, Audience
from marketplace.domain.matching.profiles import Creator
from marketplace.domain.searching.likeness import likeness_to
from marketplace.domain.searching.middles import Middles
from tests.unit.marketplace.matching import crowds, table, unit

YOUNG = Audience(ages=(0.5, 0.5) + (0.0,) * (len(BANDS) - 2), female=0.8, markets={"US": 0.7})
OLD = Audience(ages=(0.0,) * (len(BANDS) - 1) + (1.0,), female=0.2, markets={"DE": 0.7})


def alike(*others: Creator, to: Creator) -> list[float]:
    found = likeness_to(table(to, *others), [0]).total
    return [round(float(value), 3) for value in found]


def test_somebody_is_like_themselves_and_nobody_is_more_than_wholly_alike():
    one = Creator(creator_id=1, mix={"dance": 0.7, "comedy": 0.3}, audience=YOUNG, followers=10_000)
    assert alike(to=one) == [1.0]


def test_the_same_videos_for_the_same_people_come_before_either_alone():
    one = Creator(creator_id=1, mix={"dance": 1.0}, audience=YOUNG, followers=10_000)
    _self, both, videos, people, neither = alike(
        Creator(creator_id=2, mix={"dance": 1.0}, audience=YOUNG, followers=12_000),
        Creator(creator_id=3, mix={"dance": 1.0}, audience=OLD, followers=12_000),
        Creator(creator_id=4, mix={"beauty": 1.0}, audience=YOUNG, followers=12_000),
        Creator(creator_id=5, mix={"beauty": 1.0}, audience=OLD, followers=9_000_000),
        to=one,
    )
    assert both > videos > people > neither


def test_what_is_not_known_neither_helps_nor_harms():
    one = Creator(creator_id=1, mix={"dance": 1.0}, audience=YOUNG, followers=10_000)
    _self, blank, unknown = alike(
        Creator(creator_id=2, mix={"dance": 1.0}), Creator(creator_id=3), to=one
    )
    assert (blank, unknown) == (1.0, 0.0)


@given(crowd=crowds())
def test_likeness_is_a_share_for_everybody(crowd):
    columns = table(*crowd)
    total = likeness_to(columns, [0, len(columns) - 1]).total
    assert ((total >= 0) & (total <= 1.0001)).all()


def test_words_that_are_missing_are_those_of_others_who_make_the_same():
    middles = Middles(2, 2)
    middles.add(np.array([[1, 0], [0, 1]], np.float32), np.stack([unit(1, 0), unit(0, 1)]))
    found = middles.of(np.array([[1, 0], [0, 1], [0, 0]], np.float32))
    assert np.allclose(found, [unit(1, 0), unit(0, 1), unit(1, 1)])
