"""What a list of creators can be narrowed by, and how many there are of each.

Values of one facet add up (dance or comedy), facets narrow each other (dance, and in the US). The
count beside a value is how many it would show, so its own facet doesn't narrow it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.audiences import BANDS
from marketplace.domain.matching.gates import OWN_CATEGORY
from marketplace.domain.matching.profiles import GRADES
from marketplace.domain.matching.tables import RATE_STEPS, Flags, Table

UNKNOWN: Final = "unknown"
# A band of ages or a country is an audience's own from a fifth of it on.
OWN_SHARE: Final = 0.2
# Up to here an audience is neither mainly of one gender nor of the other.
MAINLY: Final = 0.6
# Countries and languages beyond the most frequent ones aren't offered.
MOST_VALUES: Final = 30
SIZES: Final = (
    ("nano", 10_000),
    ("micro", 100_000),
    ("mid", 500_000),
    ("macro", 1_000_000),
    ("mega", 10_000_000),
)
LARGEST: Final = "star"
# Steps of prices in half-octaves of minor units: about 80, 330, 1,300, 5,200, 21,000 and 84,000
# in whole ones.
RATE_BOUNDS: Final = (26, 30, 34, 38, 42, 46)
ALL_ORIGINAL: Final = 0.95
MOSTLY_ORIGINAL: Final = 0.8


class Facet(StrEnum):
    """What a list is narrowed by, in the order in which it is shown."""

    CATEGORY = "category"
    MARKET = "market"
    AGE = "age"
    GENDER = "gender"
    SIZE = "size"
    GRADE = "grade"
    ORIGINALITY = "originality"
    RATE = "rate"
    LANGUAGE = "language"
    VERIFIED = "verified"


Chosen = Mapping[Facet, Collection[str]]


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet and how many creators it would show."""

    value: str
    creators: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The values of a facet, and for each a flag a creator: (values, n)."""

    values: tuple[str, ...]
    flags: Flags

    def any_of(self, chosen: Collection[str]) -> Flags | None:
        """Return who has one of the values; None when none of them is known here."""
        rows = [row for value, row in zip(self.values, self.flags, strict=True) if value in chosen]
        return np.logical_or.reduce(rows) if rows else None


Shelves = Mapping[Facet, Shelf]


def shelves_of(table: Table) -> dict[Facet, Shelf]:
    """Sort the creators of a table by every facet."""
    return {
        Facet.CATEGORY: _shelf(zip(table.categories, table.makers >= OWN_CATEGORY, strict=True)),
        Facet.MARKET: _most(table.markets, table.market >= OWN_SHARE),
        Facet.AGE: _shelf(zip(_bands(), table.ages >= OWN_SHARE, strict=True)),
        Facet.GENDER: _shelf(_genders(table)),
        Facet.SIZE: _shelf(_sizes(table)),
        Facet.GRADE: _shelf(_grades(table)),
        Facet.ORIGINALITY: _shelf(_originality(table)),
        Facet.RATE: _shelf(_rates(table)),
        Facet.LANGUAGE: _most(table.languages, table.speakers),
        Facet.VERIFIED: _shelf([("yes", table.verified)]),
    }


def size_of(followers: int | None) -> str:
    """Return the name of an account's size."""
    if followers is None:
        return UNKNOWN
    return next((name for name, below in SIZES if followers < below), LARGEST)


def rate_range(value: str) -> tuple[int, int | None]:
    """Return from which to below which price (minor units) a value of the rate facet reaches."""
    number = int(value)
    ends = [0, *(round(2 ** (step / RATE_STEPS)) for step in RATE_BOUNDS)]
    return ends[number], ends[number + 1] if number + 1 < len(ends) else None


def narrowed(shelves: Shelves, passed: Flags, chosen: Chosen) -> Flags:
    """Return who of those who passed has what is chosen. Values that aren't known say nothing."""
    found = passed.copy()
    for flags in _masks(shelves, chosen).values():
        found &= flags
    return found


