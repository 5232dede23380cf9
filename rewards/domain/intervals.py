"""95 % intervals of shares and of ratios, with creators as the independent units.

Sources:
- interval of a share: `creatorspark.lib.intervals`;
- the number of independent videos that videos alike are worth, for that interval: Korn and
  Graubard, Survey Methodology 24 (1998) 193-201.
"""

import numpy as np
import numpy.typing as npt

from creatorspark.lib.intervals import Z

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def members(group: IntArray, owner: IntArray, *, count: int) -> IntArray:
    """Return how many different owners each of `count` groups has."""
    people, place = np.unique(owner, return_inverse=True)
    pairs = np.sort(group * len(people) + place)
    first = np.ones(len(pairs), bool)
    first[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[first] // max(len(people), 1), minlength=count)


def effective_videos(owner: IntArray, has_bonus: BoolArray) -> float:
    """Return how many independent videos these are worth; never more than there are.

    Where all of them fared the same, how alike a creator's videos are can't be seen: then
    creators are counted.
    """
    videos = len(owner)
    creators, place = np.unique(owner, return_inverse=True)
    share = float(has_bonus.mean())
    if share in (0.0, 1.0) or len(creators) < 2:
        return float(len(creators))
    counts = np.bincount(place)
    errors = np.bincount(place, has_bonus) - share * counts
    count = len(creators)
    variance = count / (count - 1) * float(errors @ errors) / videos**2
    if variance <= 0:
        return float(videos)
    return max(1.0, min(videos, share * (1 - share) / variance))


def error_of(pulls: FloatArray, people: int) -> float:
    """Return the standard error of a logarithm from the pulls of independent creators."""
    if people < 2:
        return float("inf")
    # Not a dot product: threads of the library that does those cost more than the sum itself.
    return float((people / (people - 1) * float(np.square(pulls).sum())) ** 0.5)


def around_on_log_scale(value: float, error: float) -> tuple[float, float | None]:
    """Return the interval around a positive value whose logarithm has this standard error."""
    if error == float("inf"):
        return 0.0, None
    factor = float(np.exp(Z * error))
    return value / factor, value * factor
