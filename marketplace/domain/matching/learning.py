"""What choices of brands teach about the weights of factors, if they teach anything.

Within one brief, whoever was chosen is held against whoever was shown beside them. The weights
that tell the two apart best, kept near those of the policy, are tried on briefs they weren't
learned from, and used only where they are better there.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.policy import FACTORS
from marketplace.domain.matching.profiles import Weights

Values = NDArray[np.float64]

LEAST_BRIEFS: Final = 20
LEAST_CHOICES: Final = 100
# Better by less than this on briefs that weren't learned from is chance.
LEAST_GAIN: Final = 0.01
FOLDS: Final = 5
# How strongly the weights of the policy hold; of no weight more than half can be made.
PULL: Final = 2.0
STEPS, RATE, SHARPNESS, MOST = 400, 0.05, 10.0, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A creator who was shown for a brief: the values of FACTORS, and whether they were chosen."""

    brief: int
    values: tuple[float, ...]
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What came of it. `before` and `after` are shares of pairs in the right order, on briefs that
    weren't learned from, None while there is too little; `weights` None: those of the policy hold.
    """

    briefs: int
    choices: int
    before: float | None = None
    after: float | None = None
    weights: Weights | None = None


def learn(choices: Sequence[Choice], *, policy: Weights) -> Learned:
    """Return weights that choices teach, where there are enough and they help; the same always."""
    pairs = _pairs(choices)
    chosen = sum(one.chosen for one in choices if one.brief in pairs)
    if len(pairs) < LEAST_BRIEFS or chosen < LEAST_CHOICES:
        return Learned(briefs=len(pairs), choices=chosen)
    prior = np.array([getattr(policy, name) for name in FACTORS])
    prior = prior / prior.sum()
    before, after = _held_out(pairs, prior)
    found = _fit(np.vstack([*pairs.values()]), prior)
    helps = after - before >= LEAST_GAIN
    return Learned(
        briefs=len(pairs),
        choices=chosen,
        before=round(before, 4),
        after=round(after, 4),
        weights=_weights(found) if helps else None,
    )


def _pairs(choices: Sequence[Choice]) -> dict[int, Values]:
    """Return for each brief the differences of everyone chosen to everyone who wasn't."""
    sides: dict[int, tuple[list[tuple[float, ...]], list[tuple[float, ...]]]] = defaultdict(
        lambda: ([], [])
    )
    for one in choices:
        sides[one.brief][0 if one.chosen else 1].append(one.values)
    return {
        brief: (np.array(yes)[:, None, :] - np.array(no)[None, :, :]).reshape(-1, len(FACTORS))
        for brief, (yes, no) in sorted(sides.items())
        if yes and no
    }


def _held_out(pairs: dict[int, Values], prior: Values) -> tuple[float, float]:
    """Return the mean share of pairs in order, by the policy and by what others taught."""
    briefs = sorted(pairs)
    before, after = [], []
    for fold in range(FOLDS):
        held = briefs[fold::FOLDS]
        taught = _fit(np.vstack([pairs[one] for one in briefs if one not in set(held)]), prior)
        for one in held:
            before.append(_in_order(pairs[one], prior))
            after.append(_in_order(pairs[one], taught))
    return float(np.mean(before)), float(np.mean(after))


def _in_order(differences: Values, weights: Values) -> float:
    scores = differences @ weights
    return float(np.mean((scores > 1e-9) + 0.5 * (np.abs(scores) <= 1e-9)))


def _fit(differences: Values, prior: Values) -> Values:
    """Return the weights, 0 or more and together 1, that put most pairs in order."""
    weights = prior.copy()
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(np.clip(SHARPNESS * (differences @ weights), -50, 50)))
        slope = SHARPNESS * (wrong[:, None] * differences).mean(axis=0) - PULL * (weights - prior)
        weights = np.clip(weights + RATE * slope, 0, MOST)
        weights /= weights.sum()
    return weights


def _weights(values: Values) -> Weights:
    return Weights(
        **{name: round(float(one), 4) for name, one in zip(FACTORS, values, strict=True)}
    )
