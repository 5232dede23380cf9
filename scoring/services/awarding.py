"""What awards ask of points: the policy of a week, its scored videos, and what of them counts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from creatorspark.core.models import Policy, Video
from scoring.domain.points.counting import CountedVideo, WeekVideo, count_week
from scoring.domain.points.policy import FairPolicy
from scoring.models import PointsScore
from scoring.services import policies

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


def _scoring_age(policy: Policy) -> timedelta:
    rules = policies.rules_of(policy)
    return timedelta(days=rules.scoring_age_days) if isinstance(rules, FairPolicy) else CLASSIC_AGE


def _monday(moment: datetime) -> datetime:
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
