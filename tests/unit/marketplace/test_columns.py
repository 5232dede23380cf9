"""Which column says what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.headers import named_once
from marketplace.domain.cleaning.columns import (
    FIELDS,
    Kind,
    NoSuchField,
    assign,
    header_place,
)

CREATORS = [
    *("Creator ID", "Creator Name", "Username", "Content", "Followers", "Likes", "Comments"),
    *("Shares", "Views", "Audience Age", "Audience Gender", "Audience Location", "Video URL"),
]
BRANDS = [
    *("Brand ID", "Brand Name", "Target Audience Age", "Target Audience Gender"),
    *("Target Audience Location", "Marketing Goals", "Previous Sponsorship Activities"),
]


@pytest.mark.parametrize(("kind", "header"), [(Kind.CREATORS, CREATORS), (Kind.BRANDS, BRANDS)])
def test_the_columns_of_the_known_files_are_all_found(kind, header):
    assert list(assign(header, kind=kind).values()) == header


def test_other_names_are_known_too_and_the_best_one_wins():
    found = assign(["id", "name", "handle", "niche", "Name (2)"], kind=Kind.CREATORS)
    assert found == {"external_id": "id", "name": "name", "handle": "handle", "content": "niche"}
    # “name” could be either; “company” says it better.
    assert assign(["name", "company"], kind=Kind.BRANDS)["name"] == "company"


def test_a_choice_wins_and_frees_what_it_takes_away():
    found = assign(["brand", "slogan"], kind=Kind.BRANDS, chosen={"goals": "SLOGAN"})
    assert found == {"name": "brand", "goals": "slogan"}
    assert assign(["brand"], kind=Kind.BRANDS, chosen={"name": ""}) == {}


@pytest.mark.parametrize("chosen", [{"colour": "brand"}, {"name": "colour"}])
def test_a_choice_of_something_that_is_not_there_is_refused(chosen):
    with pytest.raises(NoSuchField, match="colour"):
        assign(["brand"], kind=Kind.BRANDS, chosen=chosen)


def test_the_header_may_come_after_other_rows():
    rows = [["Our creators"], ["exported", "today"], ["Name", "Username"], ["Ada", "@ada"]]
    assert header_place(rows, kind=Kind.CREATORS) == 2
    assert header_place([["a", "b"], ["1", "2"]], kind=Kind.CREATORS) == 0
    assert header_place([["name"], ["Loom"]], kind=Kind.BRANDS) == 0
    assert header_place([], kind=Kind.BRANDS) is None


@given(st.lists(st.text(max_size=12), max_size=8))
def test_names_of_columns_are_made_different_and_none_is_used_twice(header):
    names = named_once(header)
    assert len(set(names)) == len(header)
    for kind in Kind:
        found = assign(names, kind=kind)
        assert len(set(found.values())) == len(found)
        assert set(found) <= set(FIELDS[kind])


def test_a_row_that_says_one_thing_thousands_of_times_costs_as_much_as_any_other():
    # Looked for one by one among all before, these would be hours of work.
    names = named_once(["x", "x (3)", *["x"] * 20_000])
    assert names[:5] == ("x", "x (3)", "x (2)", "x (4)", "x (5)")
    assert len(set(names)) == len(names)
    assert header_place([["Name", "Username"], ["0"] * 20_000], kind=Kind.CREATORS) == 0
