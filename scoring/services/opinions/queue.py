"""The queue of questions: each row taken by one worker at a time, and found again if it dies."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from scoring.models import OpinionRequest
from scoring.services.opinions.problems import MOST_ATTEMPTS, Problem, pause_after
from scoring.services.queues import nudge_waiting

TASK = "scoring.ask_opinion"
FORGET_TASK = "scoring.forget_remote_file"
STALE_AFTER = timedelta(minutes=10)
"""Longer than one step takes; every step gives a sign of life."""
NUDGED_AGAIN_AFTER = timedelta(minutes=5)
MOST_NUDGED = 200
# The service removes files by itself after two days.
REMOTE_KEPT = timedelta(hours=50)

State = OpinionRequest.State

_CLAIM = """
UPDATE scoring_opinionrequest
SET state = 'asking', claim = %(claim)s, claimed_at = %(now)s, attempts = attempts + 1
WHERE video_id = %(video)s AND (
    state = 'waiting' AND (retry_at IS NULL OR retry_at <= %(now)s)
    OR state = 'asking' AND claimed_at < %(stale)s)
RETURNING attempts
"""


class ClaimLost(Exception):
    """Another worker has the row, or it isn't wanted any more; nothing more may be done for it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on one video; `attempts` counts this try."""

    video_id: int
    number: uuid.UUID
    attempts: int


def claim(video_id: int, *, now: datetime) -> Claim | None:
    """Take a waiting row, or one whose worker fell silent; None if there is nothing to take."""
    number = uuid.uuid4()
    given: dict[str, Any] = {
        "claim": number,
        "now": now,
        "video": video_id,
        "stale": now - STALE_AFTER,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, given)
        row = cursor.fetchone()
    return Claim(video_id, number, row[0]) if row else None


def reach(held: Claim, *, now: datetime, **values: Any) -> None:
    """Give a sign of life and write how far the work is. Raises ClaimLost."""
    if not mine(held).update(claimed_at=now, **values):
        raise ClaimLost


def finish(held: Claim, *, now: datetime, problem: str = "") -> None:
    """Let go of a row that is done. Call it with what is written about it. Raises ClaimLost."""
    _let_go(held, state=State.DONE, problem=problem, finished_at=now, attempts=0, retry_at=None)


def fail(held: Claim, *, now: datetime, problem: Problem) -> None:
    """Let go of a row that no other try would help. Raises ClaimLost."""
    _let_go(held, state=State.FAILED, problem=problem.value, finished_at=now, retry_at=None)


def put_off(
    held: Claim, *, problem: Problem, now: datetime, after: timedelta | None = None, counts: bool
) -> None:
    """Try again later; after some tries that count, wait for a person. Raises ClaimLost."""
    if counts and held.attempts >= MOST_ATTEMPTS:
        fail(held, now=now, problem=problem)
        return
    _let_go(
        held,
        state=State.WAITING,
        problem=problem.value,
        attempts=held.attempts if counts else held.attempts - 1,
        retry_at=now + max(after or timedelta(0), pause_after(held.attempts)),
    )


def mine(held: Claim) -> QuerySet[OpinionRequest]:
    """Return the row while the claim holds."""
    return OpinionRequest.objects.filter(video_id=held.video_id, claim=held.number)


def _let_go(held: Claim, **values: Any) -> None:
    if not mine(held).update(claim=None, stage=OpinionRequest.Stage.NONE, **values):
        raise ClaimLost


def sweep(*, now: datetime) -> int:
    """Nudge the workers about rows that wait, fell silent, or left something at the service."""
    silent = Q(state=State.ASKING, claimed_at__lt=now - STALE_AFTER)
    OpinionRequest.objects.filter(silent, attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, stage="", claim=None, problem=Problem.CRASHED, finished_at=now
    )
    due = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    return _nudge(silent | Q(due, state=State.WAITING), TASK, now=now) + _nudge(
        left_behind(now), FORGET_TASK, now=now
    )


def left_behind(now: datetime) -> Q:
    """Say which rows have something at the service that nobody needs or looks after any more."""
    over = Q(state__in=[State.DONE, State.FAILED, State.WITHDRAWN])
    # A worker that lost its row may be in the middle of sending.
    quiet = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - STALE_AFTER)
    return over & quiet & ~Q(remote_name="")


def _nudge(wanted: Q, task: str, *, now: datetime) -> int:
    return nudge_waiting(
        OpinionRequest.objects.filter(wanted),
        task=task,
        now=now,
        again_after=NUDGED_AGAIN_AFTER,
        most=MOST_NUDGED,
    )
