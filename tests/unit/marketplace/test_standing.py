"""What the facts of a creator amount to."""

from datetime import timedelta

import pytest

from marketplace.domain.matching.policy import DEFAULT, parse
from marketplace.domain.matching.profiles import Rate
from marketplace.domain.matching.standing import (
    SeenVideo,
    counted_in,
    mix_of,
    performance_of,
    posts_a_week,
    rate_of,
    trust_of,
)
from tests.factories.times import NOW

RULES = parse(DEFAULT).rates


def seen(days: float = 1, **known):
    return SeenVideo(posted_at=NOW - timedelta(days=days), **{"categories": {}, **known})


def test_videos_count_alike_and_words_count_like_three_of_them():
    videos = [
        seen(categories={"dance": 0.9}),
        seen(categories={"dance": 0.4, "music": 0.4}),
        seen(),
    ]
    assert mix_of(videos, said={}) == {"dance": 0.75, "music": 0.25}
    assert mix_of(videos, said={"comedy": 1.0}) == {"comedy": 0.6, "dance": 0.3, "music": 0.1}
    assert mix_of([seen()], said={}) == {}
    assert counted_in(videos) == {"dance": 2, "music": 1}


def test_a_single_grade_is_pulled_to_the_middle():
    place, letter, number = performance_of([seen(score=1.0, letter="A")])
    assert (place, letter, number) == (0.6667, "A", 1)
    many = [seen(score=1.0, letter="A")] * 9 + [seen(score=0.1, letter="D")]
    assert performance_of(many)[0] == pytest.approx((9.1 + 1) / 12, abs=1e-4)
    assert performance_of([seen()]) == (None, "", 0)


@pytest.mark.parametrize(
    ("videos", "shows", "value"),
    [
        ([seen(is_original=True)] * 5, True, 1.0),
        ([seen(is_original=True), seen(is_original=False)], True, 0.7),
        ([seen(is_original=True)], False, None),
        ([seen()], True, None),
        # False views are evidence of a case, which is nothing for brands to read.
        ([seen(views=100, uncounted=50)] * 5, True, None),
    ],
)
def test_trust_rests_on_originality_alone(videos, shows, value):
    assert trust_of(videos, shows_originality=shows).value == value


def test_a_rate_follows_views_niche_and_size_and_one_hit_does_not_set_it():
    steady = [seen(views=10_000)] * 4
    rate = rate_of(steady, mix={}, followers=500_000, rules=RULES)
    assert rate == Rate(low=10_000, high=25_000)
    assert rate_of([*steady, seen(views=9_000_000)], mix={}, followers=500_000, rules=RULES) == rate
    niche = rate_of(steady, mix={"beauty": 1.0}, followers=500_000, rules=RULES)
    assert niche == Rate(low=13_000, high=32_500)
    assert rate_of([], mix={}, followers=100_000, rules=RULES) == Rate(low=12_000, high=30_000)
    assert rate_of([], mix={}, followers=None, rules=RULES) is None
    fee = rate_of(steady, mix={}, followers=500_000, rules=RULES, least_fee=20_000)
    assert fee == Rate(low=20_000, high=25_000)


def test_the_rhythm_is_of_the_last_weeks():
    assert posts_a_week([], now=NOW) is None
    assert posts_a_week([seen(days=100)], now=NOW) == 0
    assert posts_a_week([seen(days=n) for n in range(1, 15)], now=NOW) == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": {"luck": 1}},
        {"weights": {"content": -1}},
        {"creators_a_list": 0},
        {"brand_gini_at_most": 2},
        {"rates": {"by_followers": [{"up_to": 10, "times": 1}]}},
        {"rates": {"cpm": {"low": 5, "high": 1}}},
        {"colour": "red"},
    ],
)
def test_a_policy_that_cannot_be_is_refused_with_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"\."):
        parse(wrong)
