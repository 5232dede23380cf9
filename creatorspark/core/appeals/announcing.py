"""What programs are told about appeals: numbers and codes; words are read where one signs in."""

from datetime import datetime
from typing import Any

from creatorspark.core.models import Appeal, Decision
from creatorspark.core.webhooks.outbox import publish


def announce_filed(appeal: Appeal, *, now: datetime) -> None:
    """Say that an appeal arrived."""
    publish(
        "appeal.filed",
        key=f"appeal.{appeal.pk}.filed",
        creator=appeal.creator,
        data=_told(appeal),
        now=now,
    )


def announce_decided(appeal: Appeal, decision: Decision, *, now: datetime) -> None:
    """Say how an appeal was decided, or put right."""
    decided = {
        "id": str(decision.pk),
        "outcome": decision.outcome,
        "reason_code": decision.reason_code,
        "decided_at": decision.decided_at.isoformat(),
        "override_of": str(decision.override_of_id) if decision.override_of_id else None,
    }
    publish(
        "appeal.decided",
        key=f"appeal.decision.{decision.pk}",
        creator=appeal.creator,
        data=_told(appeal) | {"decision": decided},
        now=now,
    )


def _told(appeal: Appeal) -> dict[str, Any]:
    return {
        "appeal": str(appeal.pk),
        "reference": appeal.reference,
        "creator": str(appeal.creator_id),
        "subject_kind": appeal.subject_kind,
        "subject_id": appeal.subject_id,
        "look": appeal.look,
        "ground": appeal.ground,
        "state": appeal.state,
        "filed_at": appeal.filed_at.isoformat(),
        "due_at": appeal.due_at.isoformat(),
    }
