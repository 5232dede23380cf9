"""The audit log: one line an act, in the same transaction as the act."""

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
    context = structlog.contextvars.get_contextvars()
    return AuditEntry.objects.create(
        action=action,
        actor=actor,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        before=before,
        after=after,
        request_id=str(context.get("request_id") or context.get("task_id") or ""),
    )
