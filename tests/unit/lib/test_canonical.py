"""Equal values have equal bytes, and nothing that isn't JSON slips through."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.canonical import canonical_json, sha256_of

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_reading_it_back_changes_nothing(value):
    once = canonical_json(value)
    assert canonical_json(json.loads(once)) == once


def test_keys_are_sorted_and_nothing_is_padded():
    assert canonical_json({"b": [1, 2.5], "a": "é"}) == '{"a":"é","b":[1,2.5]}'.encode()


def test_a_float_without_a_fraction_is_the_integer():
    assert sha256_of({"n": 300.0}) == sha256_of({"n": 300})
    assert canonical_json(-0.0) == b"0"


def test_true_is_not_one():
    assert canonical_json([True, 1]) == b"[true,1]"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_numbers_without_a_value_are_refused(value):
    with pytest.raises(ValueError, match="no JSON"):
        canonical_json({"x": value})


@pytest.mark.parametrize("value", [{1: "x"}, {"x": object()}, b"bytes", {"a", "b"}])
def test_what_json_does_not_have_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)
