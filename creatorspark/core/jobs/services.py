"""Jobs: claimed by compare-and-swap, visible while they run, resumable after a crash."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.models import Job, User
from creatorspark.core.services import audit
from creatorspark.core.services.nudges import nudge, nudge_on_commit

RUN = "core.run_job"
STALE_AFTER = timedelta(minutes=5)
MAX_ATTEMPTS = 5


class JobCancelled(Exception):
    """Someone asked for the job to stop; raised at the next progress report."""


class JobFault(Exception):
    """The job can't succeed; the message is for a person and it isn't tried again."""


type_of_work = Callable[["JobProgress", dict[str, Any]], dict[str, Any] | None]
_REGISTRY: dict[str, type_of_work] = {}


def job_kind(name: str) -> Callable[[type_of_work], type_of_work]:
    """Register the function that does jobs of this kind: `work(progress, parameters) -> result`.

    It must be able to run twice: a crash makes the sweep start it again.
    """

    def register(work: type_of_work) -> type_of_work:
        _REGISTRY[name] = work
        return work

    return register


def registered_kinds() -> list[str]:
    """Return the kinds of job that workers can do, sorted."""
    return sorted(_REGISTRY)


def enqueue(
    kind: str,
    *,
    parameters: dict[str, Any],
    actor: User | None,
    now: datetime,
    soon: bool = False,
) -> Job:
    """Store a job and nudge a worker after commit; `soon` where a person waits for it.

    The stored row is the truth.
    """
    job = Job.objects.create(kind=kind, parameters=parameters, created_by=actor, created_at=now)
    nudge_on_commit(RUN, str(job.pk), soon=soon)
    return job


def is_waiting(kind: str) -> bool:
    """Say whether a job of this kind is in the queue and no worker has begun it."""
    return Job.objects.filter(kind=kind, state=Job.State.QUEUED).exists()


class JobProgress:
    """Reports stage and percent, keeps the heartbeat, and stops the work when asked to."""

    def __init__(self, job_id: UUID | None) -> None:
        self.job_id = job_id

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        """Store how far the work is. Raises JobCancelled when a person asked it to stop."""
        if self.job_id is None:
            return
        percent = min(100, done * 100 // total) if total else 0
        now = timezone.now()
        running = Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING)
        if not running.filter(cancel_requested=False).update(
            stage=stage[:120], percent=percent, heartbeat_at=now
        ):
            raise JobCancelled


def run(job_id: UUID | str, *, now: datetime) -> bool:
    """Claim the job and do it; False when another worker has it or it is over.

    An unexpected error is stored with a sentence and raised again for the log.
    """
    job = claim(job_id, now=now)
    if job is None:
        return False
    try:
        result = _REGISTRY[job.kind](JobProgress(job.pk), job.parameters)
    except JobCancelled:
        _finish(job, state=Job.State.CANCELLED)
    except JobFault as fault:
        _finish(job, state=Job.State.FAILED, error=str(fault))
    except Exception:
        _finish(
            job,
            state=Job.State.FAILED,
            error=_("Something we did not expect went wrong. Nothing half-done was kept; retry."),
        )
        raise
    else:
        _finish(job, state=Job.State.SUCCEEDED, result=result or {})
    return True


def claim(job_id: UUID | str, *, now: datetime) -> Job | None:
    """Take a queued job, or a running one whose worker fell silent, by compare-and-swap."""
    free = Q(state=Job.State.QUEUED) | Q(
        state=Job.State.RUNNING, heartbeat_at__lt=now - STALE_AFTER
    )
    taken = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING,
        started_at=now,
        heartbeat_at=now,
        attempts=F("attempts") + 1,
        error="",
    )
    return Job.objects.get(pk=job_id) if taken else None


def _finish(job: Job, *, state: str, error: str = "", result: dict[str, Any] | None = None) -> None:
    values: dict[str, Any] = {"state": state, "error": error, "finished_at": timezone.now()}
    if state == Job.State.SUCCEEDED:
        values |= {"percent": 100, "stage": "", "result": result}
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(**values)


def sweep(*, now: datetime) -> int:
    """Nudge queued jobs no worker took and running ones that fell silent; return how many."""
    stale = now - STALE_AFTER
    Job.objects.filter(
        state=Job.State.RUNNING, heartbeat_at__lt=stale, attempts__gte=MAX_ATTEMPTS
    ).update(
        state=Job.State.FAILED,
        finished_at=now,
        error=_("The worker stopped %(n)s times while doing this. Retry when the cause is known.")
        % {"n": MAX_ATTEMPTS},
    )
    waiting = Job.objects.filter(
        Q(state=Job.State.QUEUED, created_at__lt=now - timedelta(seconds=30))
        | Q(state=Job.State.RUNNING, heartbeat_at__lt=stale)
    )
    ids = list(waiting.values_list("pk", flat=True)[:500])
    for job_id in ids:
        nudge(RUN, str(job_id))
    return len(ids)


def retry(job: Job, *, actor: User | None, now: datetime) -> bool:
    """Put a failed or cancelled job back in the queue; False when it is neither."""
    with transaction.atomic():
        changed = Job.objects.filter(
            pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]
        ).update(state=Job.State.QUEUED, cancel_requested=False, error="", created_at=now)
        if changed:
            audit.record("core.job.retried", target=job, actor=actor)
            nudge_on_commit(RUN, str(job.pk))
    return bool(changed)


def cancel(job: Job, *, actor: User | None, now: datetime) -> bool:
    """Cancel a waiting job at once and ask a running one to stop; False when it is over."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
            state=Job.State.CANCELLED, finished_at=now
        )
        asked = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)
        if waiting or asked:
            audit.record("core.job.cancelled", target=job, actor=actor)
    return bool(waiting or asked)
