"""Creators of a run as columns, so that a brief is held against all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.industries import Industry
from marketplace.domain.matching.audiences import BANDS, of_age
from marketplace.domain.matching.profiles import GRADES, Creator
from marketplace.domain.matching.words import MOST_KEPT, STEPS, Index, index_of, number_of

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

# What stands where nothing is known: the middle, so that new creators are neither lost nor first.
NEUTRAL: Final = 0.5
ADULT_AGES: Final = (16, 18, 21)
# Prices are known to a half-octave at best.
RATE_STEPS: Final = 2
INDUSTRIES: Final = tuple(Industry)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns over n creators, in the order of their ids.

    `features` (n, categories + d) are float32: the category mix, then the embedding. `ages`
    (bands, n) and `market` (markets, n) are 0 where not known; `adults` (3, n) are shares of at
    least 16, 18, 21 years, NaN where not known, as are `female`, `performance` and `trust`. `rate`
    is the middle of the rate in half-octaves, -1 where not known, as are `followers`. `grade` is
    the place in GRADES, the number of them where there is none; `originality` NaN where not known.
    `words` (kept, n) are numbers of stems, 0 for none, and `spoken` how much each is the creator's
    own, in 255ths.
    """

    ids: NDArray[np.int64]
    categories: tuple[str, ...]
    markets: tuple[str, ...]
    languages: tuple[str, ...]
    features: Floats
    ages: Floats
    adults: Floats
    female: Floats
    market: Floats
    performance: Floats
    trust: Floats
    rate: NDArray[np.int16]
    followers: NDArray[np.int64]
    grade: NDArray[np.int8]
    originality: Floats
    words: NDArray[np.uint32]
    spoken: NDArray[np.uint8]
    verified: Flags
    is_new: Flags
    language: Flags
    refused: NDArray[np.uint64]
    available: Flags
    refused_brands: Mapping[int, NDArray[np.int64]]
    bound: Mapping[int, NDArray[np.int64]]

    @cached_property
    def lacks_mix(self) -> Flags | None:
        """Say whose categories aren't known; None when everybody's are."""
        return _lacking(self.mix.any(axis=1))

    @cached_property
    def lacks_ages(self) -> Flags | None:
        """Say of whose audience the ages aren't known; None when all are."""
        return _lacking(self.ages.any(axis=0))

    @cached_property
    def lacks_market(self) -> Flags | None:
        """Say of whose audience the countries aren't known; None when all are."""
        return _lacking(self.market.any(axis=0))

    @cached_property
    def lacks_female(self) -> Flags | None:
        """Say of whose audience the genders aren't known; None when all are."""
        return _lacking(~np.isnan(self.female))

    @cached_property
    def lacks_language(self) -> Flags | None:
        """Say whose languages aren't known; None when everybody's are."""
        return _lacking(self.language.any(axis=1))

    @cached_property
    def speakers(self) -> Flags:
        """Return who speaks what, a row a language: (languages, n)."""
        return np.ascontiguousarray(self.language.T)

    @cached_property
    def fair_performance(self) -> Floats:
        """Return the performance, the middle where it isn't known."""
        return _or_neutral(self.performance)

    @cached_property
    def fair_trust(self) -> Floats:
        """Return the trust, the middle where it isn't known."""
        return _or_neutral(self.trust)

    @cached_property
    def rate_places(self) -> NDArray[np.intp]:
        """Return the steps of the rates for looking things up: 0 where not known, then from 1."""
        return self.rate.astype(np.intp) + 1

    @cached_property
    def makers(self) -> Floats:
        """Return the shares of categories, a row a category: (categories, n)."""
        return np.ascontiguousarray(self.mix.T)

    @cached_property
    def said_by(self) -> Index | None:
        """Return who says which word; None when no words are known of anybody."""
        return index_of(self.words, self.spoken)

    @property
    def mix(self) -> Floats:
        """Return the shares of categories, (n, categories)."""
        return self.features[:, : len(self.categories)]

    @property
    def dimensions(self) -> int:
        """Return the length of the embeddings, 0 when there are none."""
        return int(self.features.shape[1]) - len(self.categories)

    def __len__(self) -> int:
        return len(self.ids)

    def places_of(self, creator_ids: Sequence[int]) -> NDArray[np.int64]:
        """Return where creators stand; those that aren't in the table are left out."""
        wanted = np.asarray(sorted(creator_ids), np.int64)
        places = np.searchsorted(self.ids, wanted)
        inside = places < len(self.ids)
        inside[inside] = self.ids[places[inside]] == wanted[inside]
        return places[inside]


