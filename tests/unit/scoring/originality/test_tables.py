"""Code tables against comparing everything with everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.originality.tables import CodeTables, Entries, keys, scan

RANDOM = np.random.default_rng(3)


def codes(count, words=4):
    return RANDOM.integers(0, 2**64, (count, words), dtype=np.uint64)


def flipped(code, places):
    bits = np.unpackbits(code.view(np.uint8), bitorder="little")
    bits[places] ^= 1
    return np.packbits(bits, bitorder="little").view(np.uint64)


def found(hits):
    return set(zip(hits.query.tolist(), hits.owner.tolist(), hits.distance.tolist(), strict=True))


@given(place=st.integers(0, 104), run=st.integers(1, 24), value=st.integers(0, 2**128 - 1))
def test_keys_are_runs_of_bits_across_words(place, run, value):
    code = np.array([[value & (2**64 - 1), value >> 64]], np.uint64)
    assert keys(code, place, run)[0] == (value >> place) & ((1 << run) - 1)


@given(seed=st.integers(0, 10_000), flips=st.integers(0, 10))
@settings(max_examples=30, deadline=None)
def test_what_differs_in_fewer_bits_than_there_are_tables_is_always_found(seed, flips):
    random = np.random.default_rng(seed)
    stored = random.integers(0, 2**64, (500, 4), dtype=np.uint64)
    tables = CodeTables(bits=256, used_bits=192, radius=64)
    tables.add(stored, np.arange(500, dtype=np.uint32))
    tables.settle()
    query = flipped(stored[77], random.choice(256, flips, replace=False))
    assert (0, 77, flips) in found(tables.near(query[None]))


def test_near_finds_only_what_a_scan_finds():
    stored, owners = codes(3000), np.arange(3000, dtype=np.uint32)
    tables = CodeTables(bits=256, used_bits=192, radius=110)
    tables.add(stored, owners)
    tables.settle()
    query = codes(20)
    assert found(tables.near(query)) <= found(
        scan(query, Entries(stored, owners, owners.astype(np.uint16)), 110)
    )


def test_the_tail_and_the_segments_are_searched_alike():
    stored = codes(200)
    tables = CodeTables(bits=256, used_bits=192, radius=20)
    tables.add(stored[:100], np.arange(100, dtype=np.uint32))
    tables.settle()
    tables.add(stored[100:], np.arange(100, 200, dtype=np.uint32))
    assert len(tables) == 200
    assert found(tables.near(stored[[5, 150]])) == {(0, 5, 0), (1, 150, 0)}


def test_an_empty_set_finds_nothing():
    tables = CodeTables(bits=128, used_bits=128, radius=20)
    assert len(tables.near(codes(3, 2))) == 0
    tables.settle()
    assert len(tables) == 0


def test_a_crowded_bucket_is_passed_over(monkeypatch):
    monkeypatch.setattr("scoring.domain.originality.tables.MOST_IN_BUCKET", 10)
    tables = CodeTables(bits=256, used_bits=192, radius=20)
    tables.add(np.repeat(codes(1), 50, axis=0), np.arange(50, dtype=np.uint32))
    tables.settle()
    assert len(tables.near(codes(1))) == 0


@pytest.mark.parametrize("count", [0, 1, 7])
def test_bytes_grow_with_what_is_held(count):
    tables = CodeTables(bits=256, used_bits=192, radius=20)
    tables.add(codes(count), np.zeros(count, np.uint32))
    assert tables.bytes == count * 38
