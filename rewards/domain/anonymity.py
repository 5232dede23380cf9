"""Rows made coarse until each stands for enough people (k-anonymity). Pure.

Source: Sweeney, Int. J. of Uncertainty, Fuzziness and Knowledge-Based Systems 10 (2002) 557-570;
the steps are a fixed order in which columns give way, so that the same facts give the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rewards.domain.intervals import IntArray

MIN_PEOPLE: Final = 10
ANY: Final = "*"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of words: `code` is each row's position in `names`."""

    names: Sequence[str]
    code: IntArray


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Rows that look the same: their words in the order of the columns, and how many they are."""

    words: tuple[str, ...]
    rows: int
    people: int


def cells(
    columns: Mapping[str, Column],
    *,
    owner: IntArray,
    gives_way: Sequence[str],
    min_people: int = MIN_PEOPLE,
) -> list[Cell]:
    """Return the cells with enough people; the columns of the other rows give way one by one.

    Every row is in one cell at most. Rows that stay too rare when all of `gives_way` have given
    way are left out.
    """
    found: list[Cell] = []
    left = np.arange(len(owner))
    for step in range(len(gives_way) + 1):
        kept = [name for name in columns if name not in gives_way[:step]]
        enough, left = _enough(columns, kept, left, owner=owner, min_people=min_people)
        found += enough
        if not len(left):
            break
    return sorted(found, key=lambda cell: cell.words)


def _enough(
    columns: Mapping[str, Column],
    kept: Sequence[str],
    rows: IntArray,
    *,
    owner: IntArray,
    min_people: int,
) -> tuple[list[Cell], IntArray]:
    """Return the cells of these rows that are large enough, and the rows of the others."""
    if not len(rows):
        return [], rows
    codes = np.stack([np.zeros_like(rows), *(columns[name].code[rows] for name in kept)])
    shapes, place = np.unique(codes, axis=1, return_inverse=True)
    place = place.reshape(-1)
    pairs = np.unique(np.stack([place, owner[rows]]), axis=1)
    people = np.bincount(pairs[0], minlength=shapes.shape[1])
    counts = np.bincount(place, minlength=shapes.shape[1])
    large = np.flatnonzero(people >= min_people)
    found = [
        Cell(
            words=_words(columns, kept, shapes[1:, cell]),
            rows=int(counts[cell]),
            people=int(people[cell]),
        )
        for cell in large
    ]
    return found, rows[~np.isin(place, large)]


def _words(columns: Mapping[str, Column], kept: Sequence[str], codes: IntArray) -> tuple[str, ...]:
    said = {name: columns[name].names[code] for name, code in zip(kept, codes, strict=True)}
    return tuple(said.get(name, ANY) for name in columns)
