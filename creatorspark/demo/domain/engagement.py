"""How people react: rates by length, tilted by niche, correlated across kinds of reaction."""

import numpy as np
from numpy.typing import NDArray

from creatorspark.demo.domain.niches import Niche

# Engagements per view by longest length in seconds, as measured on real public videos.
RATE_BY_LENGTH = ((15, 0.078), (30, 0.070), (60, 0.062), (180, 0.050), (10**6, 0.041))
# Typical split of engagements: likes, comments, shares, saves.
MIX = np.array([0.830, 0.025, 0.045, 0.100])
# Reactions of one video move together: a shared factor and one of their own each.
OWN_SIGMA = np.array([0.05, 0.45, 0.50, 0.45])


def base_rate(duration_seconds: int) -> float:
    """Return the average engagements per view of videos this long."""
    return next(rate for longest, rate in RATE_BY_LENGTH if duration_seconds <= longest)


def reaction_rates(
    rng: np.random.Generator, *, duration_seconds: int, niche: Niche, appeal: float
) -> NDArray[np.float64]:
    """Return a video's likes, comments, shares and saves per view; together below 0.6."""
    shared = float(rng.normal(0.0, 0.38))
    own = rng.normal(0.0, 1.0, 4) * OWN_SIGMA
    tilt = np.array([1.0, niche.comments, niche.shares, niche.saves])
    rates = base_rate(duration_seconds) * niche.appeal * appeal * MIX * tilt * np.exp(shared + own)
    total = float(rates.sum())
    capped: NDArray[np.float64] = rates * min(1.0, 0.6 / total)
    return capped


def reactions(
    rng: np.random.Generator,
    views: NDArray[np.float64],
    ages: NDArray[np.float64],
    *,
    rates: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return counts, one row an observation: likes, comments, shares, saves; never falling.

    The first viewers are followers and react a little more.
    """
    warmth = 1.0 + 0.25 * np.exp(-ages / 24.0)
    expected = np.outer(views * warmth, rates)
    steps = np.diff(expected, axis=0, prepend=np.zeros((1, 4))).clip(0.0)
    return np.cumsum(rng.poisson(steps), axis=0).astype(np.int64)


def watch_through(rng: np.random.Generator, *, duration_seconds: int, appeal: float) -> float:
    """Return the mean share of the video that is watched, 0.05 to 0.98."""
    typical = 0.92 - 0.115 * float(np.log(duration_seconds))
    value = typical * appeal**0.25 + float(rng.normal(0.0, 0.05))
    return round(float(min(0.98, max(0.05, value))), 4)
