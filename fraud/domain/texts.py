"""Texts that stay where they were written: places in the bytes that hold all of them. Pure.

Thousands of texts are hashed and told apart without making an object of each: eight bytes of all
of them at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fraud.domain.activity import Bools, Ints

Words = NDArray[np.uint64]
WORD: Final = 8
_KEPT: Final = np.array([(1 << (8 * size)) - 1 for size in range(WORD + 1)], np.uint64)
# Any odd numbers do: who is told apart by them is compared afterwards.
_ODD: Final = 0x9E3779B97F4A7C15
_OTHER: Final = 0xC2B2AE3D27D4EB4F
_SLOTS: Final = 14


@dataclass(frozen=True)
class Texts:
    """Some texts in UTF-8; `start` and `size` count bytes of `source`."""

    source: bytes
    start: Ints
    size: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        """Put texts that stand alone together."""
        joined = "".join(texts)
        source = joined.encode()
        size = np.fromiter(map(len, texts), np.int64, len(texts))
        if len(source) != len(joined):
            size = np.fromiter((len(text.encode()) for text in texts), np.int64, len(texts))
        return cls(source, np.cumsum(size) - size, size)

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, place: int) -> str:
        first = int(self.start[place])
        return self.source[first : first + int(self.size[place])].decode()

    def where(self, rows: NDArray[Any]) -> "Texts":
        """Return the texts of a mask or of places."""
        if rows.dtype == bool and rows.all():
            return self
        return Texts(self.source, self.start[rows], self.size[rows])

    def listed(self) -> list[str]:
        """Return every text by itself."""
        ends = (self.start + self.size).tolist()
        spans = zip(self.start.tolist(), ends, strict=True)
        return [self.source[first:end].decode() for first, end in spans]

    def words(self) -> list[Words]:
        """Return all of the bytes, eight of each text at a time; 0 stands behind its end."""
        if not self.size.any():
            return []
        count, whole = -(-int(self.size.max()) // WORD), int(self.size.min()) // WORD
        source = self.source
        if int(self.start.max()) + WORD * count > len(source):
            source = source + bytes(WORD * count)
        view = _view(source)
        words = [view[self.start + WORD * number] for number in range(count)]
        for number in range(whole, count):
            words[number] &= _KEPT[np.clip(self.size - WORD * number, 0, WORD)]
        return words

    def like(self, place: int) -> Bools:
        """Say which texts, all as long as the one at this place, are the same as it."""
        size = int(self.size[place])
        if size < WORD:
            words = self.words()
        else:
            # The last eight bytes may overlap those before.
            view, starts = _view(self.source), (*range(0, size - WORD, WORD), size - WORD)
            words = [view[self.start + start] for start in starts]
        same = np.ones(len(self), bool)
        for word in words:
            same &= word == word[place]
        return same


@dataclass(frozen=True)
class Shared:
    """A column of texts of which many are the same: each once, and which of them a row has."""

    texts: Sequence[str | None]
    place: Ints

    @classmethod
    def of(cls, rows: Sequence[str | None]) -> "Shared":
        """Tell texts apart that stand alone."""
        known: dict[str | None, int] = {text: place for place, text in enumerate(set(rows))}
        return cls([*known], np.fromiter(map(known.__getitem__, rows), np.int64, len(rows)))

    @classmethod
    def within(cls, texts: Texts) -> "Shared":
        """Tell texts apart that stand in one source and hold no character 0."""
        words = texts.words()
        mixed, odd = np.zeros(len(texts), np.uint64), _ODD
        for word in words:
            mixed += word * np.uint64(odd)
            odd = odd * _ODD % (1 << 64)
        first = _first_alike(mixed)
        if len(words) > 1 and not all(bool((word[first] == word).all()) for word in words):
            return cls.of(texts.listed())
        different = np.flatnonzero(first == np.arange(len(first)))
        number = np.empty(len(first), np.int64)
        number[different] = np.arange(len(different))
        return cls(texts.where(different).listed(), number[first])

    @classmethod
    def nothing(cls, size: int) -> "Shared":
        """Return a column without any text."""
        return cls([None], np.zeros(size, np.int64))

    def where(self, rows: NDArray[Any]) -> "Shared":
        """Return the rows of a mask or of places."""
        if rows.dtype == bool and rows.all():
            return self
        return Shared(self.texts, self.place[rows])

    def numbers(self, number_of: Callable[[str | None], int]) -> Ints:
        """Return a number for each row, worked out once for each text."""
        return np.fromiter(map(number_of, self.texts), np.int64, len(self.texts))[self.place]


def _view(source: bytes) -> Words:
    """Return the eight bytes that begin at every byte."""
    return np.ndarray((len(source) - WORD + 1,), np.dtype("<u8"), source, 0, (1,))


def _first_alike(values: Words) -> Ints:
    """Return for each place one that holds the same value, the same one for all of these."""
    slot = (values * np.uint64(_OTHER) >> np.uint64(64 - _SLOTS)).astype(np.int64)
    slots = np.empty(1 << _SLOTS, np.int64)
    slots[slot] = np.arange(len(values))
    found: Ints = slots[slot]
    same = values[found] == values
    if not same.all():
        # Another value took the slot.
        rest = np.flatnonzero(~same)
        _different, first, place = np.unique(values[rest], return_index=True, return_inverse=True)
        found[rest] = rest[first[place]]
    return found
