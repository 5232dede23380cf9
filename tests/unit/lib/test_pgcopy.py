"""The binary COPY codec without a server; the integration tests meet a real one."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.pgcopy import (
    HEADER,
    TRAILER,
    ColumnFormat,
    CopyFormatError,
    RowFormat,
    microseconds,
    moment,
    pieces,
)

FORMAT = RowFormat({"id": "int8", "rank": "int4", "bits": "int2", "score": "float8", "on": "bool"})


def columns(size, seed=1):
    rng = np.random.default_rng(seed)
    return {
        "id": rng.integers(-(2**63), 2**63 - 1, size),
        "rank": rng.integers(-(2**31), 2**31 - 1, size).astype(np.int32),
        "bits": rng.integers(-(2**15), 2**15 - 1, size).astype(np.int16),
        "score": rng.normal(size=size),
        "on": rng.integers(0, 2, size).astype(bool),
    }


def test_a_row_has_the_documented_bytes():
    row = RowFormat({"a": "int8", "b": "bool"}).encode({"a": np.array([1]), "b": np.array([True])})
    assert row == bytes.fromhex("0002 00000008 0000000000000001 00000001 01")


@given(st.integers(0, 50), st.integers(0, 100), st.integers(1, 97))
def test_reading_what_was_written_cut_anywhere(size, seed, cut):
    before = columns(size, seed)
    whole = HEADER + bytes(FORMAT.encode(before)) + TRAILER
    after = FORMAT.decode(pieces(whole, size=cut))
    assert list(after) == list(before)
    for name, values in before.items():
        assert (after[name] == values).all()
        assert after[name].dtype == values.dtype


def test_a_null_is_named():
    row = bytes.fromhex("0002 00000008 0000000000000001 ffffffff")
    with pytest.raises(CopyFormatError, match="null"):
        RowFormat({"a": "int8", "b": "bool"}).decode([HEADER + row + TRAILER])


def test_another_type_of_the_same_total_width_is_named():
    data = (
        RowFormat({"a": "int8", "b": "int4"})
        .encode({"a": np.array([1]), "b": np.array([2])})
        .tobytes()
    )
    with pytest.raises(CopyFormatError, match="a is null or of another type"):
        RowFormat({"a": "int4", "b": "int8"}).decode([HEADER + data + TRAILER])


@pytest.mark.parametrize("data", [b"", HEADER, HEADER + b"\x00", b"id,rank\n1,2\n" + TRAILER])
def test_an_incomplete_copy_is_refused(data):
    with pytest.raises(CopyFormatError, match="not a complete"):
        FORMAT.decode([data])


def test_moments_are_microseconds_since_2000():
    then = datetime(2025, 5, 17, 12, 30, 1, 250_000, tzinfo=UTC)
    assert microseconds(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert moment(microseconds(then)) == then


def array(values, width):
    elements = b"".join(
        width.to_bytes(4, "big") + int(value).to_bytes(width, "big", signed=True)
        for value in values
    )
    head = b"".join(n.to_bytes(4, "big") for n in (1, 0, 20, len(values), 1))
    return (len(head) + len(elements)).to_bytes(4, "big") + head + elements


def test_arrays_become_columns():
    row = b"\x00\x02" + array([1, -2, 3], 8) + array([7, 8, 9], 4)
    found = ColumnFormat({"a": "int8", "b": "int4"}).decode([HEADER + row + TRAILER])
    assert found["a"].tolist() == [1, -2, 3]
    assert found["b"].tolist() == [7, 8, 9]
    assert found["b"].dtype == np.int32


def test_no_rows_are_empty_columns():
    row = b"\x00\x02" + b"\xff\xff\xff\xff" * 2
    found = ColumnFormat({"a": "int8", "b": "bool"}).decode([HEADER + row + TRAILER])
    assert [len(column) for column in found.values()] == [0, 0]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (b"\x00\x01" + array([1], 4), "a isn't an array of int64"),
        (b"\x00\x02" + array([1], 8) + array([1], 8), "another number"),
    ],
)
def test_other_arrays_are_refused(row, word):
    with pytest.raises(CopyFormatError, match=word):
        ColumnFormat({"a": "int8"}).decode([HEADER + row + TRAILER])
