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

LARGEST_RUN = 24
SMALLEST_RUN = 12
MOST_IN_BUCKET = 4096
FULL_TAIL = 50_000


@dataclass(frozen=True, slots=True)
class Hits:
    """Which query code met which owner's code, and how many bits differ."""

    query: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.query)


class CodeTables:
    """Codes of one length with their owners' numbers; grows, never forgets by itself."""

    def __init__(self, *, bits: int, used_bits: int, radius: int) -> None:
        self._words = bits // 64
        self._used_bits = used_bits
        self._radius = radius
        self._tail: list[tuple[Words, Numbers]] = []
        self._segments: list[Segment] = []

    def __len__(self) -> int:
        return sum(map(len, self._segments)) + self._tail_length()

    def add(self, codes: Words, owners: Numbers) -> None:
        """Take in codes; each owner number may come as often as it likes."""
        self._tail.append((codes.reshape(-1, self._words), owners.astype(np.uint32)))
        if self._tail_length() >= FULL_TAIL:
            self.settle()

    def settle(self) -> None:
        """Sort the tail into a segment, and merge it with those that aren't much larger."""
        parts, self._tail = self._tail, []
        if not parts:
            return
        count = sum(len(owners) for _, owners in parts)
        while self._segments and len(self._segments[-1]) <= 2 * count:
            last = self._segments.pop()
            parts = [(last.codes, last.owners), *parts]
            count += len(last)
        codes = np.concatenate([part[0] for part in parts])
        owners = np.concatenate([part[1] for part in parts])
        self._segments.append(Segment.of(codes, owners, used_bits=self._used_bits))

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
            tail_codes = np.concatenate([part[0] for part in self._tail])
            tail_owners = np.concatenate([part[1] for part in self._tail])
            found.append(scan(codes, tail_codes, tail_owners, self._radius))
        return join_hits(found)

    @property
    def bytes(self) -> int:
        """Memory held by codes, owners and tables."""
        return sum(segment.bytes for segment in self._segments) + sum(
            codes.nbytes + owners.nbytes for codes, owners in self._tail
        )

    def _tail_length(self) -> int:
        return sum(len(owners) for _, owners in self._tail)


@dataclass(frozen=True, slots=True)
class Segment:
    """Sorted codes: for each table, the order of its keys and where each key starts."""

    codes: Words
    owners: Numbers
    run: int
    places: tuple[int, ...]
    orders: list[Numbers] = field(repr=False)
    starts: list[Numbers] = field(repr=False)

    @classmethod
    def of(cls, codes: Words, owners: Numbers, *, used_bits: int) -> "Segment":
        """Sort codes by runs of as many bits as their number asks for."""
        run = int(np.clip(np.ceil(np.log2(len(codes) + 1)), SMALLEST_RUN, LARGEST_RUN))
        places = tuple(range(0, used_bits - run + 1, run))
        orders, starts = [], []
        for place in places:
            key = keys(codes, place, run)
            orders.append(np.argsort(key).astype(np.uint32))
            counts = np.bincount(key, minlength=1 << run)
            starts.append(np.r_[0, np.cumsum(counts)].astype(np.uint32))
        return cls(codes, owners, run, places, orders, starts)

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def bytes(self) -> int:
        """Memory held."""
        tables = sum(array.nbytes for array in (*self.orders, *self.starts))
        return self.codes.nbytes + self.owners.nbytes + tables

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
            apart += np.bitwise_count(codes[query, word] ^ self.codes[entry, word])
        close = apart <= radius
        return Hits(query[close], self.owners[entry[close]].astype(np.int64), apart[close])


def keys(codes: Words, place: int, run: int) -> npt.NDArray[np.int64]:
    """Return `run` bits of each code from a bit place on, as numbers."""
    word, bit = divmod(place, 64)
    low = codes[:, word] >> np.uint64(bit)
    if bit + run > 64:
        low = low | (codes[:, word + 1] << np.uint64(64 - bit))
    return (low & np.uint64((1 << run) - 1)).astype(np.int64)


def scan(codes: Words, stored: Words, owners: Numbers, radius: int) -> Hits:
    """Compare every query code with every stored one."""
    found = []
    step = max(1, 4_000_000 // max(len(stored), 1))
    for start in range(0, len(codes), step):
        part = codes[start : start + step]
        apart = np.zeros((len(part), len(stored)), np.uint16)
        for word in range(codes.shape[1]):
            apart += np.bitwise_count(part[:, word, None] ^ stored[None, :, word])
        query, entry = np.nonzero(apart <= radius)
        found.append(
            Hits(
                query + start,
                owners[entry].astype(np.int64),
                apart[query, entry].astype(np.int64),
            )
        )
    return join_hits(found)


def join_hits(parts: list[Hits]) -> Hits:
    """Return hits of several places as one."""
    nothing = np.zeros(0, np.int64)
    return Hits(
        np.concatenate([nothing, *(part.query for part in parts)]),
        np.concatenate([nothing, *(part.owner for part in parts)]),
        np.concatenate([nothing, *(part.distance for part in parts)]),
    )
