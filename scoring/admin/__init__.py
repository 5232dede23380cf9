"""The staff's pages about judgements. Registered when Django looks for `admin`."""

from scoring.admin import (
    categories,
    cohorts,
    grades,
    learned,
    library,
    matches,
    opinions,
    originality,
    points,
    quality,
    raters,
    rating,
    readings,
    retention,
    submissions,
)

__all__ = [
    "categories",
    "cohorts",
    "grades",
    "learned",
    "library",
    "matches",
    "opinions",
    "originality",
    "points",
    "quality",
    "raters",
    "rating",
    "readings",
    "retention",
    "submissions",
]
