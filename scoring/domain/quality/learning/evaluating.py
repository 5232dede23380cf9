"""How good ratings are on clips that nothing was learned from, and whether a model may serve."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from scoring.domain.quality.learning.network import Array
from scoring.domain.quality.learning.rows import Rows

RESAMPLES = 2000
SURE = (2.5, 97.5)
LEAST_GROUPS = 3
LEAST_PEOPLE = 20
# No way of getting worse may be told clearly worse than the curves tell it.
MOST_LOST_IN_A_WAY = 0.03
# Rank correlations nearer than this are as good as equal.
LEAST_DIFFERENCE = 0.002
FLOOR = 3.0
PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a part's model does better than the curves, and in a word why not."""

    beats: bool
    because: str


def evaluate(rows: Rows, learned: Array, *, seed: int) -> dict[str, Any]:
    """Compare ratings on the same held-out rows; shares are of 1, correlations of -1 to 1."""
    curves = rows.curves
    by_curve, by_model = (_right(rows, ratings) for ratings in (curves, learned))
    groups = np.array([rows.rows[pair.better].group for pair in rows.pairs])
    ways = np.array([pair.way for pair in rows.pairs])
    low, high = _interval(by_model - by_curve, groups, seed=seed)
    return {
        "groups": len(set(groups.tolist())),
        "pairs": len(rows.pairs),
        "accuracy": {"curves": _share(by_curve), "learned": _share(by_model)},
        "gain": {"value": _share(by_model - by_curve), "low": low, "high": high},
        "steps": {"curves": falls(rows, curves), "learned": falls(rows, learned)},
        "rank_correlation": {
            "curves": depth_correlation(rows, curves),
            "learned": depth_correlation(rows, learned),
        },
        "ways": {
            way: {
                "pairs": int((ways == way).sum()),
                "curves": _share(by_curve[ways == way]),
                "learned": _share(by_model[ways == way]),
            }
            for way in sorted(set(ways.tolist()))
        },
    }


def verdict(found: dict[str, Any]) -> Verdict:
    """Say whether a model may serve for a part: better beyond doubt, and nowhere clearly worse."""
    if found["groups"] < LEAST_GROUPS:
        return Verdict(False, "too_few_clips")
    if found["gain"]["low"] <= 0:
        return Verdict(False, "not_better")
    if found["steps"]["learned"] < found["steps"]["curves"]:
        return Verdict(False, "falls_less_often")
    ranks = found["rank_correlation"]
    if ranks["learned"] < ranks["curves"] - LEAST_DIFFERENCE:
        return Verdict(False, "orders_steps_worse")
    for way, one in found["ways"].items():
        enough = way != PEOPLE or one["pairs"] >= LEAST_PEOPLE
        lost = one["curves"] - one["learned"]
        if enough and lost > (0.0 if way == PEOPLE else MOST_LOST_IN_A_WAY):
            return Verdict(False, f"worse:{way}")
    return Verdict(True, "")


def falls(rows: Rows, ratings: Array) -> float:
    """The share of single steps, of one way of one piece, in which the rating falls.

    Steps after it has reached the floor aren't counted, as in docs/quality.md.
    """
    fell = steps = 0
    for values in _series(rows, ratings):
        for before, after in pairwise(values):
            if before <= FLOOR:
                break
            steps += 1
            fell += after < before
    return round(fell / steps, 4) if steps else 0.0


def depth_correlation(rows: Rows, ratings: Array) -> float:
    """Mean rank correlation of the rating with how little was done to the clip."""
    found = [
        float(spearmanr(values, range(len(values), 0, -1)).statistic)
        for values in _series(rows, ratings)
        if len(set(values)) > 1
    ]
    return round(float(np.mean(found)), 4) if found else 0.0


def _series(rows: Rows, ratings: Array) -> list[list[float]]:
    """Ratings from untouched to the furthest step, for each piece and way."""
    pieces: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows.rows):
        if row.piece >= 0 and len(row.depths) <= 1:
            pieces[row.piece].append(place)
    series = []
    for places in pieces.values():
        untouched = next((place for place in places if not rows.rows[place].depths), None)
        ways: dict[str, list[int]] = defaultdict(list)
        for place in places:
            for way in rows.rows[place].depths:
                ways[way].append(place)
        for way, steps in ways.items():
            steps.sort(key=lambda place: rows.rows[place].depths[way])
            start = [] if untouched is None else [untouched]
            series.append([float(ratings[place]) for place in (*start, *steps)])
    return series


def _right(rows: Rows, ratings: Array) -> Array:
    """1 for each pair told rightly, one half for a tie."""
    better = ratings[[pair.better for pair in rows.pairs]]
    worse = ratings[[pair.worse for pair in rows.pairs]]
    return np.asarray((better > worse) + 0.5 * (better == worse), np.float64)


def _interval(gains: Array, groups: npt.NDArray[np.str_], *, seed: int) -> tuple[float, float]:
    """Where the mean gain lies in 95 of 100 draws of as many groups, with repetition."""
    names = sorted(set(groups.tolist()))
    sums = np.array([gains[groups == name].sum() for name in names])
    sizes = np.array([(groups == name).sum() for name in names])
    draws = np.random.default_rng([seed, 3]).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.percentile(means, SURE)
    return round(float(low), 4), round(float(high), 4)


def _share(values: Array) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0
