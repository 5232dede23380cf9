"""Who is at work on a submission: one worker at a time, and only while it gives a sign of life."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from scoring.models import Submission

# Shorter than a job's, so that a job that is started again finds the work free.
STALE_AFTER = timedelta(minutes=4)


class Lost(Exception):
    """Somebody else has the work now, or it isn't wanted any more. Nothing may be kept of it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A submission as it was when it was claimed, and the mark of the claim."""

    submission: Submission
    claim: uuid.UUID


def free(now: datetime) -> Q:
    """Say which submissions anybody may take: due, or held by a worker that fell silent."""
    due = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    waiting = Q(state=Submission.State.WAITING) & due
    silent = Q(state=Submission.State.FETCHING, claimed_at__lt=now - STALE_AFTER)
    return waiting | silent


def take(submission_id: uuid.UUID, *, now: datetime) -> Held | None:
    """Claim a submission by compare-and-swap; None when it isn't free."""
    claim = uuid.uuid4()
    taken = Submission.objects.filter(free(now), pk=submission_id).update(
        state=Submission.State.FETCHING,
        claim=claim,
        claimed_at=now,
        attempts=F("attempts") + 1,
        retry_at=None,
    )
    if not taken:
        return None
    found = Submission.objects.select_related("video", "creator__user", "submitted_by")
    return Held(found.get(pk=submission_id), claim)


def beat(held: Held, *, now: datetime) -> None:
    """Give a sign of life. Raises Lost."""
    if not _mine(held).update(claimed_at=now):
        raise Lost


def finish(held: Held, **values: object) -> None:
    """Write how it ended, if the claim still holds. Raises Lost."""
    if not _mine(held).update(claim=None, claimed_at=None, **values):
        raise Lost


def _mine(held: Held) -> QuerySet[Submission]:
    return Submission.objects.filter(
        pk=held.submission.pk, state=Submission.State.FETCHING, claim=held.claim
    )
