"""How well a creator's videos are made, one after the other."""

from dataclasses import dataclass
from datetime import datetime

from scoring.domain.quality import Cause
from scoring.models import QualityAssessment
from scoring.services.quality.documents import read_advice
from scoring.services.quality.fixes import NAMES
from scoring.services.quality.labels import GUIDES


@dataclass(frozen=True, slots=True)
class NamedCause:
    """What one piece of feedback is about, and the guide that says more."""

    cause: str
    name: str
    learn: str
    points: float


@dataclass(frozen=True, slots=True)
class RatedVideo:
    """A video's ratings, 0 to 100 (None for a part that it doesn't have), and its feedback."""

    video_id: int
    caption: str
    posted_at: datetime
    overall: float
    visual: float | None
    audio: float | None
    text: float | None
    causes: tuple[NamedCause, ...]


def rated_videos(*, creator_id: int, limit: int) -> list[RatedVideo]:
    """Return a creator's newest rated videos, the newest first; one query."""
    rows = (
        QualityAssessment.objects.filter(
            video__creator=creator_id, is_current=True, measurement__isnull=False
        )
        .select_related("video")
        .order_by("-video__posted_at", "-video_id")[:limit]
    )
    return [_rated(row) for row in rows]


def _rated(row: QualityAssessment) -> RatedVideo:
    assert row.video is not None
    return RatedVideo(
        video_id=row.video.pk,
        caption=row.video.caption,
        posted_at=row.video.posted_at,
        overall=float(row.overall),
        visual=None if row.visual is None else float(row.visual),
        audio=None if row.audio is None else float(row.audio),
        text=None if row.text is None else float(row.text),
        causes=tuple(
            NamedCause(one.cause.value, str(NAMES[Cause(one.cause)]), GUIDES[one.part], one.points)
            for one in read_advice(row.advice)
        ),
    )
