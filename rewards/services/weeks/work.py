"""Closing weeks as a job: asked for by the clock or by staff, done by a worker."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, User
from creatorspark.core.services import audit
from creatorspark.lib.periods import week_label
from rewards.services.weeks.closing import WeekFault, close_due_weeks

JOB_KIND = "rewards.close_weeks"


def request_closing(*, actor: User | None, now: datetime) -> Job:
    """Queue the closing of every week that is over; return the waiting job when there is one."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JOB_KIND, state=Job.State.QUEUED).first()
        if waiting is not None:
            return waiting
        job = jobs.enqueue(JOB_KIND, parameters={}, actor=actor, now=now)
        audit.record("rewards.week.closing_requested", target=job, actor=actor)
        return job


@jobs.job_kind(JOB_KIND)
def _work(progress: jobs.JobProgress, _parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        closed = close_due_weeks(progress, now=timezone.now())
    except WeekFault as fault:
        raise jobs.JobFault(str(fault)) from fault
    return {
        "weeks": [
            {"week": week_label(one.week), "statements": one.statements, "lines": one.lines}
            for one in closed
        ]
    }
