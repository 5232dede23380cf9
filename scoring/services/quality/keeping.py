"""What is kept of a file's measuring goes when no video and no clip holds the file any more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction

from creatorspark.core.models import Creator, Video
from creatorspark.core.services.leaving import Chapter, Leave
from scoring.models import (
    FrameReading,
    Measurement,
    MeasuringFailure,
    QualityAssessment,
    Submission,
)
from scoring.services.quality.frame_removal import forget_frames
from scoring.services.quality.holding import held

# A file just measured may be on its way from a clip to a video.
SPARED = timedelta(days=1)
MOST = 1_000

_ORPHANS = """
SELECT m.sha256 FROM {table} m
WHERE m.{made} < %(before)s
    AND NOT EXISTS (SELECT FROM core_video v WHERE v.sha256 = m.sha256 AND v.sha256 <> '')
    AND NOT EXISTS (
        SELECT FROM scoring_submission s
        WHERE s.sha256 = m.sha256 AND s.sha256 <> '' AND s.file <> '')
LIMIT %(most)s
"""
TABLES = (
    ("scoring_measurement", "made_at"),
    ("scoring_measuringfailure", "failed_at"),
    ("scoring_framereading", "made_at"),
)


def forget_orphans(*, now: datetime) -> int:
    """Forget files that nobody holds any more; return how many."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table, made in TABLES:
            cursor.execute(
                _ORPHANS.format(table=table, made=made), {"before": now - SPARED, "most": MOST}
            )
            found.update(sha256 for (sha256,) in cursor.fetchall())
    forget_unheld(found)
    return len(found)


def forget_unheld(files: Collection[str], *, besides: Creator | None = None) -> None:
    """Forget what was measured, read and kept of those files, by digest, that nobody holds.

    A creator who is leaving holds nothing any more: name them as `besides`.
    """
    wanted = {sha256 for sha256 in files if sha256}
    with transaction.atomic():
        gone = wanted - held(wanted, besides=besides)
        forget_frames(sha256s=gone)
        MeasuringFailure.objects.filter(sha256__in=gone).delete()
        Measurement.objects.filter(sha256__in=gone).delete()
        # They quote what stands in the pictures.
        FrameReading.objects.filter(sha256__in=gone).delete()


def forget_clip(submission: Submission, *, sha256: str) -> None:
    """Forget the ratings of a clip that was taken back, and what only it held of its file.

    Call it once the stored row has let go of the file, with the digest that it had.
    """
    QualityAssessment.objects.filter(submission=submission).delete()
    forget_unheld([sha256])


def _erase(creator: Creator, leave: Leave) -> None:
    """Measures describe a person's pictures and voice, so they go; ratings are numbers only."""
    videos = Video.objects.filter(creator=creator)
    clips = Submission.objects.filter(creator=creator, purpose=Submission.Purpose.DRAFT)
    QualityAssessment.objects.filter(submission__in=clips).delete()
    sent = Submission.objects.filter(creator=creator)
    files = {*videos.values_list("sha256", flat=True), *sent.values_list("sha256", flat=True)}
    forget_unheld(files, besides=creator)


CHAPTER = Chapter(name="scoring.quality", erase=_erase)
