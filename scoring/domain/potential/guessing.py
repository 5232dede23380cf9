"""From a row of content to chances of the five grades: proportional odds (McCullagh 1980).

One line through the content says how high; four cut-offs on it say which grade. Few numbers, so
that few videos teach it, and grades keep their order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from scoring.domain.potential.content import VERSION, Array, Content, names, row_of

# From the lowest to the highest, as the model counts them.
LETTERS = ("E", "D", "C", "B", "A")
GRADES = len(LETTERS)
SURE = 0.8
DECIMALS = 6
# Nothing is looked at further than this from the mean, in deviations.
FAR = 3.0


@dataclass(frozen=True, slots=True)
class Guess:
    """Chances of the grades by letter, and the neighbouring grades that hold four in five."""

    chances: Mapping[str, float]
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guesser:
    """The trained numbers. `cuts` rise; `mean` and `deviation` scale the rows."""

    mean: Array
    deviation: Array
    weights: Array
    cuts: Array

    def guess(self, content: Content) -> Guess:
        """Say how likely each grade is."""
        chances = self.chances(row_of(content)[None])[0]
        return Guess(
            {letter: round(float(chances[place]), 4) for place, letter in enumerate(LETTERS)},
            likely(chances),
        )

    def chances(self, rows: Array) -> Array:
        """Return the chances of the grades from E to A, a row a video."""
        return spread(scaled(rows, self.mean, self.deviation) @ self.weights, self.cuts)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "content": VERSION,
            "names": list(names()),
            **{
                name: np.round(getattr(self, name), DECIMALS).tolist()
                for name in ("mean", "deviation", "weights", "cuts")
            },
        }


def guesser_from(document: Mapping[str, Any]) -> Guesser:
    """Read what `as_json` wrote. Raises ValueError for a model of other content."""
    if document.get("content") != VERSION or document.get("names") != list(names()):
        raise ValueError(f"Trained on {document.get('content')}; this code reads {VERSION}.")
    fields = ("mean", "deviation", "weights", "cuts")
    return Guesser(**{name: np.array(document[name], np.float64) for name in fields})


def likely(chances: Sequence[float] | Array) -> tuple[str, ...]:
    """Return the fewest neighbouring grades that hold four in five, from the best down."""
    for size in range(1, GRADES + 1):
        sums = [float(sum(chances[start : start + size])) for start in range(GRADES - size + 1)]
        start = int(np.argmax(sums))
        if sums[start] >= SURE or size == GRADES:
            return LETTERS[start : start + size][::-1]
    raise AssertionError("Five grades hold everything.")


def fitted(rows: Array, grades: Any, *, decay: float) -> Guesser:
    """Fit to rows of content and grades (0 for E to 4 for A); the same data, the same numbers."""
    empty = np.isnan(rows).all(axis=0)
    known = np.where(empty, 0.0, rows)
    mean, deviation = np.nanmean(known, axis=0), np.nanstd(known, axis=0)
    deviation = np.where(deviation > 1e-9, deviation, 0.0)
    inputs = scaled(rows, mean, deviation)
    start = np.concatenate([np.zeros(inputs.shape[1]), [-1.4], np.log([1.0, 1.0, 1.0])])
    given = (inputs, np.asarray(grades, np.int64), decay)
    found = minimize(_cost, start, args=given, jac=True, method="L-BFGS-B")
    weights, cuts = found.x[: inputs.shape[1]], _cuts(found.x[inputs.shape[1] :])
    rounded = (np.round(one, DECIMALS) for one in (mean, deviation, weights, cuts))
    return Guesser(*rounded)


def scaled(rows: Array, mean: Array, deviation: Array) -> Array:
    """Return rows of mean 0 and deviation 1; what isn't known is in the middle."""
    safe = np.where(deviation > 0, deviation, 1.0)
    inputs = np.where(deviation > 0, (rows - mean) / safe, 0.0)
    return np.asarray(np.clip(np.nan_to_num(inputs, nan=0.0), -FAR, FAR), np.float64)


def spread(heights: Array, cuts: Array) -> Array:
    """Turn heights on the line into chances of the grades."""
    below = _sigmoid(cuts[None, :] - heights[:, None])
    edges = np.hstack([np.zeros((len(heights), 1)), below, np.ones((len(heights), 1))])
    return np.asarray(np.diff(edges, axis=1), np.float64)


def _cuts(raw: Array) -> Array:
    """The first cut-off and the logarithms of the gaps, so that they always rise."""
    return np.cumsum(np.concatenate([raw[:1], np.exp(raw[1:])]))


def _cost(point: Array, inputs: Array, grades: Any, decay: float) -> tuple[float, Array]:
    """Mean negative log-likelihood with a pull of the weights towards 0, and its slope."""
    width = inputs.shape[1]
    weights, raw = point[:width], point[width:]
    cuts = _cuts(raw)
    heights = inputs @ weights
    below = _sigmoid(cuts[None, :] - heights[:, None])
    ends = np.hstack([np.zeros((len(heights), 1)), below, np.ones((len(heights), 1))])
    at = np.arange(len(heights))
    chance = np.maximum(ends[at, grades + 1] - ends[at, grades], 1e-12)
    steep = np.hstack(
        [np.zeros((len(heights), 1)), below * (1 - below), np.zeros((len(heights), 1))]
    )
    upper, lower = steep[at, grades + 1] / chance, steep[at, grades] / chance
    by_weights = inputs.T @ (upper - lower) / len(heights) + decay * weights
    by_cuts = np.zeros(GRADES - 1)
    for place in range(GRADES - 1):
        by_cuts[place] = lower[grades == place + 1].sum() - upper[grades == place].sum()
    by_cuts /= len(heights)
    gaps = np.exp(raw[1:])
    by_raw = np.array([by_cuts.sum(), *(by_cuts[k + 1 :].sum() * gaps[k] for k in range(3))])
    cost = float(-np.log(chance).mean() + decay / 2 * weights @ weights)
    return cost, np.concatenate([by_weights, by_raw])


def _sigmoid(values: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -40, 40))))