def counts(shelves: Shelves, passed: Flags, chosen: Chosen) -> dict[Facet, tuple[Count, ...]]:
    """Return how many each value of each facet would show beside the other facets' choices."""
    masks = _masks(shelves, chosen)
    everything = passed.copy()
    for flags in masks.values():
        everything &= flags
    found = {}
    for facet, shelf in shelves.items():
        among = _others(passed, masks, facet) if facet in masks else everything
        found[facet] = tuple(
            Count(value, int(np.count_nonzero(row & among)))
            for value, row in zip(shelf.values, shelf.flags, strict=True)
        )
    return found


def _others(passed: Flags, masks: Mapping[Facet, Flags], facet: Facet) -> Flags:
    among = passed.copy()
    for other, flags in masks.items():
        if other is not facet:
            among &= flags
    return among


def _masks(shelves: Shelves, chosen: Chosen) -> dict[Facet, Flags]:
    masks = {facet: shelves[facet].any_of(values) for facet, values in chosen.items()}
    return {facet: flags for facet, flags in masks.items() if flags is not None}


def _shelf(rows: Iterator[tuple[str, NDArray[np.bool_]]] | list[tuple[str, Flags]]) -> Shelf:
    kept = list(rows)
    return Shelf(
        tuple(value for value, _flags in kept),
        np.ascontiguousarray(np.stack([flags for _value, flags in kept])),
    )


def _most(values: tuple[str, ...], flags: Flags) -> Shelf:
    """Keep the values that most creators have, in the order of how many do."""
    sizes = np.count_nonzero(flags, axis=1)
    order = sorted(range(len(values)), key=lambda i: (-sizes[i], values[i]))[:MOST_VALUES]
    kept = [number for number in order if sizes[number]]
    return Shelf(tuple(values[number] for number in kept), np.ascontiguousarray(flags[kept]))


def _bands() -> list[str]:
    return [f"{low}-{high}" for low, high in BANDS]


def _genders(table: Table) -> list[tuple[str, Flags]]:
    female = table.female
    with np.errstate(invalid="ignore"):
        mainly_female, mainly_male = female >= MAINLY, female <= 1 - MAINLY
    lacking = np.isnan(female)
    return [
        ("female", np.asarray(mainly_female)),
        ("male", np.asarray(mainly_male)),
        ("even", np.asarray(~(mainly_female | mainly_male | lacking))),
        (UNKNOWN, np.asarray(lacking)),
    ]


def _sizes(table: Table) -> list[tuple[str, Flags]]:
    ends = [-1, 0, *(below for _name, below in SIZES)]
    place = np.searchsorted(np.array(ends), table.followers, side="right")
    names = [UNKNOWN, *(name for name, _below in SIZES), LARGEST]
    rows = [(name, np.asarray(place == number)) for number, name in enumerate(names, start=1)]
    return [*rows[1:], rows[0]]


def _grades(table: Table) -> list[tuple[str, Flags]]:
    names = (*GRADES, UNKNOWN)
    return [(name, np.asarray(table.grade == number)) for number, name in enumerate(names)]


def _originality(table: Table) -> list[tuple[str, Flags]]:
    share, lacking = table.originality, np.isnan(table.originality)
    with np.errstate(invalid="ignore"):
        every, mostly = share >= ALL_ORIGINAL, share >= MOSTLY_ORIGINAL
    return [
        ("all", np.asarray(every)),
        ("mostly", np.asarray(mostly & ~every)),
        ("partly", np.asarray(~mostly & ~lacking)),
        (UNKNOWN, np.asarray(lacking)),
    ]


def _rates(table: Table) -> list[tuple[str, Flags]]:
    place = np.searchsorted(np.array(RATE_BOUNDS), table.rate, side="right")
    known = table.rate >= 0
    rows = [
        (str(number), np.asarray(known & (place == number)))
        for number in range(len(RATE_BOUNDS) + 1)
    ]
    return [*rows, (UNKNOWN, np.asarray(~known))]
