"""A table of variants to learn from, and the pairs of it of which one is known to be better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.corpus import Piece
from scoring.domain.quality.learning.features import Vector, features
from scoring.domain.quality.learning.network import Array, Pairs
from scoring.domain.quality.learning.variants import Depths
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.ratings import rate

# Depths nearer than this are as good as equal.
CLEARLY = 0.5
# People judge whole videos by their own lights; a pair of theirs counts as two of ours.
HUMAN_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person gave one video's part, 1 to 5. `who` keeps apart those of others."""

    who: str
    group: str
    clip: str
    part: Part
    points: int
    measured: Measured


@dataclass(frozen=True, slots=True)
class Row:
    """One variant: whose, what was done to it, what the curve says, what the network reads."""

    group: str
    piece: int
    depths: Depths
    curve: float
    vector: Vector


@dataclass(frozen=True, slots=True)
class KnownPair:
    """Places of two rows; `way` is what makes the second worse, "people" where people say so."""

    better: int
    worse: int
    way: str
    weight: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything of one part on one side of the split."""

    rows: tuple[Row, ...]
    pairs: tuple[KnownPair, ...]

    @property
    def vectors(self) -> Array:
        """Features, a row a variant."""
        return np.stack([row.vector for row in self.rows])

    @property
    def curves(self) -> Array:
        """The curve's ratings, 0 to 100."""
        return np.array([row.curve for row in self.rows])

    def as_pairs(self) -> Pairs:
        """The pairs as the network takes them."""
        return Pairs(
            better=np.array([pair.better for pair in self.pairs], np.int64),
            worse=np.array([pair.worse for pair in self.pairs], np.int64),
            weight=np.array([pair.weight for pair in self.pairs], np.float64),
        )


def rows_of(
    part: Part, pieces: Iterable[Piece], opinions: Iterable[Opinion], groups: set[str]
) -> Rows:
    """Return the rows and pairs of one part, of these groups."""
    rows: list[Row] = []
    pairs: list[KnownPair] = []
    for number, piece in enumerate(pieces):
        if piece.part is part and piece.group in groups:
            first = len(rows)
            rows += [
                _row(part, piece.group, number, one.depths, one.measured) for one in piece.variants
            ]
            pairs += _pairs_within([row.depths for row in rows[first:]], first)
    said = [one for one in opinions if one.part is part and one.group in groups]
    first = len(rows)
    rows += [_row(part, one.group, -1, {}, one.measured) for one in said]
    pairs += _pairs_of_people(said, first)
    return Rows(tuple(rows), tuple(pairs))


def _row(part: Part, group: str, piece: int, depths: Depths, measured: Measured) -> Row:
    rating = rate(measured).parts[part]
    return Row(group, piece, depths, rating.value, features(measured, rating))


def _pairs_within(depths: Sequence[Depths], first: int) -> list[KnownPair]:
    """Pairs of one piece's variants where one is at least as bad in every way."""
    found = []
    for one, other in combinations(range(len(depths)), 2):
        for better, worse in ((one, other), (other, one)):
            way = worse_by(depths[better], depths[worse])
            if way:
                found.append(KnownPair(first + better, first + worse, way, 1.0))
    return found


def worse_by(better: Depths, worse: Depths) -> str:
    """Name the way in which `worse` goes furthest beyond `better`; empty where it isn't clear."""
    ways = sorted({*better, *worse})
    further = {way: worse.get(way, 0.0) - better.get(way, 0.0) for way in ways}
    if not further or min(further.values()) < 0 or max(further.values()) < CLEARLY:
        return ""
    return max(ways, key=lambda way: further[way])


def _pairs_of_people(said: Sequence[Opinion], first: int) -> list[KnownPair]:
    """Pairs of videos that the same person rated differently."""
    found = []
    for one, other in combinations(range(len(said)), 2):
        apart = said[one].points - said[other].points
        if said[one].who == said[other].who and said[one].clip != said[other].clip and apart:
            better, worse = (one, other) if apart > 0 else (other, one)
            weight = HUMAN_WEIGHT * abs(apart) / 4
            found.append(KnownPair(first + better, first + worse, "people", weight))
    return found
