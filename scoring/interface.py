"""The only door into scoring for other apps. Everything returned is frozen and names no model."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from creatorspark.core.models import User
from scoring.domain.engagement.explanation import ActionsNeeded, CutOff, NextLetter
from scoring.domain.points.breakdown import Hint
from scoring.domain.points.counting import CountedVideo, WeekVideo
from scoring.domain.retention import Drop
from scoring.media.pictures import is_picture
from scoring.models import PointsScore
from scoring.selectors.fresh import creators_judged_since
from scoring.selectors.looks import Look, looks_of
from scoring.selectors.on_screen import words_on_screen
from scoring.services import jobs, policies
from scoring.services.awarding import (
    ScoredVideo,
    VideoPoints,
    WeekPolicy,
    counted_points,
    current_points,
    points_for_award,
    week_policy,
    weeks_with_scores,
)
from scoring.services.categories.assessing import assess_categories
from scoring.services.categories.correcting import (
    CorrectionRefused,
    correct_categories,
    hand_back_categories,
)
from scoring.services.categories.plain import categories_named as _categories_named
from scoring.services.categories.plain import mix_of_phrases
from scoring.services.categories.reporting import (
    CategoriesReport,
    CategoryFacts,
    CategoryReport,
    CategoryShare,
    categories_of_videos,
    categories_report,
)
from scoring.services.categories.wording import CHOICES as CATEGORIES
from scoring.services.engagement.explaining import (
    GradeExplanation,
    GradeLine,
    grade_explanation,
    grade_wait,
)
from scoring.services.engagement.judging import (
    Judgement,
    PublicPolicy,
    PublicReference,
    grade_policies,
    grade_reference_count,
    grade_references,
    judgements,
)
from scoring.services.engagement.regrading import Regraded, StatedGrade, regrade
from scoring.services.engagement.running import grade_videos
from scoring.services.explaining import PointsBreakdown, PointsLine, explain, raise_by
from scoring.services.media import (
    DraftWords,
    SubmissionFacts,
    SubmissionRefused,
    drafts_of,
    retry_submission,
    rewrite_draft,
    send_file,
    send_link,
    send_pictures,
    submission_of_creator,
    submission_of_video,
    withdraw_submission,
)
from scoring.services.media.draft_time import draft_kept
from scoring.services.opinions.consent import ConsentRefused
from scoring.services.opinions.sharing import OpinionSharing, opinion_sharing, set_consent
from scoring.services.originality import (
    MatchReport,
    MatchStretch,
    OriginalityReport,
    RetryRefused,
    VerdictRefused,
    ask_again,
    originality,
    originality_report,
    originality_reports,
    record_verdict,
    request_judgement,
)
from scoring.services.originality.copies import CopyReport, copies_of
from scoring.services.originality.evidence import EvidencePicture, picture_for
from scoring.services.originality.evidence import frames_of as evidence_of
from scoring.services.originality.searches import SearchReport, searches_of
from scoring.services.originality.short import ShortVerdict, verdicts_of
from scoring.services.points import score_videos
from scoring.services.policies import UnknownPolicy
from scoring.services.quality.asking import MeasuringRefused, measure_again
from scoring.services.quality.frames import (
    QualityPicture,
    QualityPictures,
    quality_picture,
)
from scoring.services.quality.frames import pictures_of as quality_pictures
from scoring.services.quality.guiding import GuideLine, guide_lines
from scoring.services.quality.report import (
    AdviceReport,
    CriterionReport,
    FrameReport,
    MeasureReport,
    PartReport,
    QualityFacts,
    QualityReport,
)
from scoring.services.quality.reports import draft_quality, qualities, quality_report
from scoring.services.quality.trends import NamedCause, RatedVideo, rated_videos
from scoring.services.retention.giving import give_retention
from scoring.services.retention.reporting import RetentionReport, retention_report
from scoring.services.retention.wording import RetentionRefused
from scoring.services.screen.report import ScreenLine, ScreenText, screen_text
from scoring.services.sentiments import SentimentReport, score_sentiments, sentiment_report
from scoring.services.training.guesses import GradeChance, PotentialReport, potential

__all__ = [
    "CATEGORIES",
    "ActionsNeeded",
    "AdviceReport",
    "CategoriesReport",
    "CategoryFacts",
    "CategoryReport",
    "CategoryShare",
    "ConsentRefused",
    "CopyReport",
    "CorrectionRefused",
    "CountedVideo",
    "CriterionReport",
    "CutOff",
    "DraftWords",
    "Drop",
    "EvidencePicture",
    "FrameReport",
    "GradeChance",
    "GradeExplanation",
    "GradeLine",
    "GuideLine",
    "Hint",
    "Judgement",
    "Look",
    "MatchReport",
    "MatchStretch",
    "MeasureReport",
    "MeasuringRefused",
    "NamedCause",
    "NextLetter",
    "OpinionSharing",
    "OriginalityReport",
    "PartReport",
    "PointsBreakdown",
    "PointsLine",
    "PotentialReport",
    "PublicPolicy",
    "PublicReference",
    "QualityFacts",
    "QualityPicture",
    "QualityPictures",
    "QualityReport",
    "RatedVideo",
    "Regraded",
    "RetentionRefused",
    "RetentionReport",
    "RetryRefused",
    "ScoredVideo",
    "ScreenLine",
    "ScreenText",
    "SearchReport",
    "SentimentReport",
    "ShortVerdict",
    "StatedGrade",
    "SubmissionFacts",
    "SubmissionRefused",
    "UnknownPolicy",
    "VerdictRefused",
    "VideoPoints",
    "WeekPolicy",
    "WeekVideo",
    "ask_again",
    "assess_categories",
    "categories_in_text",
    "categories_of_phrases",
    "categories_of_videos",
    "categories_report",
    "copies_of",
    "correct_categories",
    "counted_points",
    "creators_judged_since",
    "current_points",
    "draft_kept",
    "draft_quality",
    "drafts_of",
    "ensure_default_policies",
    "evidence_of",
    "give_retention",
    "grade_everything",
    "grade_explanation",
    "grade_policies",
    "grade_reference_count",
    "grade_references",
    "grade_wait",
    "guide_lines",
    "hand_back_categories",
    "is_picture",
    "judgements",
    "looks_of",
    "measure_again",
    "next_points_hint",
    "opinion_sharing",
    "originality",
    "originality_report",
    "originality_reports",
    "picture_for",
    "points_breakdown",
    "points_for_award",
    "potential",
    "qualities",
    "quality_picture",
    "quality_pictures",
    "quality_report",
    "rated_videos",
    "record_verdict",
    "regrade",
    "request_grading",
    "request_judgement",
    "request_scoring",
    "retention_report",
    "retry_submission",
    "rewrite_draft",
    "score_breakdown",
    "score_everything",
    "screen_text",
    "searches_of",
    "send_file",
    "send_link",
    "send_pictures",
    "sentiment_report",
    "set_consent",
    "submission_of_creator",
    "submission_of_video",
    "verdicts_of",
    "week_policy",
    "weeks_with_scores",
    "withdraw_submission",
    "words_on_screen",
]


def categories_of_phrases(*, phrases: Sequence[str]) -> dict[str, float]:
    """Return shares of categories that add up to 1 for what somebody says of their videos.

    Every phrase that says anything counts alike; empty when none does.
    """
    return mix_of_phrases(phrases)


def categories_in_text(*, text: str) -> frozenset[str]:
    """Return every category that a text says anything about."""
    return _categories_named(text)


def ensure_default_policies(*, now: datetime) -> None:
    """Create the points and grade policies every installation starts with, where there are none."""
    policies.ensure_default_policies(now=now)


def points_breakdown(
    *, video_id: int, now: datetime, policy_version: str = ""
) -> PointsBreakdown | None:
    """Return how a video's current points came about, under the policy in force if none is named.

    None while it isn't scored. Raises UnknownPolicy.
    """
    score = _score(video_id, now=now, policy_version=policy_version)
    return explain(score) if score else None


def score_breakdown(*, score_id: int) -> PointsBreakdown | None:
    """Return how one stored score came about, current or not; None when there is none."""
    score = _with_inputs().filter(pk=score_id).first()
    return explain(score) if score else None


def next_points_hint(*, video_id: int, now: datetime) -> list[Hint]:
    """Return what a tenth more likes, shares, comments or bookmarks would bring, best first."""
    score = _score(video_id, now=now, policy_version="")
    return raise_by(score) if score else []


def request_scoring(*, actor: User | None, now: datetime, policy_version: str = "") -> UUID:
    """Queue a scoring run and return the id of its job. Raises UnknownPolicy."""
    return jobs.request_scoring(actor=actor, now=now, policy=policy_version).pk


def score_everything(*, now: datetime) -> int:
    """Score every caption and video of age here and at once, under the policy in force then.

    Says what new videos are about, too. Returns how many got a new score. Raises UnknownPolicy.
    """
    score_sentiments(now=now)
    assess_categories(now=now)
    return score_videos(policies.policy_in_force(at=now), now=now).written


def grade_everything(*, now: datetime) -> int:
    """Grade every video of age here and at once; return how many got a new grade."""
    return grade_videos(now=now).written


def request_grading(*, actor: User | None, now: datetime) -> UUID:
    """Queue a grading run over the whole history and return the id of its job."""
    return jobs.request_grading(actor=actor, now=now).pk


def _score(video_id: int, *, now: datetime, policy_version: str) -> PointsScore | None:
    policy = (
        policies.policy_named(policy_version)
        if policy_version
        else policies.policy_in_force(at=now)
    )
    return _with_inputs().filter(video_id=video_id, policy=policy, is_current=True).first()


def _with_inputs() -> QuerySet[PointsScore]:
    return PointsScore.objects.select_related("policy", "reference", "snapshot")
