"""How views grow: fast at first, then ever slower, never twice the same way.

`V(t) = V∞ · (1 − exp(−(t/τ)^β))`, a stretched exponential: a short video has most of its views
within days and a tail for weeks.
"""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OBSERVATION_AGES = (
    HOUR,
    6 * HOUR,
    *(days * DAY for days in (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 75, 90, 105)),
)
# A collector that is down loses an observation; the last one of a video is never lost.
LOST_SHARE = 0.02


def observation_ages(rng: np.random.Generator, *, age_hours: float) -> NDArray[np.float64]:
    """Return the ages in hours, rising, at which a video of this age was observed.

    Nothing for a video younger than about an hour.
    """
    planned = np.array([age / HOUR for age in OBSERVATION_AGES])
    jitter = rng.normal(0.0, 0.012, planned.size).clip(-0.04, 0.04)
    kept = rng.random(planned.size) >= LOST_SHARE
    ages = np.round(planned * (1 + jitter), 4)
    past = ages < age_hours
    if past.any():
        kept[past.nonzero()[0][-1]] = True
    observed: NDArray[np.float64] = ages[past & kept]
    return observed


def saturation(ages: NDArray[np.float64], *, tau_hours: float, beta: float) -> NDArray[np.float64]:
    """Return the share of the final views at each age, 0 to 1, rising."""
    return 1.0 - np.exp(-((ages / tau_hours) ** beta))


def noisy_growth(
    rng: np.random.Generator, shares: NDArray[np.float64], *, sigma: float = 0.12
) -> NDArray[np.float64]:
    """Return `shares` with each step a little larger or smaller; still rising, same end."""
    if not shares.size:
        return shares
    steps = np.diff(shares, prepend=0.0) * rng.lognormal(0.0, sigma, shares.size)
    noisy = np.cumsum(steps)
    scaled: NDArray[np.float64] = noisy * (shares[-1] / noisy[-1])
    return scaled


def final_views(rng: np.random.Generator, *, followers: int, reach: float) -> float:
    """Return how many views a video ends with: sublinear in followers, with a heavy tail."""
    typical = 6.0 * float(followers) ** 0.75 * reach
    luck = float(rng.lognormal(0.0, 0.85))
    if rng.random() < 0.04:
        luck *= float(2.0 + rng.pareto(1.6))
    return float(min(typical * luck, 90e6))
