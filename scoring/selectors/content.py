"""What videos are made of, for guessing their grades."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import F

from creatorspark.core.models import Video
from scoring.domain.potential import Content
from scoring.models import EngagementGrade, QualityAssessment, Submission

STEP = 500
GRADED = (EngagementGrade.State.GRADED, EngagementGrade.State.ABSOLUTE)
MEASURES = "measurement__content__values"


@dataclass(frozen=True, slots=True)
class GradedContent:
    """A video that has a grade, and whose it is."""

    creator_id: int
    letter: str
    content: Content


def graded_count() -> int:
    """How many videos have a grade that says A to E."""
    return EngagementGrade.objects.filter(is_current=True, state__in=GRADED).count()


def graded_content(*, most: int) -> Iterator[GradedContent]:
    """Yield the newest graded videos, in the order of their numbers; people who left are out."""
    grades = EngagementGrade.objects.filter(
        is_current=True, state__in=GRADED, video__creator__erased_at__isnull=True
    )
    newest = grades.order_by("-video__posted_at", "-video_id").values_list("video_id", "letter")
    chosen = sorted(newest[:most])
    names = dict(EngagementGrade.Letter.choices)
    for start in range(0, len(chosen), STEP):
        letters = dict(chosen[start : start + STEP])
        for owner, video_id, content in contents_of_videos(letters):
            yield GradedContent(owner, str(names[letters[video_id]]), content)


def contents_of_videos(video_ids: Iterable[int]) -> Iterator[tuple[int, int, Content]]:
    """Yield (creator, video, content) in the order of videos' numbers."""
    ids = list(video_ids)
    quality = {row["video_id"]: row for row in _quality(video_id__in=ids)}
    fields = ("pk", "creator_id", "caption", "hashtags", "duration_seconds", "posted_at")
    for row in Video.objects.filter(pk__in=ids).order_by("pk").values(*fields):
        yield (
            row["creator_id"],
            row["pk"],
            Content(
                caption=row["caption"],
                hashtags=tuple(row["hashtags"]),
                seconds=row["duration_seconds"],
                posted_at=row["posted_at"],
                **_measured(quality.get(row["pk"])),
            ),
        )


def content_of_clip(submission_id: UUID) -> Content | None:
    """Return what a clip that isn't posted yet is made of, None where there is no such clip."""
    clip = Submission.objects.filter(pk=submission_id, purpose=Submission.Purpose.DRAFT).first()
    if clip is None:
        return None
    found = next(iter(_quality(submission_id=submission_id)), None)
    return Content(caption=clip.caption, seconds=clip.seconds, **_measured(found))


def _quality(**which: Any) -> Iterable[dict[str, Any]]:
    rows = QualityAssessment.objects.filter(is_current=True, **which)
    found = rows.values("video_id", "visual", "audio", measures=F(MEASURES))
    return cast(Iterable[dict[str, Any]], found)


def _measured(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    ratings = {name: float(row[name]) for name in ("visual", "audio") if row[name] is not None}
    return {"measures": row["measures"], "ratings": ratings}
