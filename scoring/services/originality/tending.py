"""What the library needs from time to time: volumes on disk, new versions, forgotten files."""

from datetime import datetime

from creatorspark.core.models import Video
from scoring.models import JudgementRequest
from scoring.services.locks import Report, silent
from scoring.services.originality import queue
from scoring.services.originality.index import library_index
from scoring.services.originality.refreshing import refresh_fingerprints
from scoring.services.originality.requests import request_judgements
from scoring.services.originality.searches import sweep_searches

MOST_FOUND = 500


def sweep(*, now: datetime) -> None:
    """Find what waits and nudge the workers."""
    queue.sweep(now=now)
    sweep_searches(now=now)


def tend(*, now: datetime, report: Report = silent) -> None:
    """Do a turn of each; everything can be repeated and be cut short."""
    ask_for_unasked(now=now)
    refresh_fingerprints(now=now, report=report)
    library_index().keep_up(report=report)


def ask_for_unasked(*, now: datetime, most: int = MOST_FOUND) -> int:
    """Ask for videos whose file came in without a request; return how many."""
    asked = JudgementRequest.objects.values("video_id")
    files = Video.objects.exclude(sha256="").exclude(file="").exclude(pk__in=asked)
    found = list(files.order_by("pk").values_list("pk", flat=True)[:most])
    request_judgements(video_ids=found, now=now, cause=JudgementRequest.Cause.NEW_FILE, nudge=False)
    return len(found)
