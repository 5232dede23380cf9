"""The only door into scoring for other apps. Everything returned is frozen and names no model."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from creatorspark.core.models import Policy, User, Video
from scoring.domain.engagement.explanation import ActionsNeeded, CutOff, NextLetter
from scoring.domain.points.breakdown import Hint
from scoring.domain.points.counting import CountedVideo, WeekVideo, count_week
from scoring.domain.points.policy import FairPolicy
from scoring.models import PointsScore
from scoring.services import jobs, policies
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
    SubmissionFacts,
    SubmissionRefused,
    drafts_of,
    retry_submission,
    send_file,
    send_link,
    submission_of_creator,
    submission_of_video,
    withdraw_submission,
)
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
from scoring.services.points import score_videos
from scoring.services.policies import UnknownPolicy
from scoring.services.sentiments import score_sentiments

__all__ = [
    "ActionsNeeded",
    "CopyReport",
    "CountedVideo",
    "CutOff",
    "EvidencePicture",
    "GradeExplanation",
    "GradeLine",
    "Hint",
    "Judgement",
    "MatchReport",
    "MatchStretch",
    "NextLetter",
    "OriginalityReport",
    "PointsBreakdown",
    "PointsLine",
    "PublicPolicy",
    "PublicReference",
    "Regraded",
    "RetryRefused",
    "ScoredVideo",
    "SearchReport",
    "StatedGrade",
    "SubmissionFacts",
    "SubmissionRefused",
    "UnknownPolicy",
    "VerdictRefused",
    "VideoPoints",
    "WeekPolicy",
    "WeekVideo",
    "ask_again",
    "copies_of",
    "counted_points",
    "current_points",
    "drafts_of",
    "ensure_default_policies",
    "evidence_of",
    "grade_everything",
    "grade_explanation",
    "grade_policies",
    "grade_reference_count",
    "grade_references",
    "grade_wait",
    "judgements",
    "next_points_hint",
    "originality",
    "originality_report",
    "originality_reports",
    "picture_for",
    "points_breakdown",
    "points_for_award",
    "record_verdict",
    "regrade",
    "request_grading",
    "request_judgement",
    "request_scoring",
    "retry_submission",
    "score_breakdown",
    "score_everything",
    "searches_of",
    "send_file",
    "send_link",
    "submission_of_creator",
    "submission_of_video",
    "week_policy",
    "weeks_with_scores",
    "withdraw_submission",
]

CHUNK = 2_000
WEEK = timedelta(days=7)
# A classic policy has no scoring age; its videos are awarded in the week they would reach this one.
CLASSIC_AGE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekPolicy:
    """The points policy that awards the videos of a week."""

    policy_id: int
    version: str
    sha256: str
    scoring_age: timedelta


@dataclass(frozen=True, slots=True)
class ScoredVideo:
    """A video whose week of scoring age has closed, with the points it scored."""

    score_id: int
    video_id: int
    creator_id: int
    points: int
    due_at: datetime
    off_age: bool
    reference_sha256: str
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class VideoPoints:
    """The current points of a video under the policy in force."""

    video_id: int
    points: int
    policy_version: str
    off_age: bool
    computed_at: datetime


def ensure_default_policies(*, now: datetime) -> None:
    """Create the points and grade policies every installation starts with, where there are none."""
    policies.ensure_default_policies(now=now)


def week_policy(*, week_start: datetime) -> WeekPolicy:
    """Return the policy of an ISO week (Monday 00:00 UTC): the one in force when it closes.

    Raises UnknownPolicy when none is.
    """
    policy = policies.policy_in_force(at=week_start + WEEK)
    return WeekPolicy(policy.pk, policy.version, policy.sha256, _scoring_age(policy))


def points_for_award(*, week_start: datetime, now: datetime) -> Iterator[ScoredVideo]:
    """Yield every scored video that reached scoring age in a closed ISO week, by creator.

    Yields nothing while the week is open. A video may have been awarded before: one award a video
    is the caller's rule. Raises UnknownPolicy.
    """
    if week_start + WEEK > now:
        return
    week = week_policy(week_start=week_start)
    rows = (
        PointsScore.objects.filter(
            policy_id=week.policy_id,
            is_current=True,
            video__posted_at__gte=week_start - week.scoring_age,
            video__posted_at__lt=week_start + WEEK - week.scoring_age,
        )
        .order_by("video__creator_id", "video_id")
        .values_list(
            "pk",
            "video_id",
            "video__creator_id",
            "points",
            "video__posted_at",
            "off_age",
            "reference__sha256",
            "computed_at",
        )
    )
    for pk, video, creator, points, posted, off_age, sha256, computed in rows.iterator(CHUNK):
        due = posted + week.scoring_age
        yield ScoredVideo(pk, video, creator, points, due, off_age, sha256, computed)


def weeks_with_scores(*, now: datetime, since: datetime | None = None) -> list[datetime]:
    """Return the closed ISO weeks (Monday 00:00 UTC) in which scored videos reached scoring age."""
    age = week_policy(week_start=_monday(now) - WEEK).scoring_age
    scored = PointsScore.objects.filter(is_current=True).values("video_id")
    posted = Video.objects.filter(pk__in=scored, posted_at__lt=_monday(now) - age)
    if since is not None:
        posted = posted.filter(posted_at__gte=_monday(since) - age)
    days = posted.datetimes("posted_at", "day", tzinfo=UTC)
    return sorted({_monday(day + age) for day in days})


def counted_points(*, videos: Sequence[WeekVideo], policy_version: str) -> list[CountedVideo]:
    """Apply the creator's weekly cap and the week's pool of a policy to the videos of one week.

    A classic policy has neither: every point counts. Raises UnknownPolicy.
    """
    rules = policies.rules_of(policies.policy_named(policy_version))
    if not isinstance(rules, FairPolicy):
        rules = FairPolicy(full_videos_per_week=10_000)
    return count_week(videos, rules)


def current_points(*, video_ids: Collection[int], now: datetime) -> dict[int, VideoPoints]:
    """Return the points of these videos under the policy in force; videos not scored are absent."""
    policy = policies.policy_in_force(at=now)
    rows = PointsScore.objects.filter(policy=policy, is_current=True, video_id__in=video_ids)
    return {
        video: VideoPoints(video, points, policy.version, off_age, computed)
        for video, points, off_age, computed in rows.values_list(
            "video_id", "points", "off_age", "computed_at"
        )
    }


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

    Returns how many videos got a new score. Raises UnknownPolicy.
    """
    score_sentiments(now=now)
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


def _scoring_age(policy: Policy) -> timedelta:
    rules = policies.rules_of(policy)
    return timedelta(days=rules.scoring_age_days) if isinstance(rules, FairPolicy) else CLASSIC_AGE


def _monday(moment: datetime) -> datetime:
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
