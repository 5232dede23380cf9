"""What the clock does by itself: remind, admit that we are late, close, settle, forget proofs."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.appeals import proofs, telling
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import handler_of
from creatorspark.core.appeals.steps import lock, move
from creatorspark.core.appeals.terms import terms_of
from creatorspark.core.appeals.wording import day
from creatorspark.core.domain.appeals import clock
from creatorspark.core.domain.appeals.states import BEING_DONE, State, Step
from creatorspark.core.models import Appeal, AppealProof

# Proofs a sweep; the next one does the rest.
AT_ONCE = 500

log = structlog.get_logger(__name__)


def tend(*, now: datetime) -> dict[str, int]:
    """Look at every open appeal and do what its time asks for; return how many of each.

    Safe to run twice and at once: each appeal is locked and looked at again.
    """
    done: dict[str, int] = {}
    for appeal_id in list(_open().values_list("pk", flat=True)):
        for name in _tended(appeal_id, now=now):
            done[name] = done.get(name, 0) + 1
    done["proofs_removed"] = forget_proofs(now=now)
    return done


def _tended(appeal_id: int, *, now: datetime) -> list[str]:
    """Tend one; a fault in one appeal doesn't keep the clock of the others."""
    try:
        return tend_one(appeal_id, now=now)
    except Exception:
        log.exception("appeal_not_tended", appeal=appeal_id)
        return []


def _open() -> QuerySet[Appeal]:
    return Appeal.objects.filter(state__in=sorted(BEING_DONE)).order_by("due_at", "pk")


def tend_one(appeal_id: int, *, now: datetime) -> list[str]:
    """Do for one appeal what is due; return the names of what was done."""
    with transaction.atomic():
        try:
            appeal = lock(appeal_id)
        except AppealRefused:
            return []
        return [name for name, act in ACTS if appeal.is_open and act(appeal, now)]


def _settle(appeal: Appeal, now: datetime) -> bool:
    """Close what has nothing left to decide, because the judgement went meanwhile."""
    handler = handler_of(appeal.subject_kind)
    judgement = handler.judgement(appeal.subject_id) if handler else None
    if handler is None or (judgement is not None and not judgement.nothing_to_appeal):
        return False
    move(appeal, Step.SETTLE, actor=None, now=now)
    telling.tell_over(appeal, now=now)
    return True


def _expire(appeal: Appeal, now: datetime) -> bool:
    """Close what waited for its creator in vain."""
    if appeal.state != State.WAITING or appeal.answer_by is None or now <= appeal.answer_by:
        return False
    move(appeal, Step.EXPIRE, actor=None, now=now)
    telling.tell_over(appeal, now=now)
    return True


def _remind_creator(appeal: Appeal, now: datetime) -> bool:
    """Remind of a question once, before its time is over."""
    if appeal.state != State.WAITING or appeal.answer_by is None or appeal.reminded_at is not None:
        return False
    if now < clock.remind_creator_at(appeal.answer_by, terms=terms_of(appeal)):
        return False
    appeal.reminded_at = now
    appeal.save(update_fields=["reminded_at"])
    telling.tell_waiting(appeal, now=now)
    return True


def _late(appeal: Appeal, now: datetime) -> bool:
    """Admit once that the promised day went by."""
    waiting = appeal.state == State.WAITING
    if appeal.late_at is not None or not clock.is_late(appeal.due_at, waiting=waiting, now=now):
        return False
    appeal.late_at = now
    move(appeal, Step.LATE, actor=None, now=now)
    telling.tell_late(appeal, now=now)
    telling.tell_staff(
        appeal,
        "late",
        title=_("%(appeal)s is late") % {"appeal": appeal.reference},
        body=_("%(title)s was promised by %(day)s. The creator was told that we are late.")
        % {"title": telling.title_of(appeal), "day": day(appeal.due_at)},
        now=now,
    )
    return True


def _remind_staff(appeal: Appeal, now: datetime) -> bool:
    """Remind staff once before the promised day; again after a wait has moved it."""
    if appeal.state == State.WAITING or appeal.reminded_at is not None:
        return False
    if now < clock.remind_staff_at(appeal.due_at, terms=terms_of(appeal)):
        return False
    appeal.reminded_at = now
    appeal.save(update_fields=["reminded_at"])
    telling.tell_staff(
        appeal,
        f"due.{appeal.due_at.isoformat()}",
        title=_("%(appeal)s is due on %(day)s")
        % {"appeal": appeal.reference, "day": day(appeal.due_at)},
        body=telling.title_of(appeal),
        now=now,
    )
    return True


ACTS: tuple[tuple[str, Callable[[Appeal, datetime], bool]], ...] = (
    ("settled", _settle),
    ("expired", _expire),
    ("creators_reminded", _remind_creator),
    ("late", _late),
    ("staff_reminded", _remind_staff),
)


def forget_proofs(*, now: datetime) -> int:
    """Remove the files of appeals that were over long ago; return how many."""
    kept = AppealProof.objects.filter(removed_at=None, appeal__closed_at__lt=now)
    removed = 0
    # The oldest first, so that those not yet due can't hide those that are.
    for proof in kept.select_related("appeal__policy").order_by("appeal__closed_at")[:AT_ONCE]:
        closed = proof.appeal.closed_at
        days = terms_of(proof.appeal).keep_proofs_days
        if closed is not None and now > closed + timedelta(days=days):
            with transaction.atomic():
                proofs.remove(proof, now=now)
            removed += 1
    return removed