def table_of(
    creators: Sequence[Creator],
    *,
    categories: Sequence[str],
    markets: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> Table:
    """Return the columns. Raises ValueError for a creator that is there twice."""
    rows = sorted(creators, key=lambda one: one.creator_id)
    ids = np.array([one.creator_id for one in rows], np.int64)
    if len(ids) > 1 and not (np.diff(ids) > 0).all():
        raise ValueError("A creator is in a run once.")
    mix = _shares([one.mix for one in rows], tuple(categories))
    return Table(
        ids=ids,
        categories=tuple(categories),
        markets=tuple(markets),
        languages=tuple(languages),
        features=np.hstack([mix, _embeddings(rows, mix)]),
        ages=_rows([one.audience.ages or (0.0,) * len(BANDS) for one in rows], len(BANDS)),
        adults=_rows([_adults(one) for one in rows], len(ADULT_AGES)),
        female=_known([one.audience.female for one in rows]),
        market=_shares([one.audience.markets for one in rows], tuple(markets)).T.copy(),
        performance=_known([one.performance for one in rows]),
        trust=_known([one.trust for one in rows]),
        rate=np.array([rate_step(one.rate.low, one.rate.high) if one.rate else -1 for one in rows],
                      np.int16),
        followers=np.array([-1 if one.followers is None else one.followers for one in rows],
                           np.int64),
        grade=np.array([grade_place(one.grade) for one in rows], np.int8),
        originality=_known([one.originality for one in rows]),
        **_words(rows),
        verified=np.array([one.verified for one in rows], np.bool_),
        is_new=np.array([one.is_new for one in rows], np.bool_),
        language=np.array([[name in one.languages for name in languages] for one in rows],
                          np.bool_).reshape(len(rows), len(languages)),
        refused=np.array([bits_of(one.refused_industries) for one in rows], np.uint64),
        available=np.array([one.is_available for one in rows], np.bool_),
        refused_brands=_places([one.refused_brands for one in rows]),
        bound=_places([one.bound_to for one in rows]),
    )  # fmt: skip


def _words(rows: Sequence[Creator]) -> dict[str, NDArray[Any]]:
    numbers = np.zeros((MOST_KEPT, len(rows)), np.uint32)
    spoken = np.zeros((MOST_KEPT, len(rows)), np.uint8)
    for at, one in enumerate(rows):
        for place, (name, share) in enumerate([*one.words.items()][:MOST_KEPT]):
            numbers[place, at] = number_of(name)
            spoken[place, at] = round(share * STEPS)
    return {"words": numbers, "spoken": spoken}


def _lacking(known: Flags | np.bool_) -> Flags | None:
    return None if known.all() else np.asarray(~known, np.bool_)


def _or_neutral(values: Floats) -> Floats:
    return np.where(np.isnan(values), np.float32(NEUTRAL), values).astype(np.float32)


def rate_step(low: int, high: int) -> int:
    """Return the half-octave in which the (geometric) middle of a rate lies, 0 or more."""
    middle = max(1.0, float(np.sqrt(max(low, 1) * float(max(high, 1)))))
    return int(np.floor(np.log2(middle) * RATE_STEPS))


def grade_place(grade: str) -> int:
    """Return the place of a grade, 0 for the best; the number of grades for none."""
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def bits_of(industries: frozenset[Industry]) -> int:
    """Return a number with a bit for each industry."""
    return sum(1 << INDUSTRIES.index(one) for one in industries)


def _rows(columns: Sequence[Sequence[float]], width: int) -> Floats:
    table = np.array(columns, np.float32).reshape(len(columns), width)
    return np.ascontiguousarray(table.T)


def _known(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in values], np.float32)


def _shares(rows: Sequence[Mapping[str, float]], names: tuple[str, ...]) -> Floats:
    """Put mappings into columns; names that aren't among them are left out."""
    place = {name: number for number, name in enumerate(names)}
    found = np.zeros((len(rows), len(names)), np.float32)
    for number, row in enumerate(rows):
        for name, share in row.items():
            if name in place:
                found[number, place[name]] = share
    return found


def _embeddings(rows: Sequence[Creator], mix: Floats) -> Floats:
    """Whoever has no words of their own gets the middle of those in the same category."""
    known = [one.embedding for one in rows if one.embedding is not None]
    if not known:
        return np.zeros((len(rows), 0), np.float32)
    found = np.zeros((len(rows), len(known[0])), np.float32)
    has = np.array([one.embedding is not None for one in rows])
    found[has] = np.stack(known)
    if not has.all():
        found[~has] = _middles(found[has], mix[has], mix[~has])
    return found


def _middles(known: Floats, their_mix: Floats, mix: Floats) -> Floats:
    weights = mix @ their_mix.T
    weights[weights.sum(axis=1) == 0] = 1.0
    middles = (weights @ known) / weights.sum(axis=1, keepdims=True)
    length = np.linalg.norm(middles, axis=1, keepdims=True)
    return np.asarray(middles / np.where(length == 0, 1, length), np.float32)


def _adults(one: Creator) -> tuple[float, ...]:
    if one.audience.ages is None:
        return (np.nan,) * len(ADULT_AGES)
    return tuple(of_age(one.audience.ages, least=age) for age in ADULT_AGES)


def _places(sets: Sequence[frozenset[int]]) -> dict[int, NDArray[np.int64]]:
    """Return for each brand the rows that name it."""
    found: dict[int, list[int]] = {}
    for number, brands in enumerate(sets):
        for brand in brands:
            found.setdefault(brand, []).append(number)
    return {brand: np.array(rows, np.int64) for brand, rows in found.items()}
