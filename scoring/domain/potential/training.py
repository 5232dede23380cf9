"""Trains the guess of a grade and measures it on creators whose videos it never saw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.domain.potential.content import Array
from scoring.domain.potential.guessing import GRADES, LETTERS, Guesser, fitted, likely

LEAST_VIDEOS, LEAST_CREATORS = 200, 20
FOLDS = 5
DECAYS = (0.003, 0.03, 0.3, 3.0)
RESAMPLES = 2000
# A smaller gain than this share of the base rate's score helps nobody.
MATTERS = 0.02
SURE = (2.5, 97.5)
Report = Callable[[int, int], None]
Places = npt.NDArray[np.int64]


class TooFewGraded(Exception):
    """There are too few graded videos, or of too few creators."""

    def __init__(self, videos: int, creators: int) -> None:
        super().__init__(videos, creators)
        self.videos, self.creators = videos, creators


@dataclass(frozen=True, slots=True)
class Trained:
    """The model trained on everything, and how the same training did on creators left out."""

    guesser: Guesser
    metrics: dict[str, Any]
    beats: bool


def train(
    rows: Array,
    letters: Sequence[str],
    creators: Sequence[int],
    *,
    seed: int,
    report: Report = lambda done, total: None,
) -> Trained:
    """Train on rows of content with their grades and creators. Raises TooFewGraded."""
    grades = np.array([LETTERS.index(letter) for letter in letters], np.int64)
    owners = np.array(creators, np.int64)
    if len(grades) < LEAST_VIDEOS or len(set(owners.tolist())) < LEAST_CREATORS:
        raise TooFewGraded(len(grades), len(set(owners.tolist())))
    fold = folds(owners, seed=seed)
    guessed, base = np.zeros((2, len(grades), GRADES))
    for number in range(FOLDS):
        learn, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        decay = _chosen(rows[learn], grades[learn], owners[learn], seed=seed)
        guessed[test] = fitted(rows[learn], grades[learn], decay=decay).chances(rows[test])
        base[test] = base_rate(grades[learn])
        report(number + 1, FOLDS + 1)
    metrics = measured(guessed, base, grades, owners, seed=seed)
    decay = _chosen(rows, grades, owners, seed=seed)
    guesser = fitted(rows, grades, decay=decay)
    report(FOLDS + 1, FOLDS + 1)
    return Trained(guesser, metrics | {"decay": decay}, beats(metrics))


def beats(metrics: dict[str, Any]) -> bool:
    """Say whether guesses are better than the base rate beyond doubt, and enough to be of use."""
    gain = metrics["gain"]
    return bool(gain["low"] > 0 and gain["value"] >= MATTERS * metrics["rank_score"]["base"])


def folds(owners: Places, *, seed: int) -> Places:
    """Deal creators out so that folds have about as many videos; nobody is in two."""
    names, counts = np.unique(owners, return_counts=True)
    random = np.random.default_rng([seed, 4]).permutation(len(names))
    order = random[np.argsort(-counts[random], kind="stable")]
    sizes = np.zeros(FOLDS)
    place: dict[int, int] = {}
    for number in order:
        smallest = int(np.argmin(sizes))
        place[int(names[number])] = smallest
        sizes[smallest] += counts[number]
    return np.array([place[int(owner)] for owner in owners], np.int64)


def base_rate(grades: Places) -> Array:
    """How often each grade comes, one added to each."""
    counts = np.bincount(grades, minlength=GRADES) + 1.0
    return np.asarray(counts / counts.sum())


def rank_score(chances: Array, grades: Places) -> Array:
    """The ranked probability score of each row (Epstein 1969): 0 is sure and right, 1 worst."""
    known = np.cumsum(np.eye(GRADES)[grades], axis=1)
    apart = (np.cumsum(chances, axis=1) - known) ** 2
    return np.asarray(apart[:, :-1].mean(axis=1))


def measured(
    guessed: Array, base: Array, grades: Places, owners: Places, *, seed: int
) -> dict[str, Any]:
    """Compare guesses with the base rate, creator by creator."""
    ours, plain = rank_score(guessed, grades), rank_score(base, grades)
    low, high = _interval(plain - ours, owners, seed=seed)
    at = np.arange(len(grades))
    within = [LETTERS[grade] in likely(row) for row, grade in zip(guessed, grades, strict=True)]
    widths = [len(likely(row)) for row in guessed]
    return {
        "videos": len(grades),
        "creators": len(set(owners.tolist())),
        "folds": FOLDS,
        "rank_score": {"model": _mean(ours), "base": _mean(plain)},
        "gain": {"value": _mean(plain - ours), "low": low, "high": high},
        "log_loss": {
            "model": _mean(-np.log(guessed[at, grades])),
            "base": _mean(-np.log(base[at, grades])),
        },
        "right": {
            "model": _mean(guessed.argmax(axis=1) == grades),
            "base": _mean(grades == np.bincount(grades, minlength=GRADES).argmax()),
        },
        "within_one": {
            "model": _mean(abs(guessed.argmax(axis=1) - grades) <= 1),
            "base": max(_mean(abs(grades - place) <= 1) for place in range(GRADES)),
        },
        "in_likely": _mean(np.array(within)),
        "likely_grades": _mean(np.array(widths)),
        "grades": {letter: int((grades == place).sum()) for place, letter in enumerate(LETTERS)},
    }


def _chosen(rows: Array, grades: Places, owners: Places, *, seed: int) -> float:
    """The decay that does best on a fifth of these creators, learned from the others."""
    fold = folds(owners, seed=seed + 1)
    learn, check = np.flatnonzero(fold != 0), np.flatnonzero(fold == 0)
    scores = [
        rank_score(
            fitted(rows[learn], grades[learn], decay=decay).chances(rows[check]), grades[check]
        ).mean()
        for decay in DECAYS
    ]
    return DECAYS[int(np.argmin(scores))]


def _interval(gains: Array, owners: Places, *, seed: int) -> tuple[float, float]:
    """Where the mean gain lies in 95 of 100 draws of as many creators, with repetition."""
    _names, place = np.unique(owners, return_inverse=True)
    sums, sizes = np.bincount(place, gains), np.bincount(place)
    random = np.random.default_rng([seed, 5])
    means = []
    for _ in range(RESAMPLES):
        draw = random.integers(0, len(sums), len(sums))
        means.append(sums[draw].sum() / sizes[draw].sum())
    low, high = np.percentile(means, SURE)
    return round(float(low), 5), round(float(high), 5)


def _mean(values: npt.NDArray[Any]) -> float:
    return round(float(values.mean()), 4)
