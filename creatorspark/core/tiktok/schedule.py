"""The nightly refresh, where TikTok credentials are set."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job

REFRESH = "tiktok.refresh"
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


def request_nightly_refresh(*, now: datetime) -> Job | None:
    """Queue a refresh of the videos we know; None without credentials or while one is under way."""
    if not (settings.TIKTOK_CLIENT_KEY and settings.TIKTOK_CLIENT_SECRET):
        return None
    with transaction.atomic():
        if Job.objects.filter(kind=REFRESH, state__in=UNFINISHED).exists():
            return None
        return jobs.enqueue(REFRESH, parameters={}, actor=None, now=now)
