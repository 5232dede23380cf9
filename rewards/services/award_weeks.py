"""Count a closed week: one award a video, ever. Nothing is posted here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import connection, transaction

from creatorspark.core.services import audit
from creatorspark.lib.periods import WEEK, monday_of
from rewards.models import AwardWeek, PointsAward

# Serialises counting across workers; the number only has to be ours alone.
COUNTING_LOCK = 5_203_417
CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored video that may earn an award; `policy_id` made the score."""

    video_id: int
    creator_id: int
    policy_id: int
    score_id: int
    points: int
    reached_age_at: datetime


class Counted(Protocol):
    """What a video counts after its creator's cap and the week's pool."""

    @property
    def video_id(self) -> int: ...
    @property
    def points(self) -> int: ...
    @property
    def rank(self) -> int: ...
    @property
    def counted(self) -> int: ...


CountWeek = Callable[[Sequence[Candidate]], Iterable[Counted]]


@dataclass(frozen=True, kw_only=True)
class WeekCount:
    """A week that was counted: videos, and their points before and after cap and pool."""

    week: date
    videos: int
    video_points: int
    counted_points: int


def last_closed_week(*, now: datetime) -> date:
    """Return the Monday of the newest week that is over."""
    return monday_of(now) - WEEK


def by_week(videos: Iterable[Candidate], *, now: datetime) -> dict[date, list[Candidate]]:
    """Sort videos without an award into the closed weeks they count with, oldest week first.

    A video counts with the week in which it reached scoring age. When that week was counted
    before the video was known, it counts with the next one that wasn't: a counted week never
    changes. Videos whose week isn't over wait.
    """
    counted = set(AwardWeek.objects.values_list("week", flat=True))
    newest = last_closed_week(now=now)
    weeks: defaultdict[date, list[Candidate]] = defaultdict(list)
    for chunk in _chunks(videos):
        awarded = _awarded([video.video_id for video in chunk])
        for video in chunk:
            week = monday_of(video.reached_age_at)
            while week in counted:
                week += WEEK
            if week <= newest and video.video_id not in awarded:
                weeks[week].append(video)
    return dict(sorted(weeks.items()))


def count_week(
    week: date, videos: Sequence[Candidate], *, policy_id: int, count: CountWeek, now: datetime
) -> WeekCount | None:
    """Write the awards of a week in one transaction; None when it was counted before.

    Two workers are kept apart by a lock, and what the first awarded the second leaves out.
    """
    with transaction.atomic():
        _lock()
        if AwardWeek.objects.filter(week=week).exists():
            return None
        awarded = _awarded([video.video_id for video in videos])
        fresh = [video for video in videos if video.video_id not in awarded]
        if not fresh:
            return None
        counted = list(count(fresh))
        result = WeekCount(
            week=week,
            videos=len(counted),
            video_points=sum(row.points for row in counted),
            counted_points=sum(row.counted for row in counted),
        )
        _write(week, fresh, counted, now=now)
        row = AwardWeek.objects.create(
            week=week,
            policy_id=policy_id,
            videos=result.videos,
            video_points=result.video_points,
            counted_points=result.counted_points,
            counted_at=now,
        )
        audit.record(
            "rewards.awards.counted",
            target=row,
            actor=None,
            after={
                "week": week.isoformat(),
                "videos": result.videos,
                "counted_points": result.counted_points,
            },
        )
        return result


def _write(
    week: date, videos: Sequence[Candidate], counted: Sequence[Counted], *, now: datetime
) -> None:
    facts = {video.video_id: video for video in videos}
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY rewards_pointsaward (video_id, creator_id, policy_id, score_id, week, "
            "video_points, rank, counted_points, awarded_at) FROM STDIN"
        ) as rows,
    ):
        for row in counted:
            fact = facts[row.video_id]
            rows.write_row(
                (
                    row.video_id,
                    fact.creator_id,
                    fact.policy_id,
                    fact.score_id,
                    week,
                    row.points,
                    row.rank,
                    row.counted,
                    now,
                )
            )


def _awarded(video_ids: Collection[int]) -> set[int]:
    rows = PointsAward.objects.extra(  # one array parameter, whatever the number of ids
        where=["video_id = ANY(%s::bigint[])"], params=[list(video_ids)]
    )
    return set(rows.values_list("video_id", flat=True))


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING_LOCK])


def _chunks(videos: Iterable[Candidate]) -> Iterable[list[Candidate]]:
    chunk: list[Candidate] = []
    for video in videos:
        chunk.append(video)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
