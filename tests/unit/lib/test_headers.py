"""Columns are told apart by name, whatever a file calls them."""

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.headers import named_once


def test_what_comes_again_is_counted_and_what_has_no_name_gets_one():
    assert named_once(["\ufeffviews", " views ", "", "views (2)", "views"]) == (
        "views",
        "views (2)",
        "column 3",
        "views (2) (2)",
        "views (3)",
    )


@given(st.lists(st.sampled_from(["", " ", "a", "a (2)", "column 2", "b"]), max_size=40))
def test_every_column_has_a_name_of_its_own(header):
    names = named_once(header)
    assert len(set(names)) == len(names) == len(header)
    assert all(names)
