"""Learns the layer over the words, and tells by cross-validation whether it does any better.

The choice of the categories that it serves is part of what is cross-validated, so that the figures
aren't flattered by it. Same videos, same seed: same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from scoring.domain.categories.learned import LearnedCategories, Line, features_of, score_learned
from scoring.domain.categories.scoring import Evidence, categories_of, score_evidence, terms_of
from scoring.domain.categories.taxonomy import Category

SEED = 20_261_121
FOLDS = 5
# Fewer say more about chance than about categories.
LEAST_VIDEOS, LEAST_OF_CATEGORY = 60, 8
LEAST_USES_OF_TERM = 2
STRENGTH = 3.0
SMALL_WEIGHT = 0.01
DRAWS, SURE = 2_000, 0.95
Sets = Sequence[frozenset[Category]]


@dataclass(frozen=True, slots=True)
class Example:
    """A video as its words stand, and what a person says it is about."""

    evidence: Evidence
    categories: frozenset[Category]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Micro-averaged F1 on videos that each answer hadn't seen, and how sure the gain is.

    `better` is the share of 2,000 redrawn sets of the videos on which the layer wins outright.
    """

    videos: int
    words_f1: float
    learned_f1: float
    better: float
    by_category: Mapping[str, tuple[float, float]]

    @property
    def wins(self) -> bool:
        """Whether the layer is to serve."""
        return self.learned_f1 > self.words_f1 and self.better >= SURE


def train(examples: Sequence[Example], *, version: str) -> tuple[LearnedCategories, Comparison]:
    """Return the layer learned from all examples, and the honest comparison with the words.

    Raises ValueError for fewer than 60 examples.
    """
    if len(examples) < LEAST_VIDEOS:
        raise ValueError(f"{len(examples)} of at least {LEAST_VIDEOS} videos")
    words = [_words(example) for example in examples]
    learned: list[frozenset[Category]] = [frozenset()] * len(examples)
    for train_rows, test_rows in _folds(len(examples)):
        layer = fit([examples[row] for row in train_rows], version=version)
        for row in test_rows:
            learned[row] = _learned(examples[row], layer)
    return fit(examples, version=version), compare(examples, words=words, learned=learned)


def fit(examples: Sequence[Example], *, version: str) -> LearnedCategories:
    """Learn a line for each category where that beats the words in an inner cross-validation."""
    candidates = _candidates(examples)
    guesses: list[frozenset[Category]] = [frozenset()] * len(examples)
    for train_rows, test_rows in _folds(len(examples)):
        layer = _layer([examples[row] for row in train_rows], candidates, version=version)
        for row in test_rows:
            guesses[row] = _learned(examples[row], layer)
    wanted = [example.categories for example in examples]
    words = [_words(example) for example in examples]
    serving = [one for one in candidates if _f1(wanted, guesses, {one}) > _f1(wanted, words, {one})]
    return _layer(examples, serving, version=version)


def compare(examples: Sequence[Example], *, words: Sets, learned: Sets) -> Comparison:
    """Compare two answers to the same videos; redraws the videos to see how sure the gain is."""
    wanted = [example.categories for example in examples]
    used = {category for one in (*wanted, *words, *learned) for category in one}
    mine, theirs = (
        np.array([_counts(*pair) for pair in zip(wanted, guess, strict=True)])
        for guess in (learned, words)
    )
    rows = np.random.default_rng(SEED).integers(0, len(wanted), (DRAWS, len(wanted)))
    wins = _f1_of(mine[rows].sum(axis=1)) > _f1_of(theirs[rows].sum(axis=1))
    return Comparison(
        videos=len(examples),
        words_f1=round(_f1(wanted, words, used), 4),
        learned_f1=round(_f1(wanted, learned, used), 4),
        better=round(float(np.mean(wins)), 4),
        by_category={
            one.value: (round(_f1(wanted, words, {one}), 4), round(_f1(wanted, learned, {one}), 4))
            for one in sorted(used)
        },
    )


def _candidates(examples: Sequence[Example]) -> list[Category]:
    counts = {one: sum(one in example.categories for example in examples) for one in Category}
    most = len(examples) - LEAST_OF_CATEGORY
    return [one for one, count in counts.items() if LEAST_OF_CATEGORY <= count <= most]


def _layer(
    examples: Sequence[Example], categories: Sequence[Category], *, version: str
) -> LearnedCategories:
    rarity = _rarity(examples)
    features = [
        features_of(example.evidence, score_evidence(example.evidence), rarity)
        for example in examples
    ]
    table = DictVectorizer()
    matrix = table.fit_transform(features)
    # The solver takes no wider indices.
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    names = table.get_feature_names_out()
    lines: dict[Category, Line] = {}
    for category in categories:
        target = np.array([category in example.categories for example in examples])
        if target.any() and not target.all():
            model = LogisticRegression(
                C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=SEED
            ).fit(matrix, target)
            lines[category] = _line(model, names)
    return LearnedCategories(version, rarity, lines)


def _line(model: LogisticRegression, names: NDArray[np.str_]) -> Line:
    weights = model.coef_[0]
    kept = np.flatnonzero(np.abs(weights) >= SMALL_WEIGHT)
    return Line(
        round(float(model.intercept_[0]), 5),
        {str(names[row]): round(float(weights[row]), 4) for row in kept},
    )


def _rarity(examples: Sequence[Example]) -> dict[str, float]:
    """Inverse document frequency of the terms that at least two videos have."""
    try:
        table = TfidfVectorizer(analyzer=terms_of, min_df=LEAST_USES_OF_TERM)
        table.fit([example.evidence for example in examples])
    except ValueError:  # no term is used twice
        return {}
    return {
        str(term): round(float(table.idf_[column]), 4)
        for term, column in sorted(table.vocabulary_.items())
    }


def _words(example: Example) -> frozenset[Category]:
    return frozenset(categories_of(score_evidence(example.evidence)))


def _learned(example: Example, layer: LearnedCategories) -> frozenset[Category]:
    return frozenset(categories_of(score_learned(example.evidence, layer)))


def _folds(count: int) -> list[tuple[list[int], list[int]]]:
    cut = KFold(FOLDS, shuffle=True, random_state=SEED).split(np.zeros(count))
    return [(train.tolist(), test.tolist()) for train, test in cut]


def _counts(wanted: frozenset[Category], found: frozenset[Category]) -> tuple[int, int, int]:
    return len(wanted & found), len(found - wanted), len(wanted - found)


def _f1(wanted: Sets, found: Sets, only: set[Category]) -> float:
    pairs = zip(wanted, found, strict=True)
    return float(_f1_of(np.array([_counts(a & only, b & only) for a, b in pairs]).sum(axis=0)))


def _f1_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 of hits, false alarms and misses along the last axis; 0 where there are none."""
    hits, false, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    return np.asarray(2 * hits / np.maximum(1, 2 * hits + false + missed), np.float64)
