"""Lines read together for being alike say just what they would say one by one."""

import json
from datetime import UTC, datetime
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraud.domain import wire
from fraud.domain.alike import LEAST, PATTERNS, read_alike
from fraud.domain.texts import Shared, Texts
from fraud.domain.wire import SHARED, Event, Fault, read

AT = "2026-05-04T12:00:03Z"
BOUNDS = {"earliest": datetime(2025, 1, 1, tzinfo=UTC), "latest": datetime(2027, 1, 1, tzinfo=UTC)}
NAMES = st.one_of(
    st.text(alphabet='ab"\\ü\u2028{}:, ', max_size=20),
    st.sampled_from(["", "x" * 200, "ü" * 101, "x" * 201, "a\0b", "a\tb"]),
)
EVENTS = st.fixed_dictionaries(
    {
        "id": NAMES,
        "kind": st.sampled_from(["view", "view", "like", "login", "comment", "gift", "dance"]),
        "at": st.sampled_from([AT, "2026-05-04T14:00:03.5+02:00", "1999-01-01T00:00:00Z", "soon"]),
    },
    optional={
        "video": NAMES,
        "actor": st.one_of(st.none(), NAMES),
        "user_agent": NAMES,
        "text": NAMES,
        "amount": st.sampled_from([None, 5, "5"]),
        "colour": st.just("red"),
    },
)
ODD = st.sampled_from([b"", b"  ", b"{}", b"[]", b"{", b"\xff", b'{"id": "a"}{"id": "b"}'])


def written(event: dict[str, object], *, compact: bool, escaped: bool) -> bytes:
    return json.dumps(
        event, ensure_ascii=escaped, separators=(",", ":") if compact else None
    ).encode("utf-8", "surrogatepass")


LINES = st.lists(
    st.one_of(ODD, st.builds(written, EVENTS, compact=st.booleans(), escaped=st.booleans())),
    max_size=6,
)


def plain(number: int, **fields: object) -> bytes:
    event = {"id": f"e{number}", "kind": "view", "at": AT, "video": f"v{number % 3}"}
    return json.dumps(event | fields).encode()


def told(body: bytes) -> tuple[list[tuple[object, ...]], list[Fault]]:
    """Return all that is known of each event, and all faults, in the order of lines."""
    pieces, faults = read(body, **BOUNDS)
    rows: list[tuple[object, ...]] = []
    for piece in pieces:
        columns = [[piece.shared[name].texts[at] for at in piece.shared[name].place.tolist()]
                   for name in SHARED]  # fmt: skip
        telling: list[Event | None] = [piece.telling.get(row) for row in range(len(piece))]
        rows += zip(piece.lines.tolist(), piece.ids.listed(), piece.at.tolist(), telling, *columns,
                    strict=True)  # fmt: skip
    return sorted(rows, key=lambda row: str(row[0]).zfill(9)), sorted(faults)


def strictly(body: bytes) -> tuple[list[tuple[object, ...]], list[Fault]]:
    """Return the same, each line parsed by itself."""
    lines = len(body.split(b"\n"))
    with patch.object(wire, "read_alike", return_value=([], np.ones(lines, bool))):
        return told(body)


@given(LINES, st.integers(0, 2 * LEAST), st.booleans())
def test_together_is_as_one_by_one(lines: list[bytes], where: int, compact: bool):
    many = [plain(number) for number in range(2 * LEAST)]
    if compact:
        many = [line.replace(b": ", b":").replace(b", ", b",") for line in many]
    body = b"\n".join(many[:where] + lines + many[where:])
    assert told(body) == strictly(body)


@given(st.lists(EVENTS, min_size=1, max_size=3), st.booleans(), st.booleans())
def test_patterns_of_any_kind_are_as_one_by_one(
    events: list[dict[str, object]], compact: bool, escaped: bool
):
    lines = [written(event, compact=compact, escaped=escaped) for event in events]
    body = b"\n".join(lines * LEAST)
    assert told(body) == strictly(body)


def test_what_is_alike_is_not_parsed_again():
    body = b"\n".join(plain(number) for number in range(5 * LEAST))
    found, left = read_alike(body, is_good=wire._is_plain)
    assert not left.any()
    assert [len(one.lines) for one in found] == [5 * LEAST]


def test_only_what_is_not_alike_is_left():
    lines = [plain(number) for number in range(3 * LEAST)]
    lines[5] = plain(5).replace(b'"kind"', b'"kinds"')
    lines[7] = plain(7).replace(b"}", b"]")
    lines[9] = plain(9, actor="ann")
    _found, left = read_alike(b"\n".join(lines), is_good=wire._is_plain)
    assert left.nonzero()[0].tolist() == [5, 7, 9]


def test_patterns_that_nobody_takes_end_the_search():
    asked: list[bytes] = []

    def refuse(line: bytes) -> bool:
        asked.append(line)
        return False

    body = b"\n".join(plain(number) for number in range(3 * LEAST))
    found, left = read_alike(body, is_good=refuse)
    assert not found
    assert left.all()
    assert len(asked) == PATTERNS


@given(st.lists(st.text(alphabet="abcü€ 1", max_size=30), min_size=1, max_size=40))
def test_texts_are_told_apart_within_their_source(rows: list[str]):
    texts = Texts.of(rows)
    shared = Shared.within(texts)
    assert [shared.texts[place] for place in shared.place.tolist()] == rows
    assert len(shared.texts) == len(set(rows))
    assert texts.listed() == rows == [texts[place] for place in range(len(rows))]


@given(st.lists(st.text(alphabet="ab", min_size=11, max_size=11), min_size=1, max_size=20))
@pytest.mark.parametrize("size", [0, 3, 8, 11])
def test_texts_of_one_length_are_compared_with_one(size: int, rows: list[str]):
    cut = [row[:size] for row in rows]
    assert Texts.of(cut).like(0).tolist() == [row == cut[0] for row in cut]


def test_texts_that_only_seem_the_same_are_told_apart():
    with patch("fraud.domain.texts._ODD", 0):
        shared = Shared.within(Texts.of(["first of long texts", "other of long texts"] * 2))
    assert [shared.texts[place] for place in shared.place.tolist()] == [
        "first of long texts",
        "other of long texts",
    ] * 2
