"""How figures of videos are spread, and how they move together."""

from typing import Any, Final

import numpy as np
from scipy.stats import rankdata

from marketplace.domain.insight.videos import LEAST_CREATORS, LEAST_VIDEOS, Floats, Videos

# Fewer pairs than this move together by chance alone.
LEAST_PAIRS: Final = 50
ENGAGEMENT_EDGES: Final = (0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3)
VIEW_EDGES: Final = (0, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
LENGTH_EDGES: Final = (0, 10, 20, 30, 45, 60, 90, 120, 180)


def measures(videos: Videos) -> dict[str, Floats]:
    """Return what is compared, by name."""
    return {
        "engagement": videos.engagement,
        "views": videos.views,
        "comments": videos.comments,
        "shares": videos.shares,
        "seconds": videos.seconds,
        "followers": videos.followers,
        "hashtags": videos.hashtags,
        "letters": videos.letters,
    }


def distribution(videos: Videos, values: Floats, edges: tuple[float, ...]) -> list[dict[str, Any]]:
    """Return how many videos lie from each edge to the next; the last part has no end.

    A part with too few creators is merged into what isn't shown: its count is None.
    """
    rows = []
    for place, low in enumerate(edges):
        high = edges[place + 1] if place + 1 < len(edges) else None
        inside = (values >= low) & (values < (np.inf if high is None else high))
        number = int(inside.sum())
        creators = len(np.unique(videos.creator[inside]))
        enough = number == 0 or (number >= LEAST_VIDEOS and creators >= LEAST_CREATORS)
        rows.append({"low": low, "high": high, "videos": number if enough else None})
    return rows


def correlations(videos: Videos) -> dict[str, Any]:
    """Return Spearman's rank correlation of each two measures, None for too few videos or people.

    Ranks, since views are so uneven that a few giants would decide everything else.
    """
    columns = measures(videos)
    names = list(columns)
    pairs = [
        [_together(videos, columns[one], columns[other]) for other in names[: place + 1]]
        for place, one in enumerate(names)
    ]
    return {"measures": names, "pairs": pairs}


def _together(videos: Videos, one: Floats, other: Floats) -> dict[str, Any]:
    known = ~np.isnan(one) & ~np.isnan(other)
    number = int(known.sum())
    creators = len(np.unique(videos.creator[known]))
    if number < LEAST_PAIRS or creators < LEAST_CREATORS:
        return {"value": None, "videos": number}
    first, second = rankdata(one[known]), rankdata(other[known])
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return {"value": None, "videos": number}
    return {"value": round(float(np.corrcoef(first, second)[0, 1]), 3), "videos": number}
