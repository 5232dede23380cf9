"""Pictures of a file: at the moments that advice names, where viewers leave, and an even strip.

They belong to the file's bytes, so whoever sends the same file again finds them made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from creatorspark.core.models import User, Video
from scoring.domain.quality import Advice, Part
from scoring.media.problems import MediaProblem
from scoring.media.stills import SLOTS, Still, Stills, even_slots, take_stills
from scoring.media.storage import FileMissing, content_of, local_file
from scoring.models import (
    Measurement,
    QualityAssessment,
    QualityFrame,
    RetentionCurve,
    Submission,
)
from scoring.models.quality import frame_name
from scoring.services.media.describing import seen_by_holder
from scoring.services.quality.documents import read_advice
from scoring.services.retention.reporting import report_of

MOST_MOMENTS = 24
# A file that can't be read any more isn't tried for ever.
TRIED_FOR = timedelta(days=2)
SWEPT_AFTER, SWEPT_AT_ONCE = timedelta(minutes=2), 5
Kind = QualityFrame.Kind
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class QualityPicture:
    """A kept picture: of one second, or a strip of `slots` small ones spread evenly."""

    id: UUID
    at: float
    width: int
    height: int
    slots: int = 0


@dataclass(frozen=True, slots=True)
class QualityPictures:
    """What is kept of a file, moments in order of time; `strip` is None until it is made."""

    strip: QualityPicture | None
    moments: tuple[QualityPicture, ...]

    def nearest(self, second: float, *, within: float = 1.0) -> QualityPicture | None:
        """Return the picture of a moment, None where none is near enough."""
        near = [one for one in self.moments if abs(one.at - second) <= within]
        return min(near, key=lambda one: abs(one.at - second), default=None)


def keep_frames(*, sha256: str, now: datetime) -> int:
    """Keep what a rated file is shown by and lacks; return how many pictures are new.

    Can run twice. A file that is gone or can't be read any more leaves its advice without
    pictures; whatever else goes wrong with one is logged and stops no other.
    """
    try:
        return _keep_lacking(sha256, now=now)
    except Exception:
        log.exception("frames_not_kept", sha256=sha256)
        return 0


def _keep_lacking(sha256: str, *, now: datetime) -> int:
    seconds = Measurement.objects.filter(sha256=sha256).values_list("seconds", flat=True).first()
    name = stored_file(sha256)
    if seconds is None or not name:
        return 0
    there = QualityFrame.objects.filter(sha256=sha256)
    moments = wanted_moments(sha256, seconds) - set(
        there.filter(kind=Kind.MOMENT).values_list("second", flat=True)
    )
    strip = [] if there.filter(kind=Kind.STRIP).exists() else even_slots(seconds)
    if not moments and not strip:
        return 0
    try:
        with local_file(name) as path:
            stills = take_stills(path, moments=sorted(moments), strip=strip)
    except (MediaProblem, FileMissing):
        return 0
    return _keep(sha256, stills, now=now)


def stored_file(sha256: str) -> str:
    """Return the name of a stored file with these bytes, empty where there is none (any more)."""
    if not sha256:
        return ""
    for rows in (Video.objects.all(), Submission.objects.all()):
        found = rows.filter(sha256=sha256).exclude(file="").values_list("file", flat=True).first()
        if found:
            return str(found)
    return ""


def wanted_moments(sha256: str, seconds: float) -> set[float]:
    """Return the seconds that are shown of a file: the middle of what advice names, and drops."""
    last = max(0.0, seconds - 0.05)
    rated = QualityAssessment.objects.filter(sha256=sha256, is_current=True)
    found = {
        at
        for advice in rated.values_list("advice", flat=True)
        for at in _named(read_advice(advice), seconds)
    }
    of_file = Video.objects.filter(sha256=sha256, pk=OuterRef("video_id"))
    for curve in RetentionCurve.objects.filter(Exists(of_file), is_current=True):
        found |= {float(drop.start) for drop in report_of(curve).drops}
    return set(sorted(round(min(at, last), 2) for at in found)[:MOST_MOMENTS])


def pictures_of(*, sha256: str) -> QualityPictures:
    """Return what is kept of a file; one query."""
    rows = QualityFrame.objects.filter(sha256=sha256).order_by("second") if sha256 else []
    found = [
        QualityPicture(
            row.pk, row.second, row.width, row.height, SLOTS if row.kind == Kind.STRIP else 0
        )
        for row in rows
    ]
    strip = next((one for one in found if one.slots), None)
    return QualityPictures(strip, tuple(one for one in found if not one.slots))


def quality_picture(*, frame_id: UUID, user: User) -> bytes | None:
    """Return a picture's JPEG if this user may see it; None otherwise, or where it is gone.

    Staff see all; creators see those of files that they have here.
    """
    rows = QualityFrame.objects.filter(pk=frame_id)
    if not (user.is_active and user.is_staff):
        own = {"creator__user": user, "sha256": OuterRef("sha256")}
        sent = Submission.objects.filter(seen_by_holder(), **own).exclude(file="")
        posted = Video.objects.filter(**own).exclude(file="")
        rows = rows.filter(Q(Exists(posted)) | Q(Exists(sent)))
    row = rows.first()
    return content_of(row.file.name or "") if row else None


def sweep(*, now: datetime) -> int:
    """Keep what a lost message or a crash left out, a few files at a time."""
    there = QualityFrame.objects.filter(sha256=OuterRef("sha256"), kind=Kind.STRIP)
    fresh = QualityAssessment.objects.filter(
        ~Exists(there),
        is_current=True,
        measurement__isnull=False,
        computed_at__gte=now - TRIED_FOR,
        computed_at__lte=now - SWEPT_AFTER,
    )
    found = list(fresh.order_by("-computed_at").values_list("sha256", flat=True)[:200])
    # Each sweep begins elsewhere, so that files that can't be read don't keep the others waiting.
    first = int(now.timestamp() // 60) * SWEPT_AT_ONCE % max(1, len(found))
    chosen = [*found[first:], *found[:first]][:SWEPT_AT_ONCE]
    return sum(keep_frames(sha256=sha256, now=now) for sha256 in chosen)


def _named(advice: Iterable[Advice], seconds: float) -> Iterable[float]:
    """Yield the moments of advice; what is to be seen throughout is shown by the middle."""
    for one in advice:
        for moment in one.moments:
            yield (moment.start + min(moment.end, seconds)) / 2
        if not one.moments and one.part == Part.VISUAL:
            yield seconds / 2


def _keep(sha256: str, stills: Stills, *, now: datetime) -> int:
    """Write files first, then rows; who was quicker keeps theirs."""
    taken = [(Kind.MOMENT, still) for still in stills.pictures]
    if stills.strip is not None:
        taken.append((Kind.STRIP, stills.strip))
    names: list[str] = []
    try:
        for _kind, still in taken:
            names.append(default_storage.save(frame_name(), ContentFile(still.content)))
        kept = _write(sha256, taken, names, now=now)
    except BaseException:
        kept = set()
        raise
    finally:
        for name in set(names) - kept:
            default_storage.delete(name)
    return len(kept)


@transaction.atomic
def _write(
    sha256: str, taken: Sequence[tuple[str, Still]], names: Sequence[str], *, now: datetime
) -> set[str]:
    """Write the rows that are new while the measurement stands; return the files they name."""
    if not Measurement.objects.select_for_update().filter(sha256=sha256).exists():
        return set()
    there = set(QualityFrame.objects.filter(sha256=sha256).values_list("kind", "second"))
    rows = [
        _row(sha256, kind, still, name, now=now)
        for (kind, still), name in zip(taken, names, strict=True)
        if (kind, still.at) not in there
    ]
    QualityFrame.objects.bulk_create(rows)
    return {row.file.name or "" for row in rows}


def _row(sha256: str, kind: str, still: Still, name: str, *, now: datetime) -> QualityFrame:
    return QualityFrame(
        sha256=sha256,
        kind=kind,
        second=still.at,
        width=still.width,
        height=still.height,
        file=name,
        made_at=now,
    )
