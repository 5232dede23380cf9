"""Read what tiers follow from: the judgements of the videos of the last weeks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from creatorspark.lib.periods import WEEK, week_label, week_start
from rewards.domain.tier_policy import TierPolicy
from rewards.domain.tiers import JudgedVideo
from scoring import interface as scoring

_VIDEOS = """
SELECT id, creator_id FROM core_video
WHERE creator_id = ANY(%s) AND posted_at >= %s AND posted_at < %s
ORDER BY id
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The weeks that count: videos that reached scoring age from `since` to before `until`.

    Both are Mondays; the window ends where the week begins in which it is looked at.
    """

    since: date
    until: date
    age: timedelta

    @property
    def posted_from(self) -> datetime:
        """Return the moment from which the window's videos were posted."""
        return week_start(self.since) - self.age

    @property
    def posted_before(self) -> datetime:
        """Return the moment before which the window's videos were posted."""
        return week_start(self.until) - self.age


def window_before(week: date, *, rules: TierPolicy) -> Window | None:
    """Return the window that ends where `week` begins; None where no grade policy ruled then."""
    age = _scoring_age(week_start(week))
    if age is None:
        return None
    return Window(since=week - rules.window_weeks * WEEK, until=week, age=age)


def judged_videos(
    creator_ids: Collection[int], *, window: Window
) -> dict[int, Sequence[JudgedVideo]]:
    """Return each creator's videos of the window in the order of ids; without any, absent.

    Four queries, however many creators there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VIDEOS, [list(creator_ids), window.posted_from, window.posted_before])
        rows = cursor.fetchall()
    ids = [video_id for video_id, _creator in rows]
    grades = scoring.judgements(video_ids=ids)
    verdicts = scoring.originality(video_ids=ids)
    ratings = scoring.qualities(video_ids=ids)
    found: defaultdict[int, list[JudgedVideo]] = defaultdict(list)
    for video_id, creator_id in rows:
        grade = grades.get(video_id)
        found[creator_id].append(
            JudgedVideo(
                video_id=video_id,
                letter=grade.letter if grade else "",
                originality=verdicts.get(video_id, ""),
                quality=ratings[video_id].overall if video_id in ratings else None,
            )
        )
    return dict(found)


def as_inputs(videos: Sequence[JudgedVideo], *, window: Window) -> dict[str, Any]:
    """Return the window and its videos as they are stored with a decision."""
    return {
        "window": {
            "from": week_label(window.since),
            "before": week_label(window.until),
            "scoring_age_days": window.age.days,
        },
        "videos": [
            {
                "video_id": video.video_id,
                "grade": video.letter,
                "originality": video.originality,
                "quality": None if video.quality is None else str(video.quality),
            }
            for video in videos
        ],
    }


def from_inputs(inputs: Mapping[str, Any]) -> list[JudgedVideo]:
    """Read the videos that `as_inputs` stored."""
    return [
        JudgedVideo(
            video_id=row["video_id"],
            letter=row["grade"],
            originality=row["originality"],
            quality=None if row["quality"] is None else Decimal(row["quality"]),
        )
        for row in inputs["videos"]
    ]


def _scoring_age(at: datetime) -> timedelta | None:
    for policy in scoring.grade_policies():
        until = policy.effective_until
        if policy.effective_from <= at and (until is None or at < until):
            return timedelta(days=policy.parameters["scoring_age_days"])
    return None
