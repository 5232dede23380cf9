"""Reading what people wrote: understood, listed, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.cleaning.ages import OLDEST, YOUNGEST, Ages, read_ages
from marketplace.domain.cleaning.numbers import read_count
from marketplace.domain.cleaning.people import read_genders, read_markets
from marketplace.domain.cleaning.problems import Code
from marketplace.domain.cleaning.records import Unusable, clean_brand, clean_creator
from marketplace.domain.cleaning.topics import read_topics

COUNTRIES = {"united states": "US", "usa": "US", "germany": "DE"}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("13-24", 13, 24),
        (" 18 – 34 ", 18, 34),
        ("All", YOUNGEST, OLDEST),
        ("all ages", YOUNGEST, OLDEST),
        ("18+", 18, OLDEST),
        ("over 21", 21, OLDEST),
        ("under 25", YOUNGEST, 25),
        ("25 to 34 years old", 25, 34),
        ("30", 30, 30),
        ("5-20", YOUNGEST, 20),
        ("18-120", 18, OLDEST),
    ],
)
def test_ages_as_people_write_them(text, low, high):
    assert read_ages(text) == Ages(low, high)


@pytest.mark.parametrize("text", ["35-18", "5-9", "teenagers", "13-24-30", "-", "13 24"])
def test_ages_that_say_nothing_or_contradict_are_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_ages(text)


@given(st.text(max_size=30))
def test_any_text_is_ages_or_refused(text):
    try:
        ages = read_ages(text)
    except ValueError:
        return
    assert YOUNGEST <= ages.low <= ages.high <= OLDEST
    assert read_ages(str(ages) or "all") == ages


def test_genders_and_markets():
    assert read_genders("male , female") == read_genders("all") == {"male", "female"}
    assert read_genders("Women") == {"female"}
    assert read_markets("Worldwide", countries=COUNTRIES).is_world
    assert read_markets("USA, Germany", countries=COUNTRIES).codes == ("US", "DE")
    assert read_markets("the United States / US", countries=COUNTRIES).codes == ("US",)
    for read in (
        lambda: read_genders("male, robots"),
        lambda: read_genders(","),
        lambda: read_markets("Atlantis, USA", countries=COUNTRIES),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            read()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("150500000", 150_500_000),
        ("1,200", 1_200),
        ("1.200", 1_200),
        ("1 200 000", 1_200_000),
        ("1.2M", 1_200_000),
        ("1,5k", 1_500),
        ("12.0", 12),
        ("0", 0),
    ],
)
def test_counts(text, count):
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["", "many", "-5", "1e9", "9" * 20, "1.2.3M"])
def test_what_is_no_count_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_count(text)


def test_a_cell_as_long_as_a_cell_may_be_is_no_count_and_costs_nothing():
    # Tried in every way there is, this one would keep a worker busy for hours.
    with pytest.raises(ValueError, match=r"is no count") as refusal:
        read_count("1" + " " * 999_998 + "x")
    assert len(str(refusal.value)) < 100


def test_spelling_is_set_right_only_where_it_is_sure():
    topics = read_topics("Music, dance vidoes, comdey; makeups")
    assert topics.phrases == ("music", "dance videos", "comedy", "makeups")
    assert topics.corrected == {"vidoes": "videos", "comdey": "comedy"}
    # A word of another language, a name and a plural stay what they are.
    assert read_topics("voetbal, Beyoncé, dancer").corrected == {}


@given(st.text(max_size=300))
def test_topics_of_any_text_are_few_short_and_stay_as_they_are(text):
    topics = read_topics(text)
    assert len(topics.phrases) <= 40
    assert all(0 < len(phrase) <= 60 for phrase in topics.phrases)
    assert len(set(topics.phrases)) == len(topics.phrases)


def test_a_creator_is_understood_and_what_is_odd_is_listed():
    row = {
        "external_id": "7",
        "name": " Ada  Lovelace ",
        "handle": "@Ada.Lovelace",
        "content": "dance vidoes",
        "followers": "1.2M",
        "likes": "900",
        "views": "100",
        "audience_age": "13-24",
        "audience_gender": "male , female",
        "audience_market": "Narnia",
        "video_url": "['/home/ada/video.mp4']",
    }
    creator = clean_creator(row, countries=COUNTRIES)
    assert (creator.name, creator.handle) == ("Ada Lovelace", "ada.lovelace")
    assert creator.topics == ("dance videos",)
    assert creator.counts == {"followers": 1_200_000, "likes": 900, "views": 100}
    assert creator.ages == Ages(13, 24)
    assert creator.markets is None
    assert creator.videos == ()
    assert {(one.code, one.column) for one in creator.problems} == {
        (Code.SPELLING, "content"),
        (Code.CONTRADICTS, "likes"),
        (Code.UNREADABLE, "audience_market"),
        (Code.UNREADABLE, "video_url"),
        (Code.EMPTY, "comments"),
        (Code.EMPTY, "shares"),
    }


def test_a_brand_without_words_is_kept_and_says_so():
    brand = clean_brand({"name": "Loom"}, countries=COUNTRIES)
    assert brand.ages is None
    assert {one.column for one in brand.problems if one.code is Code.EMPTY} == {
        "target_age",
        "target_gender",
        "target_market",
        "goals",
    }


def test_a_row_without_a_name_is_not_usable():
    for clean in (clean_creator, clean_brand):
        with pytest.raises(Unusable):
            clean({"name": " \x00 "}, countries=COUNTRIES)
