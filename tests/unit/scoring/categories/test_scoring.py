"""Categories from words: what speaks for them, what doesn't, and that it adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.categories import TAXONOMY, Category, categories_of, score_categories


def found(caption, **more):
    return set(categories_of(score_categories(caption, **more)))


def confidence(caption, category):
    table = {one.category: one.confidence for one in score_categories(caption)}
    return table.get(category, 0.0)


@pytest.mark.parametrize(
    ("caption", "categories"),
    [
        ("Leg day again #gym #squat #fyp", {Category.FITNESS}),
        ("Homemade noodles, the recipe is in the comments #foodtok", {Category.FOOD}),
        ("new choreo to this song #dance", {Category.DANCE}),
        ("Mijn hond wil niet naar buiten #honden", {Category.ANIMALS}),
        ("#урок макияжа #макияж", {Category.EDUCATION, Category.BEAUTY}),
        ("receta fácil de pastel #cocina", {Category.FOOD}),
        ("Sketch für die ganze Familie #comedy #familie", {Category.COMEDY, Category.FAMILY}),
        ("P1 in Monza! #f1 #formula1", {Category.SPORTS, Category.VEHICLES}),
        ("#mygymtime2020", set()),
        ("#gymtime2020", {Category.FITNESS}),
        ("", set()),
        ("#fyp #foryou #viral #xyzbca #parati", set()),
        ("so proud of this one ❤️", set()),
    ],
)
def test_captions_are_about_what_they_say(caption, categories):
    assert found(caption) == categories


def test_one_word_isn_t_enough_and_two_are():
    assert found("my car") == set()
    assert found("the engine of my bmw, driving home") == {Category.VEHICLES}


def test_hashtags_given_apart_count_as_if_written():
    assert found("look", hashtags=["Puppy"]) == found("look #puppy") == {Category.ANIMALS}


def test_the_sound_s_name_adds_to_the_caption_and_settles_nothing():
    alone = score_categories("", sound_name="Rap Beat")
    assert categories_of(alone) == ()
    assert alone[0].category is Category.MUSIC
    assert found("a rapper", sound_name="Rap Beat") == {Category.MUSIC}


def test_the_words_that_spoke_are_named():
    best = score_categories("Leg day #squat with my coach")[0]
    assert best.category is Category.FITNESS
    assert best.because == ("#squat", "coach")


def test_names_links_and_fancy_letters_are_read_as_they_should_be():
    assert found("thanks @gym.food https://gym.example/food") == set()
    assert found("#𝓰𝔂𝓶 𝓰𝔂𝓶") == {Category.FITNESS}


@pytest.mark.parametrize("category", Category)
def test_every_category_is_described_and_found_by_its_own_hashtags(category):
    meaning = TAXONOMY[category]
    assert meaning.covers
    terms = [term for term in meaning.strong.split() if term.isalnum()]
    assert len(set(terms)) == len(terms)
    both = " ".join(f"#{term}" for term in terms[:2])
    assert category in found(both)


@given(st.lists(st.sampled_from(["#gym", "#cake", "puppy", "song", "#fyp", "hello"]), max_size=8))
def test_more_evidence_never_lowers_a_confidence(words):
    for category in Category:
        before = confidence(" ".join(words), category)
        assert 0 <= before < 1
        assert confidence(" ".join([*words, "#squat"]), category) >= before


@given(st.text(max_size=200))
def test_any_text_is_scored_the_same_each_time(caption):
    assert score_categories(caption) == score_categories(caption)


def test_nothing_is_found_by_what_says_nothing():
    """A weak word counts for nothing in a sound's name or on screen, so it names no category."""
    words = " ".join(word for meaning in TAXONOMY.values() for word in meaning.weak.split())
    for scores in (
        score_categories("", sound_name=words),
        score_categories("", screen=words),
        score_categories(words),
    ):
        assert all(one.confidence > 0 for one in scores)
