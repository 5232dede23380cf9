"""Captions: what is counted, in which languages, and what a rating makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.quality import Cause, Ratings, advise
from scoring.domain.quality.captions import measure_caption, rate_caption
from scoring.domain.quality.curves import VERSION, Part

GOOD = (
    "Three ways to fold a dumpling before the water boils. The last one never leaks! "
    "#dumplings #cooking #homemade"
)


def rated(caption):
    rating = rate_caption(measure_caption(caption))
    assert rating is not None
    return rating


def causes(caption):
    rating = rated(caption)
    ratings = Ratings(VERSION, rating.value, {Part.TEXT: rating}, ())
    return [one.cause for one in advise(ratings, None)]


def test_words_hashtags_names_and_links_are_counted_apart():
    found = measure_caption("Look @anna.b: https://a.example/x the #best 🥟🥟 day #food")
    assert (found.hashtags, found.names, found.links, found.emoji) == (2, 1, 1, 2)
    assert found.words == 3
    assert found.language == "en"


def test_readability_is_that_of_the_index():
    # Ten words in two sentences, one of them of more than six letters: 10 / 2 + 100 × 1 / 10.
    found = measure_caption("The dog ran to the house. It was the largest one")
    assert found.lix == pytest.approx(11 / 2 + 100 / 11)


@pytest.mark.parametrize(
    ("caption", "language"),
    [
        ("今天我们一起做饺子，非常好吃，大家快来试试看吧", "zh"),
        ("今日は家族と一緒に餃子を作りました。とても美味しかったです", "ja"),
        ("วันนี้เราทำเกี๊ยวด้วยกันที่บ้านอร่อยมากๆ", "th"),
    ],
)
def test_readability_isn_t_told_where_words_have_no_spaces(caption, language):
    found = measure_caption(caption)
    assert found.language == language
    assert found.lix is None
    assert rated(caption).value > 0


@pytest.mark.parametrize("caption", ["", "   ", "@anna", "https://a.example"])
def test_nothing_to_rate_is_not_rated(caption):
    assert rate_caption(measure_caption(caption)) is None


def test_a_good_caption_is_rated_high():
    assert rated(GOOD).value > 90
    assert causes(GOOD) == []


@pytest.mark.parametrize(
    ("caption", "cause"),
    [
        ("wow", Cause.CAPTION_SHORT),
        (GOOD + " And then we ate them all." * 60, Cause.CAPTION_LONG),
        (GOOD + " #a #b #c #d #e #f #g #h #i #j #k #l #m #n #o #p", Cause.MANY_HASHTAGS),
        (GOOD.replace("#", ""), Cause.FEW_HASHTAGS),
        (GOOD.upper(), Cause.SHOUTING),
        (GOOD + " https://a.example https://b.example", Cause.LINKS),
        (
            "Notwithstanding considerable organisational difficulties encountered throughout "
            "preparations, participating restaurateurs nevertheless collaboratively demonstrated "
            "extraordinarily sophisticated gastronomical capabilities #food #chefs #dinner",
            Cause.HARD_TO_READ,
        ),
    ],
)
def test_what_is_wrong_with_a_caption_is_the_first_advice(caption, cause):
    assert causes(caption)[0] is cause


@given(st.text(max_size=300))
def test_any_text_is_measured(caption):
    found = measure_caption(caption)
    rating = rate_caption(found)
    assert (rating is None) == (not found.says_something)
    assert rating is None or 0 <= rating.value <= 100
