"""The seven fields that earn points, as columns of many videos at once."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

COUNTS = ("views", "likes", "shares", "comments", "bookmarks")
ENGAGEMENTS = COUNTS[1:]
FIELDS = (*COUNTS, "engagement_rate", "sentiment")
RATE = FIELDS.index("engagement_rate")
SENTIMENT = FIELDS.index("sentiment")


class BadFacts(ValueError):
    """The facts can't be scored; the message says which field and why."""


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """Facts of n videos, a column a field. NaN: not reported (views are always reported).

    Counts are whole numbers of at least 0; sentiment is 0 (negative) to 1 (positive).
    """

    views: FloatArray
    likes: FloatArray
    shares: FloatArray
    comments: FloatArray
    bookmarks: FloatArray
    sentiment: FloatArray

    @classmethod
    def checked(cls, **columns: npt.ArrayLike) -> Self:
        """Build from any array-likes. Raises BadFacts for a wrong length or an impossible value."""
        arrays = {name: np.asarray(column, np.float64) for name, column in columns.items()}
        facts = cls(**arrays)
        for name, column in arrays.items():
            if column.shape != facts.views.shape or column.ndim != 1:
                raise BadFacts(f"{name} has another length than views.")
            if np.isinf(column).any() or (name in COUNTS and (column < 0).any()):
                raise BadFacts(f"{name} holds a negative or infinite value.")
        if np.isnan(facts.views).any():
            raise BadFacts("views can't be missing.")
        return facts

    def __len__(self) -> int:
        return len(self.views)

    def count(self, name: str) -> FloatArray:
        """Return the column of a count (one of COUNTS)."""
        column: FloatArray = getattr(self, name)
        return column

    def take(self, rows: IntArray | slice) -> "VideoFacts":
        """Return the facts of some rows, in that order."""
        return VideoFacts(
            views=self.views[rows],
            likes=self.likes[rows],
            shares=self.shares[rows],
            comments=self.comments[rows],
            bookmarks=self.bookmarks[rows],
            sentiment=self.sentiment[rows],
        )


def engagements(facts: VideoFacts, names: tuple[str, ...] = ENGAGEMENTS) -> FloatArray:
    """Return the sum of the named engagement counts; what wasn't reported counts as nothing."""
    total = np.zeros(len(facts))
    for name in names:
        column = facts.count(name)
        total += np.where(np.isnan(column), 0.0, column) if np.isnan(column).any() else column
    return total


def per_view(total: FloatArray, views: FloatArray) -> FloatArray:
    """Return total / views, 0 where there are no views."""
    return np.divide(total, views, out=np.zeros(len(views)), where=views > 0)
