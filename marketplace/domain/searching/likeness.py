"""Who is like whom: in what they make, who watches, and how many.

likeness = 0.6 content + 0.25 audience + 0.15 size, each 0 to 1; what isn't known of the named ones
or of a creator doesn't count for that creator, and the rest weighs more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.tables import Flags, Floats, Table

Places = NDArray[np.int64]

CONTENT, AUDIENCE, SIZE = 0.6, 0.25, 0.15
# Words say less than categories, as in a match.
WORDS: Final = 0.25
# Audiences ten times as large, or a tenth, have nothing of size in common.
SIZE_REACH: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Columns over all creators, 0 to 1, NaN where it can't be told; `total` is never NaN."""

    content: Floats
    audience: Floats
    size: Floats

    @property
    def total(self) -> Floats:
        """Return the weighted sums of what is known; 0 where nothing is."""
        weights, sums = np.zeros(len(self.content)), np.zeros(len(self.content))
        for weight, column in (
            (CONTENT, self.content),
            (AUDIENCE, self.audience),
            (SIZE, self.size),
        ):
            known = ~np.isnan(column)
            sums[known] += weight * column[known]
            weights[known] += weight
        return np.asarray(np.where(weights > 0, sums / np.maximum(weights, 1e-9), 0), np.float32)


def likeness_to(table: Table, places: Sequence[int]) -> Likeness:
    """Return how alike everybody is to the middle of the creators at these places."""
    rows = np.asarray(places, np.int64)
    return Likeness(
        content=_content(table, rows), audience=_audience(table, rows), size=_size(table, rows)
    )


def _content(table: Table, rows: Places) -> Floats:
    """Categories by cosine, words by cosine where there are any."""
    kinds = len(table.categories)
    middle = np.zeros(table.features.shape[1], np.float32)
    mix = _unit(table.features[rows, :kinds].mean(axis=0))
    words = _unit(table.features[rows, kinds:].mean(axis=0))
    if not mix.any():
        return np.full(len(table), np.nan, np.float32)
    lengths = np.linalg.norm(table.mix, axis=1)
    found = (table.mix @ mix) / np.where(lengths == 0, 1, lengths)
    if words.any():
        middle[kinds:] = words
        spoken = (1 + table.features @ middle) / 2
        found = (1 - WORDS) * found + WORDS * spoken
    found[lengths == 0] = np.nan
    return np.asarray(np.clip(found, 0, 1), np.float32)


def _audience(table: Table, rows: Places) -> Floats:
    """The common part of the shares of ages, of genders and of countries, one beside the other."""
    parts = [
        _common(table.ages, rows, ~_none(table.lacks_ages, len(table))),
        _common(table.market, rows, ~_none(table.lacks_market, len(table))),
        _genders(table, rows),
    ]
    stacked = np.stack(parts)
    known = (~np.isnan(stacked)).sum(axis=0)
    sums = np.nansum(stacked, axis=0)
    return np.asarray(np.where(known > 0, sums / np.maximum(known, 1), np.nan), np.float32)


def _common(shares: Floats, rows: Places, known: Flags) -> Floats:
    theirs = rows[known[rows]]
    if not len(theirs):
        return np.full(shares.shape[1], np.nan, np.float32)
    middle = shares[:, theirs].mean(axis=1)
    found = np.zeros(shares.shape[1], np.float32)
    for share, row in zip(middle, shares, strict=True):
        if share > 0:
            found += np.minimum(row, share)
    # Countries that nobody named make up the rest; alike are the parts that are named.
    found /= max(float(middle.sum()), 1e-9)
    found[~known] = np.nan
    return np.asarray(np.minimum(found, 1), np.float32)


def _genders(table: Table, rows: Places) -> Floats:
    theirs = table.female[rows]
    theirs = theirs[~np.isnan(theirs)]
    if not len(theirs):
        return np.full(len(table), np.nan, np.float32)
    return np.asarray(1 - np.abs(table.female - theirs.mean()), np.float32)


def _size(table: Table, rows: Places) -> Floats:
    """1 for as many followers, falling to 0 at ten times as many or a tenth."""
    theirs = table.followers[rows]
    theirs = theirs[theirs >= 0]
    if not len(theirs):
        return np.full(len(table), np.nan, np.float32)
    middle = np.log10(1 + theirs).mean()
    known = table.followers >= 0
    apart = np.abs(np.log10(1 + np.maximum(table.followers, 0)) - middle)
    found = np.clip(1 - apart / SIZE_REACH, 0, 1)
    return np.asarray(np.where(known, found, np.nan), np.float32)


def _none(lacking: Flags | None, count: int) -> Flags:
    return np.zeros(count, np.bool_) if lacking is None else lacking


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, np.float32)
