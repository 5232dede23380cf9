"""End the review of payouts whose time has come, and follow holds that were placed or released.

Creators are taken a few hundred at a time, each piece a transaction of its own under their locks.
A worker that dies leaves whole pieces behind; two at once share the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobProgress
from fraud import interface as fraud
from rewards.domain.payout import State
from rewards.models import Payout
from rewards.services.payouts import after_holds
from rewards.services.payouts.holding import open_holds, sort_out
from rewards.services.payouts.moves import Move, lock_creators, make

JOB_KIND = "rewards.settle_payouts"
CREATORS_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Settled:
    """How many payouts became ready to pay, and how many (parts) went on hold."""

    payable: int = 0
    held: int = 0

    def plus(self, moves: Sequence[Move]) -> "Settled":
        """Return the sum with these moves."""
        held = sum(move.state is State.HELD for move in moves)
        payable = sum(move.state is State.PAYABLE for move in moves)
        return Settled(payable=self.payable + payable, held=self.held + held)


def settle_due(progress: JobProgress, *, now: datetime) -> Settled:
    """End the review of every pending payout that is due, but for lines under an open hold."""
    due = Q(state=State.PENDING, payable_from__lte=now)
    return _sweep(due, creators=due, stage=_("Ending reviews"), progress=progress, now=now)


def release_due(progress: JobProgress, *, now: datetime) -> Settled:
    """Let held payouts go that no open hold names, and hold ready ones that one names now."""
    on_hold = Q(state=State.PAYABLE, creator__in=list(fraud.open_holds(with_final=True)))
    return _sweep(
        Q(state__in=[State.HELD, State.PAYABLE]),
        creators=Q(state=State.HELD) | on_hold,
        stage=_("Following holds"),
        progress=progress,
        now=now,
    )


def _sweep(payouts: Q, *, creators: Q, stage: str, progress: JobProgress, now: datetime) -> Settled:
    total, done, last, result = _creators(creators).count(), 0, 0, Settled()
    progress.report(stage, done=0, total=total)
    while piece := list(_creators(creators).filter(creator__gt=last)[:CREATORS_AT_ONCE]):
        result = result.plus(_settle_piece(piece, payouts, now=now))
        last, done = piece[-1], done + len(piece)
        progress.report(stage, done=done, total=total)
    return result


def _creators(chosen: Q) -> QuerySet[Payout, int]:
    rows = Payout.objects.filter(chosen).order_by("creator")
    return rows.values_list("creator", flat=True).distinct()


def _settle_piece(creator_ids: Sequence[int], payouts: Q, *, now: datetime) -> list[Move]:
    with transaction.atomic():
        lock_creators(creator_ids)
        moves = moves_due(creator_ids, payouts, now=now)
        make(moves, actor=None, now=now)
    return moves


def moves_due(creator_ids: Sequence[int], payouts: Q, *, now: datetime) -> list[Move]:
    """Return what these payouts of locked creators owe to their holds, splitting where needed."""
    holds = open_holds(creator_ids)
    # Asked after the lock: another worker may have moved them while we waited.
    rows = Payout.objects.filter(payouts, creator__in=creator_ids).select_related("statement")
    of: dict[int, list[Payout]] = {}
    for row in rows.order_by("creator", "pk"):
        of.setdefault(row.creator_id, []).append(row)
    return [
        move
        for creator_id, theirs in of.items()
        for move in sort_out(theirs, holds=holds.get(creator_id, ()), now=now)
    ]


def sweep(*, now: datetime) -> bool:
    """Follow holds now, and queue a job where reviews end; say whether one was queued."""
    release_due(JobProgress(None), now=now)
    after_holds.follow(now=now)
    due = Payout.objects.filter(state=State.PENDING, payable_from__lte=now)
    if not due.exists() or jobs.is_waiting(JOB_KIND):
        return False
    jobs.enqueue(JOB_KIND, parameters={}, actor=None, now=now)
    return True


@jobs.job_kind(JOB_KIND)
def _work(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    done = settle_due(progress, now=timezone.now())
    return {"payable": done.payable, "held": done.held}
