"""What staff read about one appeal before they decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from creatorspark.core.admin.facts import actor_of, with_actor
from creatorspark.core.appeals import desk
from creatorspark.core.appeals.handlers import Description, Words, ground_label, handler_of
from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.domain.appeals.states import State
from creatorspark.core.models import Appeal, AppealProof, Decision, User


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffStep:
    """A line of the timeline, with who did it."""

    label: str
    at: datetime
    who: str
    words: str
    proofs: Sequence[tuple[AppealProof, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A decision, with who made it; `overridden` when a later one took its place."""

    outcome: str
    reason: str
    note: str
    who: str
    at: datetime
    overridden: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskPage:
    """Everything on the page."""

    appeal: Appeal
    clock: str
    is_late: bool
    ground: Words
    conflict: str
    description: Description | None
    steps: Sequence[StaffStep]
    decisions: Sequence[Made]
    history: Sequence[tuple[str, int]]
    earlier_url: str


def desk_page(appeal: Appeal, *, reader: User, now: datetime) -> DeskPage:
    """Gather one appeal for staff; the number of queries doesn't grow with its steps."""
    return DeskPage(
        appeal=appeal,
        clock=_clock(appeal, now),
        is_late=appeal.is_open and appeal.state != State.WAITING and appeal.due_at < now,
        ground=ground_label(appeal.subject_kind, appeal.ground),
        conflict=desk.conflict_of(appeal, reader) if appeal.is_open else "",
        description=_describe(appeal),
        steps=_steps(appeal),
        decisions=_decisions(appeal),
        history=_history(appeal),
        earlier_url=_address(appeal.earlier_id) if appeal.earlier_id else "",
    )


def _address(appeal_id: int) -> str:
    return reverse("admin:core_appeal_change", args=[appeal_id])


def _clock(appeal: Appeal, now: datetime) -> str:
    if not appeal.is_open:
        return _("Closed on %(day)s") % {"day": day(appeal.closed_at)} if appeal.closed_at else ""
    if appeal.state == State.WAITING and appeal.answer_by:
        return _("Clock stopped; the creator has until %(day)s") % {"day": day(appeal.answer_by)}
    return _("Promised by %(day)s, %(left)s") % {
        "day": day(appeal.due_at),
        "left": days_left(appeal.due_at, now=now),
    }


def _describe(appeal: Appeal) -> Description | None:
    handler = handler_of(appeal.subject_kind)
    try:
        return handler.describe(appeal.subject_id, for_staff=True) if handler else None
    except LookupError:
        return None


def _steps(appeal: Appeal) -> list[StaffStep]:
    rows: Any = with_actor(appeal.steps.prefetch_related("proofs"))
    return [
        StaffStep(
            label=row.get_kind_display(),
            at=row.at,
            who=actor_of(row),
            words=row.words,
            proofs=[(proof, _download(proof)) for proof in row.proofs.all()],
        )
        for row in rows
    ]


def _download(proof: AppealProof) -> str:
    if proof.removed_at is not None:
        return ""
    try:
        return reverse("appeals:proof", args=[proof.appeal_id, proof.pk])
    except NoReverseMatch:
        return ""


def _decisions(appeal: Appeal) -> list[Made]:
    numbers = [appeal.pk, appeal.earlier_id] if appeal.earlier_id else [appeal.pk]
    rows: Any = Decision.objects.filter(appeal_id__in=numbers).select_related("overridden_by")
    return [
        Made(
            outcome=row.get_outcome_display(),
            reason=row.reason,
            note=row.note,
            who=actor_of(row, column="decided_by_id"),
            at=row.decided_at,
            overridden=hasattr(row, "overridden_by"),
        )
        for row in with_actor(rows, column="decided_by_id").order_by("pk")
    ]


def _history(appeal: Appeal) -> list[tuple[str, int]]:
    """Count the creator's other appeals by how they ended."""
    others = Appeal.objects.filter(creator_id=appeal.creator_id).exclude(pk=appeal.pk)
    rows = others.values_list("state").annotate(number=Count("pk")).order_by("-number")
    return [(str(Appeal.State(state).label), number) for state, number in rows]
