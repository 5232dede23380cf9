"""Taking a video's retention curve in: from an export, from the API, from staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from creatorspark.core.models import AuditEntry, User, Video
from creatorspark.core.services import audit
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.domain.retention import Reading, RetentionFault, read_csv
from scoring.domain.retention.reading import checked
from scoring.models import Fingerprint, RetentionCurve
from scoring.services.retention.wording import (
    RetentionRefused,
    gone,
    refused,
    too_many,
    too_many_refused,
)

KEEP_FRAMES = "scoring.keep_quality_frames"
A_DAY = timedelta(days=1)
MOST_A_DAY = 20
MOST_REFUSED_A_DAY = 30
REFUSED = "scoring.retention.refused"
Source = RetentionCurve.Source


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who brings a curve in, by which way, and when. `actor` None: a command on this machine."""

    actor: User | None
    source: str
    now: datetime


def give_export(content: bytes, *, video_id: int, giver: Giver) -> RetentionCurve:
    """Keep an export as the video's curve. Raises RetentionRefused.

    Reading costs as much where it ends in a refusal, so those are counted too.
    """
    _check_refused(giver)
    try:
        return give_reading(_read(content), video_id=video_id, giver=giver)
    except RetentionRefused as error:
        _count_refused(error, video_id=video_id, giver=giver)
        raise


def _read(content: bytes) -> Reading:
    try:
        return read_csv(content)
    except RetentionFault as fault:
        raise refused(fault) from fault


def give_retention(*, video_id: int, content: bytes, actor: User, now: datetime) -> None:
    """Keep what a creator exported from their studio. Raises RetentionRefused."""
    give_export(content, video_id=video_id, giver=Giver(actor=actor, source=Source.STUDIO, now=now))


def give_points(
    points: Sequence[tuple[float, float]], *, video_id: int, giver: Giver
) -> RetentionCurve:
    """Keep (second, share) points as the video's curve. Raises RetentionRefused."""
    try:
        reading = checked(points, is_relative=False)
    except RetentionFault as fault:
        raise refused(fault) from fault
    return give_reading(reading, video_id=video_id, giver=giver)


@transaction.atomic
def give_reading(reading: Reading, *, video_id: int, giver: Giver) -> RetentionCurve:
    """Make a curve the video's current one; the same again changes nothing.

    Raises RetentionRefused.
    """
    video = (
        Video.objects.select_for_update(no_key=True, of=("self",))
        .select_related("creator")
        .filter(pk=video_id)
        .first()
    )
    if video is None or video.creator.is_gone:
        raise gone()
    seconds = length_of(video)
    try:
        points = [list(point) for point in reading.in_seconds(seconds)]
    except RetentionFault as fault:
        raise refused(fault) from fault
    current = RetentionCurve.objects.filter(video=video, is_current=True).first()
    if current is not None and current.points == points:
        return current
    _check_day(video, giver)
    return _write(video, points, seconds or points[-1][0], current, giver)


def length_of(video: Video) -> float | None:
    """Return how long a video is, in seconds: by its file, else as its platform says."""
    prints = Fingerprint.objects.filter(video=video, sha256=video.sha256)
    known = prints.order_by("-version").values_list("seconds", flat=True).first()
    return known or (float(video.duration_seconds) if video.duration_seconds else None)


def _check_day(video: Video, giver: Giver) -> None:
    """Staff bring in many; a creator's script that went wild must not fill the table."""
    if _is_trusted(giver):
        return
    fresh = RetentionCurve.objects.filter(video=video, given_at__gt=giver.now - A_DAY)
    if fresh.count() >= MOST_A_DAY:
        raise too_many(MOST_A_DAY)


def _check_refused(giver: Giver) -> None:
    if giver.actor is None or _is_trusted(giver):
        return
    said = AuditEntry.objects.filter(
        target_type=giver.actor._meta.label_lower,
        target_id=str(giver.actor.pk),
        at__gt=giver.now - A_DAY,
        action=REFUSED,
    )
    if said.count() >= MOST_REFUSED_A_DAY:
        raise too_many_refused(MOST_REFUSED_A_DAY)


def _count_refused(error: RetentionRefused, *, video_id: int, giver: Giver) -> None:
    if giver.actor is not None and not _is_trusted(giver):
        after = {"video": video_id, "code": error.code}
        audit.record(REFUSED, target=giver.actor, actor=giver.actor, after=after)


def _is_trusted(giver: Giver) -> bool:
    return giver.actor is None or giver.actor.is_staff


def _write(
    video: Video,
    points: list[list[float]],
    seconds: float,
    current: RetentionCurve | None,
    giver: Giver,
) -> RetentionCurve:
    RetentionCurve.objects.filter(video=video, is_current=True).update(is_current=False)
    row = RetentionCurve.objects.create(
        video=video,
        source=giver.source,
        points=points,
        seconds=seconds,
        given_by=giver.actor,
        given_at=giver.now,
    )
    if video.sha256:
        nudge_on_commit(KEEP_FRAMES, video.sha256)
    audit.record(
        "scoring.retention.given",
        target=video,
        actor=giver.actor,
        before={"curve": current.pk} if current else None,
        after={"curve": row.pk, "source": giver.source, "moments": len(points)},
    )
    return row
