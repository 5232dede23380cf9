"""Rows made coarse until each stands for enough people (k-anonymity). Pure.

Source: Sweeney, Int. J. of Uncertainty, Fuzziness and Knowledge-Based Systems 10 (2002) 557-570;
the steps are a fixed order in which columns give way, so that the same facts give the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rewards.domain.intervals import IntArray, members

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
    place = np.zeros(len(rows), np.int64)
    for name in kept:
        # Numbered anew at each column, so that no number grows beyond the rows there are.
        wide = place * len(columns[name].names) + columns[name].code[rows]
        place = np.unique(wide, return_inverse=True)[1]
    counts = np.bincount(place)
    people = members(place, owner[rows], count=len(counts))
    first = np.zeros(len(counts), np.int64)
    first[place[::-1]] = rows[::-1]
    large = np.flatnonzero(people >= min_people)
    found = [
        Cell(
            words=_words(columns, kept, int(first[cell])),
            rows=int(counts[cell]),
            people=int(people[cell]),
        )
        for cell in large
    ]
    return found, rows[~np.isin(place, large)]


def _words(columns: Mapping[str, Column], kept: Sequence[str], row: int) -> tuple[str, ...]:
    """Return what a row says in the columns that are kept."""
    return tuple(
        column.names[column.code[row]] if name in kept else ANY for name, column in columns.items()
    )
