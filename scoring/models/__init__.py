"""Judgements about videos: each a new row, the current one marked."""

from scoring.models.engagement import EngagementGrade
from scoring.models.media import Submission
from scoring.models.originality import OriginalityVerdict
from scoring.models.points import CohortReference, PointsScore
from scoring.models.sentiment import SentimentScore

__all__ = [
    "CohortReference",
    "EngagementGrade",
    "OriginalityVerdict",
    "PointsScore",
    "SentimentScore",
    "Submission",
]
