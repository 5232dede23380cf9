"""The staff's pages about judgements. Registered when Django looks for `admin`."""

from scoring.admin import cohorts, grades, originality, points

__all__ = ["cohorts", "grades", "originality", "points"]
