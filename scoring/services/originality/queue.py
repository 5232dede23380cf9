"""The queue of judgements: each row taken by one worker at a time, and found again if it dies."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from creatorspark.core.services.nudges import nudge_on_commit
from scoring.models import JudgementRequest
from scoring.services.originality.outcomes import CRASHED
from scoring.services.originality.requests import TASK
from scoring.services.queues import nudge_waiting

STALE_AFTER = timedelta(minutes=10)
"""Longer than reading a file may take and comparing it does."""
MOST_ATTEMPTS = 4
BACK_OFF = timedelta(minutes=5)
NUDGED_AGAIN_AFTER = timedelta(minutes=10)
MOST_NUDGED = 500

_CLAIM = """
UPDATE scoring_judgementrequest
SET state = 'judging', stage = 'fingerprint', claim = %(claim)s, claimed_at = %(now)s,
    attempts = attempts + 1
WHERE video_id = %(video)s AND (
    state = 'waiting' AND (retry_at IS NULL OR retry_at <= %(now)s)
    OR state = 'judging' AND claimed_at < %(stale)s)
RETURNING asked, attempts
"""
_DONE = """
UPDATE scoring_judgementrequest
SET state = CASE WHEN asked > %(asked)s THEN 'waiting' ELSE 'done' END,
    stage = '', claim = NULL, attempts = 0, problem = %(problem)s, retry_at = NULL,
    finished_at = %(now)s
WHERE video_id = %(video)s AND claim = %(claim)s
RETURNING state
"""


_AGAIN: dict[str, Any] = {
    "state": JudgementRequest.State.WAITING,
    "stage": "",
    "claim": None,
    "attempts": 0,
    "problem": "",
    "retry_at": None,
}


class ClaimLost(Exception):
    """Another worker has taken the row over; nothing of this one's work may be written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on one video. `asked` is what it answers, `attempts` counts this try."""

    video_id: int
    number: uuid.UUID
    asked: int
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
    return Claim(video_id, number, *row) if row else None


def reach(held: Claim, stage: str) -> None:
    """Show how far the work is. Raises ClaimLost."""
    if not _mine(held).update(stage=stage):
        raise ClaimLost


def finish(held: Claim, *, now: datetime, problem: str = "") -> None:
    """Let go of a row that is done; where it was asked for again meanwhile, it waits again.

    Call it in the transaction that writes the result. Raises ClaimLost.
    """
    given: dict[str, Any] = {
        "asked": held.asked,
        "claim": held.number,
        "now": now,
        "problem": problem,
        "video": held.video_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DONE, given)
        row = cursor.fetchone()
    if row is None:
        raise ClaimLost
    if row[0] == JudgementRequest.State.WAITING:
        nudge_on_commit(TASK, held.video_id)


def put_off(held: Claim, *, problem: str, now: datetime, counts: bool = True) -> None:
    """Try again later; after some tries that count, wait for a person. Raises ClaimLost.

    Where it was asked for again meanwhile, the new question begins with tries of its own.
    """
    stuck = counts and held.attempts >= MOST_ATTEMPTS
    mine = _mine(held)
    if mine.filter(asked__gt=held.asked).update(**_AGAIN):
        nudge_on_commit(TASK, held.video_id)
        return
    changed = mine.filter(asked=held.asked).update(
        state=JudgementRequest.State.FAILED if stuck else JudgementRequest.State.WAITING,
        stage="",
        claim=None,
        attempts=held.attempts if counts else 0,
        problem=problem,
        retry_at=None if stuck else now + BACK_OFF * max(1, held.attempts),
        finished_at=now if stuck else None,
    )
    if not changed and not mine.update(**_AGAIN):
        raise ClaimLost


def sweep(*, now: datetime) -> int:
    """Nudge the workers about rows that wait or whose worker fell silent; return how many."""
    silent = Q(state=JudgementRequest.State.JUDGING, claimed_at__lt=now - STALE_AFTER)
    JudgementRequest.objects.filter(silent, attempts__gte=MOST_ATTEMPTS).update(
        state=JudgementRequest.State.FAILED,
        stage="",
        claim=None,
        problem=CRASHED,
        finished_at=now,
    )
    due = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    waiting = Q(due, state=JudgementRequest.State.WAITING)
    return nudge_waiting(
        JudgementRequest.objects.filter(silent | waiting),
        task=TASK,
        now=now,
        again_after=NUDGED_AGAIN_AFTER,
        most=MOST_NUDGED,
    )


def _mine(held: Claim) -> QuerySet[JudgementRequest]:
    return JudgementRequest.objects.filter(video_id=held.video_id, claim=held.number)
