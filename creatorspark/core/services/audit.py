"""The audit log: one line an act, in the same transaction as the act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db.models import Model

from creatorspark.core.models import AuditEntry, User


def record(
    action: str,
    *,
    target: Model,
    actor: User | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write that `actor` (None: a rule in a worker) did `action` (app.thing.verb) to `target`.

    Call it inside the transaction that does the act, so that neither exists without the other.
    """
    entry = _entry(Act(action=action, target=target, before=before, after=after), actor=actor)
    entry.save(force_insert=True)
    return entry


@dataclass(frozen=True, kw_only=True)
class Act:
    """What was done to one row, with what changed."""

    action: str
    target: Model
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def record_all(acts: Sequence[Act], *, actor: User | None) -> None:
    """Write many acts of one actor in one statement, as `record` writes one."""
    AuditEntry.objects.bulk_create([_entry(act, actor=actor) for act in acts])


def _entry(act: Act, *, actor: User | None) -> AuditEntry:
    context = structlog.contextvars.get_contextvars()
    return AuditEntry(
        action=act.action,
        actor=actor,
        target_type=act.target._meta.label_lower,
        target_id=str(act.target.pk),
        before=act.before,
        after=act.after,
        request_id=str(context.get("request_id") or context.get("task_id") or ""),
    )
