"""JSON with two meanings, or none we can keep, is refused before anyone acts on it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.api.parsing import MAX_DEPTH, parse_json
from creatorspark.core.api.problems import Problem

text = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
# As many leaves as the allowed depth, so that no value is deeper.
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner) | st.dictionaries(text, inner),
    max_leaves=MAX_DEPTH,
)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@given(plain)
def test_whatever_json_writes_is_read(value):
    body = json.dumps(value).encode()
    assert parse_json(body) == json.loads(body)


def test_a_byte_order_mark_is_no_harm():
    assert parse_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": 1} {"a": 2}',
        b'{"a": "\xff"}',
        '{"a": 1}'.encode("utf-16"),
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b"NaN",
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e999]",
        b'{"a": "\\u0000"}',
        b'{"\\u0000": 1}',
        b'{"a": "x\x00y"}',
        b'["\\ud800"]',
        b"[" + b"9" * 5_000 + b"]",
        nested(MAX_DEPTH + 2),
        nested(900),
        nested(100_000),
        b'{"a":' * 100_000,
    ],
)
def test_what_is_broken_or_ambiguous_is_malformed(body):
    with pytest.raises(Problem) as caught:
        parse_json(body)
    assert caught.value.status_code == 400
    assert caught.value.kind == "malformed"


def test_depth_is_allowed_up_to_the_limit():
    assert parse_json(nested(MAX_DEPTH)) is not None
    with pytest.raises(Problem):
        parse_json(nested(MAX_DEPTH + 2))


def test_an_escaped_backslash_before_u0000_is_plain_text():
    assert parse_json(b'["\\\\u0000"]') == ["\\u0000"]
