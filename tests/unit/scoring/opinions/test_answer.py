"""An answer counts only if it is exactly what was asked for."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.categories import TAXONOMY
from scoring.domain.opinions import (
    PROMPT,
    AnswerRefused,
    AnswerUnreadable,
    caption_part,
    read_answer,
)
from scoring.domain.opinions.answer import FIELDS, REFUSALS
from scoring.domain.opinions.prompts import MOST_CATEGORIES, MOST_CAUSES, SAFETY
from scoring.domain.quality import Cause
from tests.unit.scoring.opinions.answers import GOOD, body, saying

FOUR = [{"name": name, "confidence": 1} for name in ("food", "animals", "art", "vlog")]
WHOLE = json.dumps(GOOD)


def test_a_good_answer_is_read():
    found = read_answer(body())
    assert (found.visual, found.audio, found.text, found.sentiment) == (71, 55, 80, 0.75)
    assert found.categories == (("food", 0.9),)
    assert found.causes == ("dark", "hum")


def test_what_a_video_lacks_is_null():
    found = read_answer(body(GOOD | {"audio": None, "text": None, "language": None}))
    assert (found.audio, found.text, found.language) == (None, None, None)


def test_thoughts_are_not_the_answer():
    answer = body()
    answer["candidates"][0]["content"]["parts"].insert(0, {"text": "Hm.", "thought": True})
    assert read_answer(answer).visual == 71


@pytest.mark.parametrize(
    "changes",
    [
        {"visual": 101},
        {"visual": -1},
        {"visual": 70.5},
        {"visual": "70"},
        {"visual": True},
        {"visual": None},
        {"audio": 1000},
        {"sentiment": 1.01},
        {"sentiment": None},
        {"sentiment": True},
        {"language": "English"},
        {"language": "<b>"},
        {"language": 3},
        {"categories": None},
        {"categories": [{"name": "food", "confidence": 2}]},
        {"categories": [{"name": "<script>", "confidence": 1}]},
        {"categories": [{"name": ["food"], "confidence": 1}]},
        {"categories": [{"name": "food", "confidence": 1, "note": "x"}]},
        {"categories": [{"name": "food", "confidence": 1}] * 2},
        {"categories": FOUR},
        {"causes": ["dark", "dark"]},
        {"causes": ["bad vibes"]},
        {"causes": "dark"},
        {"causes": [{}]},
        {"safety": ["x" * 1_000]},
        {"overall": 100},
    ],
)
def test_what_is_out_of_range_or_unknown_is_no_answer(changes):
    with pytest.raises(AnswerUnreadable):
        read_answer(body(GOOD | changes))


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_missing_field_is_no_answer(name):
    with pytest.raises(AnswerUnreadable):
        read_answer(body({key: value for key, value in GOOD.items() if key != name}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Sure! Here is the JSON: " + WHOLE,
        f"```json\n{WHOLE}\n```",
        WHOLE + WHOLE,
        WHOLE[:-3],
        f"[{WHOLE}]",
        "null",
        "NaN",
        WHOLE.replace("0.75", "NaN"),
        WHOLE.replace("0.75", "Infinity"),
        WHOLE.replace("0.75", "1e999"),
        WHOLE.replace("71", "9" * 5_000),
        WHOLE[:-1] + ', "visual": 100}',
        "[" * 100_000,
        "[" * 5_000,
        WHOLE + " " * 10_000,
    ],
    ids=range(17),
)
def test_anything_but_the_one_object_is_no_answer(text):
    with pytest.raises(AnswerUnreadable):
        read_answer(saying(text))


@pytest.mark.parametrize("reason", sorted(REFUSALS))
def test_a_refusal_is_told_apart(reason):
    with pytest.raises(AnswerRefused, match=reason):
        read_answer(saying("", finishReason=reason))


def test_a_blocked_question_is_a_refusal():
    with pytest.raises(AnswerRefused, match="PROHIBITED_CONTENT"):
        read_answer({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}})


def test_a_reason_that_is_no_word_is_not_handed_on():
    with pytest.raises(AnswerRefused, match="UNKNOWN"):
        read_answer({"promptFeedback": {"blockReason": "<img src=x>"}})


@pytest.mark.parametrize("reason", ["MAX_TOKENS", "MALFORMED_FUNCTION_CALL", None, "", 3, []])
def test_an_answer_that_broke_off_is_no_answer(reason):
    with pytest.raises(AnswerUnreadable):
        read_answer(saying(WHOLE, finishReason=reason))


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"candidates": []},
        {"candidates": None},
        {"candidates": [None]},
        {"candidates": [{"finishReason": "STOP"}]},
        {"candidates": [{"finishReason": "STOP", "content": []}]},
        {"candidates": [{"finishReason": "STOP", "content": {"parts": [3, {"text": 3}]}}]},
    ],
)
def test_a_broken_envelope_is_no_answer(broken):
    with pytest.raises(AnswerUnreadable):
        read_answer(broken)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries({name: TREES | st.just(value) for name, value in GOOD.items()}),
)
def test_whatever_comes_is_read_within_its_limits_or_not_at_all(values):
    try:
        found = read_answer(saying(json.dumps(values)))
    except AnswerUnreadable:
        return
    assert 0 <= found.visual <= 100
    assert 0 <= found.sentiment <= 1
    assert len(found.categories) <= 3
    assert len(found.causes) <= 5


@given(st.dictionaries(st.sampled_from(["candidates", "promptFeedback", "x"]), TREES))
def test_whatever_envelope_comes_never_surprises(envelope):
    with pytest.raises((AnswerUnreadable, AnswerRefused)):
        read_answer(envelope)


@given(st.text(max_size=200))
def test_a_caption_is_data_whatever_it_says(caption):
    part = caption_part(caption)
    assert json.loads(part) == {"caption": caption}
    assert part.isascii()
    assert "\n" not in part


def test_a_version_of_the_prompt_never_changes():
    """Whoever changes the words or the schema makes a new version, and pins it here."""
    asked = PROMPT.instructions + json.dumps(PROMPT.schema, sort_keys=True)
    assert (PROMPT.version, sha256(asked.encode()).hexdigest()[:16]) == (
        "video-opinion-1",
        "e66a80f2ac4a5f81",
    )


def test_every_label_of_the_schema_is_ours():
    assert set(PROMPT.schema["properties"]) == FIELDS
    assert PROMPT.schema["required"] == list(PROMPT.schema["properties"])


def test_a_word_that_joins_our_lists_later_is_no_answer_to_an_earlier_question():
    """`screen_text` became a cause after `video-opinion-1` was asked."""
    with pytest.raises(AnswerUnreadable):
        read_answer(body(GOOD | {"causes": ["screen_text"]}))


def test_what_is_asked_for_is_among_what_we_know():
    fields = PROMPT.schema["properties"]
    # `harsh` was asked for, and nothing of ours ever measured it.
    assert set(fields["causes"]["items"]["enum"]) - {"harsh"} <= set(Cause)
    names = fields["categories"]["items"]["properties"]["name"]["enum"]
    assert set(names) <= {one.value for one in TAXONOMY}
    assert tuple(fields["safety"]["items"]["enum"]) == SAFETY
    assert int(fields["causes"]["maxItems"]) == MOST_CAUSES
    assert int(fields["categories"]["maxItems"]) == MOST_CATEGORIES
