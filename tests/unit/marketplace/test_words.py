"""Words in common: rare ones tell, common and empty ones don't, and nobody gains by many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.matching.explaining import Factor, Facts, explain
from marketplace.domain.matching.factors import content_of
from marketplace.domain.matching.profiles import Creator, Needs
from marketplace.domain.matching.voices import to_creator
from marketplace.domain.matching.words import (
    MOST_KEPT,
    MOST_READ,
    said_in,
    shares_said,
    stem,
    words_in,
)
from tests.unit.marketplace.matching import table
from tests.unit.marketplace.test_explaining import TODAY

CAPTIONS = [["Sourdough from my oven", "#sourdough #baking"], ["Flour, water, OVENS"], ["hello"]]


def needs(*texts, **asked) -> Needs:
    return Needs(needs_id=1, brand_id=1, house=1, words=tuple(words_in(*texts)), **asked)


def creator(number, *captions, profile=(), **known) -> Creator:
    said = said_in([[one] for one in captions], profile=profile)
    words = shares_said(said, posts=len(captions))
    return Creator(creator_id=number, words=words, **known)


def contents(asked, *crowd):
    return content_of(table(*crowd), asked).tolist()


def test_words_are_read_without_the_empty_ones_and_in_one_number():
    assert words_in("Our NEW campaign: Ovens, an oven & sourdough with creators!") == {
        "oven": "ovens",
        "sourdough": "sourdough",
    }
    assert words_in("🍞🍞🍞", "", "12345", "a ab") == {}


def test_nobody_gains_by_ten_thousand_hashtags():
    many = " ".join(
        f"#w{'x' * (n % 20)}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(10_000)
    )
    assert len(words_in(many)) <= MOST_READ
    assert len(said_in([[many]] * 20)) <= MOST_KEPT


def test_what_is_said_is_known_by_posts():
    said = said_in(CAPTIONS, profile=["Bread"])
    assert said["bread"].in_profile
    assert (said["oven"].times, said["sourdough"].times, said["flour"].times) == (2, 1, 1)
    assert shares_said(said, posts=20) == {
        "bread": 1.0, "oven": 0.4, "sourdough": 0.2, "baking": 0.2, "flour": 0.2,
        "hello": 0.2, "water": 0.2,
    }  # fmt: skip


def test_of_two_alike_the_one_who_speaks_of_it_comes_first():
    mix = {"dance": 0.6, "comedy": 0.4}
    crowd = [
        creator(1, "sourdough and flour", mix=mix),
        creator(2, "my cat", mix=mix),
        creator(3, mix=mix),
        creator(4, "sourdough"),
        *(creator(number, f"word{chr(96 + number)} other", mix=mix) for number in range(5, 15)),
    ]
    asked = needs("Sourdough flour", categories={"dance": 1.0})
    speaks, cat, silent, unknown, *others = contents(asked, *crowd)
    assert speaks == pytest.approx(0.8)
    assert {round(one, 4) for one in (cat, silent, *others)} == {0.6}
    assert 0.5 < unknown < 0.8


def test_what_many_say_tells_nobody_apart():
    crowd = [creator(number, "sourdough") for number in range(1, 9)]
    assert set(contents(needs("sourdough"), *crowd)) == {0.5}


@given(st.lists(st.lists(st.sampled_from(["oven", "flour", "cat", "dog"])), min_size=1, max_size=9))
def test_words_only_ever_add_and_stay_within_one(captions):
    crowd = [
        creator(number, " ".join(words), mix={"dance": 1.0} if number % 2 else {"dance": 0.5})
        for number, words in enumerate(captions, 1)
    ]
    asked = {"categories": {"dance": 0.9}}
    plain = np.array(contents(needs(**asked), *crowd))
    spoken = np.array(contents(needs("oven flour cat", **asked), *crowd))
    assert (spoken >= plain - 1e-6).all()
    assert (spoken <= 1).all()


def test_the_sentence_names_the_words_and_in_how_many_posts_they_are():
    facts = Facts(mix={"dance": 1.0}, words=said_in(CAPTIONS), posts=3)
    asked = needs("Flour for sourdough and your oven", categories={"dance": 1.0})
    found = explain(asked, facts, dict.fromkeys(Factor, 0.5), today=TODAY)
    (line,) = (one for one in found.lines if one.factor is Factor.CONTENT)
    assert line.also is not None
    assert str(line.also) == (
        "2 of the last 3 posts speak of oven, flour, sourdough, as the brief does."
    )
    assert str(to_creator(line.also)).startswith("2 of your last 3 posts")
    profile = Facts(words=said_in([], profile=["Oven"]))
    (line,) = (
        one
        for one in explain(asked, profile, dict.fromkeys(Factor, 0.5), today=TODAY).lines
        if one.factor is Factor.CONTENT
    )
    assert str(line.also) == "The profile speaks of oven, as the brief does."


@pytest.mark.parametrize(("word", "one"), [("Recipes", "recipe"), ("berries", "berry"),
                                           ("glass", "glass"), ("ovens", "oven")])  # fmt: skip
def test_plurals_are_the_same_word(word, one):
    assert stem(word) == one
