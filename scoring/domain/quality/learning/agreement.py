"""Whether people who rate the same videos mean the same: Krippendorff's alpha for ordered grades.

After K. Krippendorff, Content Analysis (4th edition 2018), chapter 12: 1 is perfect agreement, 0 is
what chance would bring, below 0 is worse than chance. 0.8 is reliable, 0.667 the least to build on.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GRADES = (1, 2, 3, 4, 5)
RELIABLE, TENTATIVE = 0.8, 0.667
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Alpha, and how many videos and ratings it rests on; None where nothing can be compared.

    Nothing can where no video has two raters, or where everybody gave everything the same grade.
    """

    alpha: float | None
    videos: int
    ratings: int


def ordinal_alpha(given: Iterable[tuple[Hashable, int]]) -> Agreement:
    """Return the agreement of grades given to things, as (thing, grade) in any order."""
    grades: dict[Hashable, list[int]] = {}
    for thing, grade in given:
        grades.setdefault(thing, []).append(grade)
    shared = [row for row in grades.values() if len(row) >= 2]
    together = _coincidences(shared)
    totals = together.sum(axis=1)
    count = totals.sum()
    apart = _distances(totals)
    expected = float((np.outer(totals, totals) * apart).sum() / max(count - 1, 1))
    ratings = sum(len(row) for row in shared)
    if expected == 0:
        return Agreement(None, len(shared), ratings)
    observed = float((together * apart).sum())
    return Agreement(round(1 - observed / expected, 4), len(shared), ratings)


def _coincidences(rows: Sequence[Sequence[int]]) -> Array:
    """How often each pair of grades was given to the same thing, a thing's pairs weighing alike."""
    found = np.zeros((len(GRADES), len(GRADES)))
    for row in rows:
        counts = np.bincount([grade - 1 for grade in row], minlength=len(GRADES)).astype(float)
        found += (np.outer(counts, counts) - np.diag(counts)) / (len(row) - 1)
    return found


def _distances(totals: Array) -> Array:
    """Squared: how many grades were given between two, their own halves included."""
    up_to = np.cumsum(totals)
    size = len(totals)
    apart = np.zeros((size, size))
    for low in range(size):
        for high in range(low + 1, size):
            between = up_to[high] - (up_to[low - 1] if low else 0.0)
            apart[low, high] = apart[high, low] = (between - (totals[low] + totals[high]) / 2) ** 2
    return apart
