"""A person asks for a file that couldn't be measured to be tried once more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import AuditEntry, User, Video
from creatorspark.core.services import audit
from scoring.models import JudgementRequest
from scoring.services.originality.requests import request_judgement
from scoring.services.quality.reading import once_more
from scoring.services.quality.reports import FAILED, quality_report

ASKED = "scoring.quality.asked"
MOST_A_DAY = 3


class MeasuringRefused(ValueError):
    """There is nothing to try again; the message is for a person."""


def measure_again(*, video_id: int, actor: User, now: datetime) -> None:
    """Have a video's file read once more. Staff may ask at any time, a creator where it can help.

    Raises MeasuringRefused.
    """
    with transaction.atomic():
        video = Video.objects.select_for_update(no_key=True).filter(pk=video_id).first()
        if video is None or not video.file:
            raise MeasuringRefused(_("We don't have this video's file yet. Send it first."))
        if not (actor.is_active and actor.is_staff):
            _check_it_can_help(video, now=now)
        once_more(video.sha256, now=now)
        # Judging its originality reads the file for both.
        request_judgement(video_id=video_id, now=now, cause=JudgementRequest.Cause.ASKED, soon=True)
        audit.record(ASKED, target=video, actor=actor)


def _check_it_can_help(video: Video, *, now: datetime) -> None:
    report = quality_report(video_id=video.pk, now=now)
    if not (report.state == FAILED and report.can_retry):
        raise MeasuringRefused(
            _("Reading this file again wouldn’t change anything. Send a new file instead.")
        )
    asked = AuditEntry.objects.filter(
        target_type=video._meta.label_lower,
        target_id=str(video.pk),
        action=ASKED,
        at__gt=now - timedelta(days=1),
    )
    if asked.count() >= MOST_A_DAY:
        raise MeasuringRefused(
            _(
                "We have read this file again as often as we do in a day, and nothing was changed. "
                "Try tomorrow, or send a new file."
            )
        )


def measure_file_again(*, sha256: str, actor: User, now: datetime) -> None:
    """Have a file read once more for the videos that hold it. Raises MeasuringRefused."""
    videos = Video.objects.filter(sha256=sha256).exclude(file="").order_by("pk")
    number = videos.values_list("pk", flat=True).first()
    if number is None:
        raise MeasuringRefused(_("No video holds this file. A clip's sender can send it again."))
    measure_again(video_id=number, actor=actor, now=now)
