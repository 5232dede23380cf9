"""Finds codes within a few bits of a query among very many, without looking at them all.

Each table sorts the codes by another run of their bits. Two codes that differ in few bits agree in
some run by chance, so they meet in some table; what meets is then compared exactly. New codes wait
in a small tail; a full tail becomes a segment, and segments of like size are merged, so that adding
costs little on average and no segment ever changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.frames import Words

Numbers = npt.NDArray[np.uint32]
Notes = npt.NDArray[np.uint16]

LARGEST_RUN = 24
SMALLEST_RUN = 12
MOST_IN_BUCKET = 4096
FULL_TAIL = 50_000


@dataclass(frozen=True, slots=True)
class Hits:
    """Which query code met which owner's code, its note, and how many bits differ."""

    query: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    note: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.query)


class CodeTables:
    """Codes of one length with their owners' numbers and 16 bits of note each; only grows."""

    def __init__(self, *, bits: int, used_bits: int, radius: int) -> None:
        self._words = bits // 64
        self._used_bits = used_bits
        self._radius = radius
        self._tail: list[Entries] = []
        self._segments: list[Segment] = []

    def __len__(self) -> int:
        return sum(map(len, self._segments)) + self._tail_length()

    def add(self, codes: Words, owners: Numbers, notes: Notes | None = None) -> None:
        """Take in codes; each owner number may come as often as it likes."""
        notes = np.zeros(len(owners), np.uint16) if notes is None else notes
        self._tail.append(Entries(codes.reshape(-1, self._words), owners.astype(np.uint32), notes))
        if self._tail_length() >= FULL_TAIL:
            self.settle()

    def settle(self) -> None:
        """Sort the tail into a segment, and merge it with those that aren't much larger."""
        parts, self._tail = self._tail, []
        if not parts:
            return
        count = sum(map(len, parts))
        while self._segments and len(self._segments[-1]) <= 2 * count:
            last = self._segments.pop()
            parts = [last.entries, *parts]
            count += len(last)
        self._segments.append(Segment.of(Entries.joined(parts), used_bits=self._used_bits))

    @property
    def segments(self) -> tuple["Segment", ...]:
        """The sorted parts, the oldest and largest first."""
        return tuple(self._segments)

    def take_segments(self, segments: Iterable["Segment"]) -> None:
        """Start from segments that were sorted before."""
        self._segments = list(segments)

    def near(self, codes: Words) -> Hits:
        """Return what lies within the radius of each query code, as far as some table shows it."""
        found = [segment.near(codes, self._radius) for segment in self._segments]
        if self._tail:
            found.append(scan(codes, Entries.joined(self._tail), self._radius))
        return join_hits(found)

    @property
    def bytes(self) -> int:
        """Memory held by codes, owners and tables."""
        settled = sum(segment.bytes for segment in self._segments)
        return settled + sum(part.bytes for part in self._tail)

    def _tail_length(self) -> int:
        return sum(map(len, self._tail))


@dataclass(frozen=True, slots=True)
class Entries:
    """Codes with whose they are and a note on each."""

    codes: Words
    owners: Numbers
    notes: Notes

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def bytes(self) -> int:
        """Memory held."""
        return self.codes.nbytes + self.owners.nbytes + self.notes.nbytes

    @classmethod
    def joined(cls, parts: list["Entries"]) -> "Entries":
        """Return several as one."""
        return cls(
            np.concatenate([part.codes for part in parts]),
            np.concatenate([part.owners for part in parts]),
            np.concatenate([part.notes for part in parts]),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """Sorted codes: for each table, the order of its keys and where each key starts."""

    entries: Entries
    run: int
    places: tuple[int, ...]
    orders: list[Numbers] = field(repr=False)
    starts: list[Numbers] = field(repr=False)

    @classmethod
    def of(cls, entries: Entries, *, used_bits: int) -> "Segment":
        """Sort codes by runs of as many bits as their number asks for."""
        codes = entries.codes
        run = int(np.clip(np.ceil(np.log2(len(codes) + 1)), SMALLEST_RUN, LARGEST_RUN))
        places = tuple(range(0, used_bits - run + 1, run))
        orders, starts = [], []
        for place in places:
            key = keys(codes, place, run)
            orders.append(np.argsort(key).astype(np.uint32))
            counts = np.bincount(key, minlength=1 << run)
            starts.append(np.r_[0, np.cumsum(counts)].astype(np.uint32))
        return cls(entries, run, places, orders, starts)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def bytes(self) -> int:
        """Memory held."""
        tables = sum(array.nbytes for array in (*self.orders, *self.starts))
        return self.entries.bytes + tables

    def near(self, codes: Words, radius: int) -> Hits:
        """Look each query code up in every table; buckets of the very common are passed over."""
        found = []
        for place, order, starts in zip(self.places, self.orders, self.starts, strict=True):
            key = keys(codes, place, self.run)
            first, last = starts[key].astype(np.int64), starts[key + 1].astype(np.int64)
            count = np.where(last - first <= MOST_IN_BUCKET, last - first, 0)
            query = np.repeat(np.arange(len(codes)), count)
            within = np.arange(len(query)) - np.repeat(np.cumsum(count) - count, count)
            entry = order[np.repeat(first, count) + within].astype(np.int64)
            found.append(query * len(self) + entry)
        pairs = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
        query, entry = np.divmod(pairs, max(len(self), 1))
        apart = np.zeros(len(pairs), np.int64)
        for word in range(codes.shape[1]):
            apart += np.bitwise_count(codes[query, word] ^ self.entries.codes[entry, word])
        close = apart <= radius
        return hits_of(self.entries, query[close], entry[close], apart[close])


def keys(codes: Words, place: int, run: int) -> npt.NDArray[np.int64]:
    """Return `run` bits of each code from a bit place on, as numbers."""
    word, bit = divmod(place, 64)
    low = codes[:, word] >> np.uint64(bit)
    if bit + run > 64:
        low = low | (codes[:, word + 1] << np.uint64(64 - bit))
    return (low & np.uint64((1 << run) - 1)).astype(np.int64)


def hits_of(
    entries: Entries,
    query: npt.NDArray[np.int64],
    entry: npt.NDArray[np.int64],
    distance: npt.NDArray[np.integer],
) -> Hits:
    """Return hits of query codes on entries."""
    return Hits(
        query,
        entries.owners[entry].astype(np.int64),
        entries.notes[entry].astype(np.int64),
        distance.astype(np.int64),
    )


def scan(codes: Words, entries: Entries, radius: int) -> Hits:
    """Compare every query code with every stored one."""
    found, stored = [], entries.codes
    step = max(1, 4_000_000 // max(len(stored), 1))
    for start in range(0, len(codes), step):
        part = codes[start : start + step]
        apart = np.zeros((len(part), len(stored)), np.uint16)
        for word in range(codes.shape[1]):
            apart += np.bitwise_count(part[:, word, None] ^ stored[None, :, word])
        query, entry = np.nonzero(apart <= radius)
        found.append(hits_of(entries, query + start, entry, apart[query, entry]))
    return join_hits(found)


def join_hits(parts: list[Hits]) -> Hits:
    """Return hits of several places as one."""
    nothing = np.zeros(0, np.int64)
    return Hits(
        np.concatenate([nothing, *(part.query for part in parts)]),
        np.concatenate([nothing, *(part.owner for part in parts)]),
        np.concatenate([nothing, *(part.note for part in parts)]),
        np.concatenate([nothing, *(part.distance for part in parts)]),
    )
