"""Judgements about videos: each a new row, the current one marked."""

from scoring.models.points import CohortReference, PointsScore
from scoring.models.sentiment import SentimentScore

__all__ = ["CohortReference", "PointsScore", "SentimentScore"]
