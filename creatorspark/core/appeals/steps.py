"""What every act on an appeal shares: who is locked first, and that the step is written down."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.domain.appeals import states
from creatorspark.core.domain.appeals.states import NotPossible, Step
from creatorspark.core.models import Appeal, AppealStep, Creator, User
from creatorspark.core.services import audit

# What a step may change. The rest is somebody else's to change: words go with who wrote them.
MOVED = (
    "state",
    "assigned_to",
    "due_at",
    "waiting_since",
    "answer_by",
    "reminded_at",
    "late_at",
    "closed_at",
)


def lock_creator(creator_id: int) -> Creator:
    """Lock the row that every change of a creator's money locks; first of all, always."""
    return Creator.objects.select_for_update(no_key=True).get(pk=creator_id)


def lock(appeal_id: int) -> Appeal:
    """Lock the creator, then the appeal, and return it fresh. Raises AppealRefused."""
    creator = lock_creator(_owner_of(appeal_id))
    # Profiles may have been merged while we waited; the appeal is the kept one's then.
    while creator.pk != (owner := _owner_of(appeal_id)):
        creator = lock_creator(owner)
    appeal = (
        Appeal.objects.select_for_update(of=("self",)).select_related("policy").get(pk=appeal_id)
    )
    appeal.creator = creator
    return appeal


def _owner_of(appeal_id: int) -> int:
    owner = Appeal.objects.filter(pk=appeal_id).values_list("creator_id", flat=True).first()
    if owner is None:
        raise AppealRefused(_("There is no such appeal."), code="not_found")
    return owner


def move(
    appeal: Appeal,
    step: Step,
    *,
    actor: User | None,
    now: datetime,
    words: str = "",
    after: dict[str, Any] | None = None,
) -> AppealStep:
    """Take a step of the state table, write it down and audit it; the caller holds the lock.

    The audit gets no words of people: it stays for ever. Raises AppealRefused.
    """
    before = appeal.state
    try:
        appeal.state = states.after(before, step).value
    except NotPossible as refusal:
        raise AppealRefused(
            _("This appeal is at “%(state)s” now, so nothing was changed.")
            % {"state": Appeal.State(before).label}
        ) from refusal
    if before == states.State.WAITING and appeal.state != before:
        appeal.waiting_since = appeal.answer_by = None
    if appeal.state not in states.BEING_DONE and appeal.closed_at is None:
        appeal.closed_at = now
    appeal.save(update_fields=MOVED)
    return record(appeal, step, actor=actor, now=now, words=words, before=before, after=after)


def record(
    appeal: Appeal,
    step: Step,
    *,
    actor: User | None,
    now: datetime,
    words: str = "",
    before: str = "",
    after: dict[str, Any] | None = None,
) -> AppealStep:
    """Write a step and its audit entry."""
    row = AppealStep.objects.create(
        appeal=appeal, kind=step.value, at=now, actor=actor, words=words
    )
    audit.record(
        f"core.appeal.{step.value}",
        target=appeal,
        actor=actor,
        before={"state": before} if before else None,
        after={"state": appeal.state, **(after or {})},
    )
    return row
