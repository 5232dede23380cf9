"""What a policy states is refused in a sentence where it can't be meant."""

import math

import pytest

from creatorspark.lib.parameters import check_names, number, whole


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"a": 1}, "Rules lacks “b”."),
        ({"a": 1, "b": 2, "c": 3}, "Rules doesn't know “c”; it knows a, b."),
        ([1, 2], "Rules must be an object that names a, b."),
    ],
)
def test_names_must_be_the_known_ones(given, sentence):
    with pytest.raises(ValueError) as refused:
        check_names(given, title="Rules", wanted=("a", "b"))
    assert str(refused.value) == sentence


@pytest.mark.parametrize("value", [1, 7, 9])
def test_whole_numbers_within_their_bounds_are_taken(value):
    assert whole({"days": value}, name="days", low=1, high=9) == value


@pytest.mark.parametrize("value", [0, 10, 2.0, True, "7", None, math.nan])
def test_anything_else_is_no_whole_number(value):
    with pytest.raises(ValueError, match=r"^days must be a whole number from 1 to 9\.$"):
        whole({"days": value}, name="days", low=1, high=9)


@pytest.mark.parametrize("value", [0, 0.25, 1])
def test_numbers_within_their_bounds_are_taken(value):
    assert number({"share": value}, name="share") == value


@pytest.mark.parametrize("value", [-0.1, 1.1, True, "0.5", None, math.nan, math.inf])
def test_anything_else_is_no_number(value):
    with pytest.raises(ValueError, match=r"^share must be a number from 0 to 1\.$"):
        number({"share": value}, name="share")
