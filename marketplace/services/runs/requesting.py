"""When a run is made: every night, and soon after something changed that lists rest on."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, User
from marketplace.models import Brand, Campaign, MatchRun, Rivalry
from marketplace.selectors.turned_down import answered_since
from marketplace.services.runs.profiling import changed_creators

JOB_KIND: Final = "marketplace.match"
# A run that takes long isn't made all the time: it rests so many times as long as it took.
REST: Final = 5


def request_run(*, full: bool, actor: User | None, now: datetime, soon: bool = False) -> Job:
    """Queue a run; return the waiting job when there is one that does as much."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JOB_KIND, state=Job.State.QUEUED).order_by("created_at")
        for job in waiting:
            if job.parameters.get("full") or not full:
                return job
        return jobs.enqueue(JOB_KIND, parameters={"full": full}, actor=actor, now=now, soon=soon)


def request_if_changed(*, now: datetime) -> Job | None:
    """Queue a run where something changed since the last began; None where nothing did."""
    running = Job.objects.filter(kind=JOB_KIND, state=Job.State.RUNNING).exists()
    if running or not is_due(now=now):
        return None
    return request_run(full=False, actor=None, now=now)


def is_due(*, now: datetime) -> bool:
    """Say whether there is anything that the lists shown don't know, and it is time for it."""
    run = MatchRun.objects.filter(state=MatchRun.State.READY).first()
    if run is None:
        return Brand.objects.exists()
    took = timedelta(seconds=float(run.quality.get("seconds", 0)))
    if run.finished_at is not None and now < run.finished_at + REST * took:
        return False
    since = run.started_at
    return (
        Brand.objects.filter(updated_at__gte=since).exists()
        or Campaign.objects.filter(updated_at__gte=since).exists()
        or Rivalry.objects.filter(created_at__gte=since).exists()
        or answered_since(since)
        or changed_creators(since).exists()
    )
