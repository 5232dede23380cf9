"""Reading events thousands at a time says just what reading them one by one would say."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraud.domain.keyed import hashes
from fraud.domain.lines import PIECE, count_lines
from fraud.domain.moments import EPOCH, microseconds
from fraud.domain.shrinking import Known, Memory, Names, Shrinker, network_of, shrink
from fraud.domain.texts import Texts
from fraud.domain.wire import read

AT = "2026-05-04T12:00:03Z"
EARLIEST, LATEST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
# Aumasson and Bernstein's own vectors: key 00 to 0f, texts of the bytes 00, 01, 02…
VECTORS = {
    0: 0x726FDB47DD0E0E31,
    1: 0x74F839C593DC67FD,
    8: 0x93F5F5799A932462,
    15: 0xA129CA6149BE45E5,
}


def line(number: int = 1, **fields: object) -> bytes:
    return json.dumps(
        {"id": f"e{number}", "kind": "view", "at": AT, "video": "v"} | fields
    ).encode()


def taken(body: bytes) -> tuple[list[int], list[tuple[int, str]]]:
    """Return the lines that hold events, and the faults of others."""
    pieces, faults = read(body, earliest=EARLIEST, latest=LATEST)
    lines = [number for piece in pieces for number in piece.lines.tolist()]
    assert len(lines) == sum(len(piece) for piece in pieces)
    return lines, [(fault.line, fault.code) for fault in faults]


@pytest.mark.parametrize(("size", "wanted"), VECTORS.items())
def test_hashes_are_those_that_the_authors_publish(size: int, wanted: int):
    text = bytes(range(size)).decode()
    assert hashes(Texts.of([text]), key=bytes(range(16))).tolist() == [wanted]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=30))
def test_a_hash_depends_on_its_text_alone(texts: list[str]):
    key = b"0123456789abcdef"
    together = hashes(Texts.of(texts), key=key).tolist()
    assert together == [hashes(Texts.of([text]), key=key).tolist()[0] for text in texts]
    assert len(set(together)) == len(set(texts))
    assert hashes(Texts.of(texts), key=b"another key 1234").tolist() != together


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        hashes(Texts.of(["a"]), key=b"short")


@given(
    st.lists(
        st.datetimes(
            min_value=datetime(1990, 1, 1),
            max_value=datetime(2090, 1, 1),
            timezones=st.integers(-23 * 60, 23 * 60).map(
                lambda minutes: timezone(timedelta(minutes=minutes))
            ),
        ),
        min_size=1,
    ),
    st.sampled_from(["auto", "seconds", "milliseconds", "microseconds"]),
)
def test_moments_are_read_as_they_were_written(moments: list[datetime], timespec: str):
    texts = [moment.isoformat(timespec=timespec) for moment in moments]
    found, why = microseconds(Texts.of(texts))
    assert not why
    wanted = [(datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1) for text in texts]
    assert found.tolist() == wanted


@given(
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789-+:.TZtz ", max_size=34),
            st.from_regex(
                r"\A[0-9]{4}-[0-3][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]"
                r"(\.[0-9]{1,8})?(Z|[+-][0-2][0-9]:[0-6][0-9])\Z"
            ),
        ),
        max_size=20,
    )
)
def test_what_is_no_moment_one_by_one_is_none_together(texts: list[str]):
    found, why = microseconds(Texts.of(texts))
    for place, text in enumerate(texts):
        try:
            wanted = msgspec.convert(text, Annotated[datetime, msgspec.Meta(tz=True)])
        except msgspec.ValidationError:
            assert place in why
        else:
            assert place not in why
            assert found[place] == (wanted - EPOCH) // timedelta(microseconds=1)


def test_lines_keep_their_places_whatever_stands_between():
    body = b"\n".join([b"", line(1), b"  ", b"{", line(2), b"\xff", line(3, kind="dance"), line(4)])
    assert taken(body) == ([1, 4, 7], [(3, "malformed"), (5, "malformed"), (6, "invalid_kind")])
    assert count_lines(body) == 6


def test_lines_may_end_as_windows_ends_them():
    body = b"\r\n".join([line(1), line(2), b""])
    assert taken(body) == ([0, 1], [])
    assert count_lines(body) == 2


@given(st.lists(st.sampled_from([b"{", b" ", b"\n", b"\r\n", b"\n\n", b" {", b"\t", b"\x85"])))
def test_only_lines_that_hold_something_count(pieces: list[bytes]):
    body = b"".join(pieces)
    assert count_lines(body) == sum(bool(line.strip()) for line in body.split(b"\n"))


def test_one_object_a_line():
    two_on_one = line(1) + line(2)
    over_two = line(3).replace(b", ", b",\n", 1)
    assert taken(b"\n".join([two_on_one, line(4)])) == ([1], [(0, "malformed")])
    lines, faults = taken(b"\n".join([two_on_one, over_two, line(5)]))
    assert lines == [3]
    assert [number for number, _code in faults] == [0, 1, 2]


def test_a_character_that_no_database_holds_is_named():
    body = b"\n".join([line(1, user_agent="a\0b"), line(2, text="c\0d"), line(3, video="v\0")])
    assert taken(body) == ([1], [(0, "no_text"), (2, "no_text")])


def test_a_long_body_is_read_in_pieces_without_losing_a_line():
    one = line(7, text="x" * 900)
    number = 3 * PIECE // len(one)
    lines, faults = taken(b"\n".join([one] * number + [b"{"] + [one]))
    assert lines == [*range(number), number + 1]
    assert faults == [(number, "malformed")]


@given(st.lists(st.sampled_from([line(1), line(2, actor="ann"), b"{", b"", b"[]"]), max_size=12))
def test_together_is_as_one_by_one(lines: list[bytes]):
    wanted: list[int] = []
    faults: list[tuple[int, str]] = []
    for number, text in enumerate(lines):
        alone, wrong = taken(text)
        wanted += [number for _ in alone]
        faults += [(number, code) for _line, code in wrong]
    assert taken(b"\n".join(lines)) == (wanted, faults)


def test_memory_forgets_but_numbers_stay():
    memory = Memory(len)
    assert [memory["four"], memory[None], memory[""]] == [4, 0, 0]
    memory.forget(over=2)
    assert dict(memory) == {None: 0, "": 0}
    assert memory["four"] == 4


def test_what_people_did_is_kept_without_them():
    body = b"\n".join(
        [
            line(1, actor="ann", device="d", address="203.0.113.7", user_agent="A", referrer="R"),
            line(2, kind="comment", text="https://x.example/1"),
            line(3, kind="signup", video=None, name="fan_1", mail="mailinator.com", hosting=True),
            line(4, kind="gift", video=None, creator="c", amount=500),
            line(5, video="another"),
        ]
    )
    (piece,), _ = read(body, earliest=EARLIEST, latest=LATEST)
    names = Names(
        video=Known({"v": 70}), owner={70: 7}, creator=Known({"c": 8}),
        agent=Known({"A": 3}), referrer=Known({"R": 4}),
    )  # fmt: skip
    shrinker = Shrinker(people=Memory(len), networks=Memory(network_of), id_key=b"k" * 16)
    columns, faults = shrink(piece, names=names, shrinker=shrinker)
    assert [(fault.line, fault.code) for fault in faults] == [(4, "unknown_video")]
    assert columns["creator_id"].tolist() == [7, 7, 0, 8]
    assert columns["video_id"].tolist() == [70, 70, 0, 0]
    assert columns["actor"].tolist() == [3, 0, 0, 0]
    assert columns["stem"].tolist() == [0, 0, 3, 0]
    assert columns["flags"].tolist() == [0, 4, 3, 0]
    assert columns["amount"].tolist() == [0, 0, 0, 500]
    assert (columns["agent_id"][0], columns["referrer_id"][0]) == (3, 4)
    assert columns["network"][0] == (203 << 16) + (0 << 8) + 113 + (1 << 48)
    assert (columns["event"] > 0).all()
    assert len(np.unique(columns["event"])) == 4
