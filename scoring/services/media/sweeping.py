"""What the beat looks after: unfinished work, files whose time is up, and strays of a crash."""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, Q

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, Video
from creatorspark.core.services import audit
from scoring.media.problems import Problem
from scoring.media.storage import FOLDER as VIDEOS
from scoring.models import EvidenceFrame, QualityFrame, Submission
from scoring.models.evidence import FOLDER as EVIDENCE
from scoring.models.quality import FOLDER as QUALITY
from scoring.services.media.claims import free
from scoring.services.media.draft_time import draft_kept
from scoring.services.media.kinds import RECEIVE
from scoring.services.media.removal import forget_file

# The folders of storage, and whose rows name the files in each.
NAMING: Mapping[str, tuple[type[Model], ...]] = {
    VIDEOS: (Submission, Video),
    QUALITY: (QualityFrame,),
    EVIDENCE: (EvidenceFrame,),
}
BATCH = 200
MOST_ATTEMPTS = 8
# Longer than any request or job may hold a file that no row names yet.
STRAY_AFTER = timedelta(hours=7)
ACTIVE = (Job.State.QUEUED, Job.State.RUNNING)


def sweep(*, now: datetime) -> int:
    """Hand unfinished work to workers again and remove what has expired; return how many."""
    return _hand_out(now) + _expire(now)


def _hand_out(now: datetime) -> int:
    """Queue what is due and in nobody's queue: put off, nudged in vain, or left by a crash."""
    idle = Q(job__isnull=True) | ~Q(job__state__in=ACTIVE)
    waiting = Submission.objects.filter(free(now)).filter(idle).order_by("submitted_at")
    count = 0
    for submission_id in list(waiting.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            submission = (
                Submission.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(free(now), pk=submission_id)
                .filter(idle)
                .select_related("job")
                .first()
            )
            if submission is not None:
                _queue(submission, now=now)
                count += 1
    return count


def _queue(submission: Submission, *, now: datetime) -> None:
    job = submission.job
    if job is not None and job.state == Job.State.CANCELLED:
        # Staff stopped it while it waited; its sender can still try again.
        _give_up(submission, Problem.STOPPED, "stopped")
        submission.expires_at = now + draft_kept(now=now) if submission.file else None
    elif submission.attempts >= MOST_ATTEMPTS:
        # A file that takes every worker down with it.
        forget_file(submission)
        _give_up(submission, Problem.OUR_FAULT, "given_up")
    else:
        submission.job = jobs.enqueue(
            RECEIVE, parameters={"submission_id": str(submission.pk)}, actor=None, now=now
        )
    submission.save()


def _give_up(submission: Submission, problem: Problem, act: str) -> None:
    submission.state, submission.problem = Submission.State.FAILED, problem
    submission.claim = submission.claimed_at = submission.retry_at = None
    audit.record(f"scoring.submission.{act}", target=submission, actor=None)


def _expire(now: datetime) -> int:
    """Remove files of drafts, searches and failures that were kept for a time.

    What was said of a draft was said for its file, and goes with it.
    """
    due = Submission.objects.filter(expires_at__lte=now).exclude(file="")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    for submission_id in ids:
        with transaction.atomic():
            submission = Submission.objects.select_for_update().get(pk=submission_id)
            if submission.expires_at is None or submission.expires_at > now:
                continue
            forget_file(submission)
            submission.caption = submission.partner = ""
            submission.save()
            audit.record("scoring.submission.expired", target=submission, actor=None)
    return len(ids)


def remove_strays(*, now: datetime) -> int:
    """Remove files that no row names and no work holds any more; return how many.

    A crash leaves them: between storing a file and the commit that names it, between the commit
    that lets go of one and its removal, or in the middle of a download.
    """
    return _stray_incoming(now) + sum(_strays_of(month, now) for month in _months())


def _stray_incoming(now: datetime) -> int:
    count = 0
    with suppress(FileNotFoundError):
        for path in settings.MEDIA.incoming.iterdir():
            if _modified(path) > (now - STRAY_AFTER).timestamp():
                continue
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(True)
            count += 1
    return count


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _months() -> Iterator[str]:
    """Yield the folders of storage, a month each, so that no list holds all files there are."""
    for folder in NAMING:
        for year in _folders(folder):
            yield from (f"{folder}/{year}/{month}" for month in _folders(f"{folder}/{year}"))


def _folders(name: str) -> list[str]:
    try:
        return default_storage.listdir(name)[0]
    except FileNotFoundError:
        return []


def _strays_of(month: str, now: datetime) -> int:
    names = {f"{month}/{name}" for name in default_storage.listdir(month)[1]}
    strays = sorted(
        name
        for name in names - _named(month)
        if default_storage.get_modified_time(name) <= now - STRAY_AFTER
    )
    # Asked again: a row may have been written since.
    strays = [name for name in strays if name not in _named(name)]
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def _named(prefix: str) -> set[str]:
    """Return the stored files that a row names, of those that begin so."""
    found: set[str] = set()
    for model in NAMING[prefix.partition("/")[0]]:
        rows = model._default_manager.filter(file__startswith=prefix)
        found.update(rows.values_list("file", flat=True).iterator())
    return found
