"""How much of what was counted of a creator is false: an estimate, and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

# Four times of five the share of all posts is within the range.
Z: Final = 1.2816
FAIR_FROM, HIGH_FROM = 6, 15


class Confidence(StrEnum):
    """How far an estimate can be trusted, by the posts that it rests on."""

    LOW = "low"
    FAIR = "fair"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseViews:
    """The share of views that were found false, 0 to 1, and the range in which it likely is.

    It rests on `posts` that were counted.
    """

    share: float
    low: float
    high: float
    posts: int

    @property
    def confidence(self) -> Confidence:
        """Return how far it can be trusted."""
        if self.posts >= HIGH_FROM:
            return Confidence.HIGH
        return Confidence.FAIR if self.posts >= FAIR_FROM else Confidence.LOW


def false_views(counts: Iterable[tuple[int, int]]) -> FalseViews | None:
    """Return the estimate from views and the false ones among them, a pair a post; None of none.

    False views come post by post and not one by one, so a post is what is drawn: the range is
    Wilson's for as many draws as there are posts.
    """
    known = [(views, min(views, found)) for views, found in counts if views > 0]
    if not known:
        return None
    share = sum(found for _views, found in known) / sum(views for views, _found in known)
    posts = len(known)
    spread = Z * Z / posts
    middle = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return FalseViews(
        share=round(share, 4),
        low=round(max(0.0, min(share, middle - half)), 4),
        high=round(min(1.0, max(share, middle + half)), 4),
        posts=posts,
    )
