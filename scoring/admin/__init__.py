"""The staff's pages about judgements. Registered when Django looks for `admin`."""

from scoring.admin import (
    categories,
    cohorts,
    grades,
    library,
    matches,
    opinions,
    originality,
    points,
    readings,
    retention,
    submissions,
)

__all__ = [
    "categories",
    "cohorts",
    "grades",
    "library",
    "matches",
    "opinions",
    "originality",
    "points",
    "readings",
    "retention",
    "submissions",
]
