"""Judgements about videos: each a new row, the current one marked."""

from scoring.models.categories import CategoryAssessment, CategoryCorrection
from scoring.models.engagement import EngagementGrade
from scoring.models.evidence import EvidenceFrame
from scoring.models.judging import (
    CommonFrames,
    JudgementRequest,
    OriginalityAllowance,
    OriginalitySearch,
)
from scoring.models.learning import HumanRating, LearnedModel
from scoring.models.media import Submission
from scoring.models.opinions import Opinion, OpinionBudget, OpinionConsent, OpinionRequest
from scoring.models.originality import Fingerprint, OriginalityMatch, OriginalityVerdict
from scoring.models.points import CohortReference, PointsScore
from scoring.models.quality import (
    Measurement,
    MeasuringFailure,
    QualityAssessment,
    QualityFrame,
    QualityReference,
)
from scoring.models.reading import FrameReading
from scoring.models.retention import RetentionCurve
from scoring.models.sentiment import SentimentScore

__all__ = [
    "CategoryAssessment",
    "CategoryCorrection",
    "CohortReference",
    "CommonFrames",
    "EngagementGrade",
    "EvidenceFrame",
    "Fingerprint",
    "FrameReading",
    "HumanRating",
    "JudgementRequest",
    "LearnedModel",
    "Measurement",
    "MeasuringFailure",
    "Opinion",
    "OpinionBudget",
    "OpinionConsent",
    "OpinionRequest",
    "OriginalityAllowance",
    "OriginalityMatch",
    "OriginalitySearch",
    "OriginalityVerdict",
    "PointsScore",
    "QualityAssessment",
    "QualityFrame",
    "QualityReference",
    "RetentionCurve",
    "SentimentScore",
    "Submission",
]
