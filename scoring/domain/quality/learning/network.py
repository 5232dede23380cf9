"""A small network that says how far a rating should be moved, learned from which of two is better.

One hidden layer, trained by Adam on the logistic loss of pairs (Burges and others 2005, RankNet).
What it adds to the curve's rating on the logit scale is bounded, so that it corrects and never
takes over: at 50 it moves a rating by at most 23 points, near the ends by less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
MOST = 1.0
# How far apart on the logit scale two ratings must be for the order to be sure.
SHARPNESS = 0.12
STEP, FIRST_DECAY, SECOND_DECAY, SAFE = 0.01, 0.9, 0.999, 1e-8
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of one network: inputs × hidden, hidden, hidden, and one."""

    first: Array
    bias: Array
    second: Array
    last: float

    def move(self, inputs: Array) -> Array:
        """Return what to add to each row's rating on the logit scale."""
        return MOST * np.tanh(np.tanh(inputs @ self.first + self.bias) @ self.second + self.last)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, rounded, so that equal trainings write equal bytes."""
        return {
            "first": _plain(self.first),
            "bias": _plain(self.bias),
            "second": _plain(self.second),
            "last": round(self.last, DECIMALS),
        }


def network_from_json(document: Mapping[str, Any]) -> Network:
    """Read what `as_json` wrote. Raises ValueError for weights that don't fit each other."""
    found = Network(
        first=np.array(document["first"], np.float64),
        bias=np.array(document["bias"], np.float64),
        second=np.array(document["second"], np.float64),
        last=float(document["last"]),
    )
    hidden = len(found.bias)
    if found.first.ndim != 2 or found.first.shape[1] != hidden or len(found.second) != hidden:
        raise ValueError("The layers of the network don't fit each other.")
    return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a table, better and worse, and how much each pair counts."""

    better: npt.NDArray[np.int64]
    worse: npt.NDArray[np.int64]
    weight: Array

    def __len__(self) -> int:
        return len(self.better)


@dataclass(frozen=True, slots=True)
class Table:
    """Scaled features and the curve's rating on the logit scale, a row a variant."""

    inputs: Array
    curve: Array


def loss(network: Network, table: Table, pairs: Pairs) -> float:
    """Mean logistic loss of the pairs."""
    rating = table.curve + network.move(table.inputs)
    apart = (rating[pairs.better] - rating[pairs.worse]) / SHARPNESS
    return float(np.average(np.logaddexp(0.0, -apart), weights=pairs.weight))


def train(
    table: Table,
    pairs: Pairs,
    checked: tuple[Table, Pairs],
    *,
    hidden: int,
    decay: float,
    rounds: int,
    seed: int,
) -> Network:
    """Return the network of the round that did best on the pairs to check with."""
    random = np.random.default_rng([seed, hidden])
    width = table.inputs.shape[1]
    weights = [
        random.normal(0, 1 / np.sqrt(width), (width, hidden)),
        np.zeros(hidden),
        random.normal(0, 0.1, hidden),
        np.zeros(1),
    ]
    adam = _Adam([np.zeros_like(one) for one in weights], [np.zeros_like(one) for one in weights])
    best, least = _network(weights), np.inf
    for number in range(1, rounds + 1):
        slopes = _slopes(weights, table, pairs, decay)
        weights = adam.step(weights, slopes, number)
        if number % 10 == 0:
            candidate = _network(weights)
            found = loss(candidate, *checked)
            if found < least:
                best, least = candidate, found
    return best


def _slopes(weights: list[Array], table: Table, pairs: Pairs, decay: float) -> list[Array]:
    first, bias, second, last = weights
    layer = np.tanh(table.inputs @ first + bias)
    out = np.tanh(layer @ second + last[0])
    rating = table.curve + MOST * out
    apart = (rating[pairs.better] - rating[pairs.worse]) / SHARPNESS
    pull = -pairs.weight / pairs.weight.sum() / SHARPNESS / (1.0 + np.exp(np.clip(apart, -50, 50)))
    size = len(rating)
    by_row = np.bincount(pairs.better, pull, size) - np.bincount(pairs.worse, pull, size)
    by_out = by_row * MOST * (1.0 - out**2)
    by_layer = np.outer(by_out, second) * (1.0 - layer**2)
    return [
        table.inputs.T @ by_layer + decay * first,
        by_layer.sum(axis=0),
        layer.T @ by_out + decay * second,
        np.array([by_out.sum()]),
    ]


@dataclass(slots=True)
class _Adam:
    """Kingma and Ba 2015."""

    mean: list[Array]
    square: list[Array]

    def step(self, weights: list[Array], slopes: list[Array], number: int) -> list[Array]:
        """Return the weights after one step against the slopes."""
        moved = []
        for place, slope in enumerate(slopes):
            self.mean[place] = FIRST_DECAY * self.mean[place] + (1 - FIRST_DECAY) * slope
            self.square[place] = SECOND_DECAY * self.square[place] + (1 - SECOND_DECAY) * slope**2
            mean = self.mean[place] / (1 - FIRST_DECAY**number)
            square = self.square[place] / (1 - SECOND_DECAY**number)
            moved.append(weights[place] - STEP * mean / (np.sqrt(square) + SAFE))
        return moved


def _network(weights: list[Array]) -> Network:
    """The network as it will be stored, so that what is checked is what serves."""
    first, bias, second, last = (np.round(one, DECIMALS) for one in weights)
    return Network(first, bias, second, float(last[0]))


def _plain(values: Array) -> Any:
    return np.round(values, DECIMALS).tolist()
