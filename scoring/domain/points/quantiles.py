"""Medians that don't jump when one value comes or goes.

The plain median of 100 values moves by half the gap at the centre when one value is removed, and
gaps are random. The Harrell-Davis estimator (Biometrika 69, 1982) is a mean of all order
statistics, weighted by the beta distribution of the middle one, so it moves smoothly. A smaller
`effective` size than the sample's widens the weights and steadies it further.
"""

from functools import lru_cache

import numpy as np
from scipy.special import betainc

from scoring.domain.points.fields import FloatArray

# Makes the median absolute deviation of a normal sample its standard deviation.
NORMAL_CONSISTENCY = 1.4826


def steady_median(ordered: FloatArray, *, effective: int | None = None) -> float:
    """Return the Harrell-Davis median of ascending values; `effective` None: the sample's size."""
    size = len(ordered)
    first, weights = _weights(size, size if effective is None else min(effective, size))
    return float(weights @ ordered[first : first + len(weights)])


def steady_deviation(ordered: FloatArray, median: float, *, effective: int | None = None) -> float:
    """Return 1.4826 × the steady median of |value − median| of ascending values."""
    split = int(np.searchsorted(ordered, median))
    below, above = (median - ordered[:split])[::-1], ordered[split:] - median
    # Two ascending runs: a stable sort merges them in one pass.
    distances = np.sort(np.concatenate([below, above]), kind="stable")
    return NORMAL_CONSISTENCY * steady_median(distances, effective=effective)


def commonest_share(ordered: FloatArray) -> float:
    """Return the share of ascending values that have the commonest value (0.5: half are alike)."""
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    runs = np.diff(np.append(starts, len(ordered)))
    return float(runs.max() / len(ordered))


@lru_cache(maxsize=64)
def _weights(size: int, effective: int) -> tuple[int, FloatArray]:
    """Return where the weights that matter start, and the weights, which sum to 1."""
    shape = (effective + 1) / 2
    # Beyond 9 standard deviations of the beta distribution nothing is left to weigh.
    reach = 4.5 / np.sqrt(effective + 2)
    first = max(0, int(np.floor((0.5 - reach) * size)))
    last = min(size, int(np.ceil((0.5 + reach) * size)))
    edges = betainc(shape, shape, np.arange(first, last + 1) / size)
    weights = np.diff(edges)
    weights /= weights.sum()
    weights.flags.writeable = False
    return first, weights
