"""What programs are told about alerts and holds: numbers and codes, of one creator only."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import Creator
from creatorspark.core.webhooks import kinds
from creatorspark.core.webhooks.kinds import EventKind
from creatorspark.core.webhooks.outbox import publish
from fraud.models import Alert, AlertDecision, Hold


def register() -> None:
    """Make the events known to whoever subscribes."""
    kinds.register(
        EventKind(name="fraud.alert.created", label=_("Numbers look unusual")),
        EventKind(name="fraud.alert.decided", label=_("An alert was decided")),
        EventKind(name="fraud.alert.final", label=_("An alert can’t be appealed any more")),
        EventKind(name="fraud.hold.placed", label=_("Rewards were put on hold")),
        EventKind(name="fraud.hold.released", label=_("A hold is over")),
    )


def announce_alert(alert: Alert, *, creator: Creator, now: datetime) -> None:
    """Say that something was found. What only staff try out is nobody's news."""
    if alert.tier in {Alert.Tier.CASE, Alert.Tier.DISCOUNT}:
        _publish("fraud.alert.created", alert, creator=creator, now=now)


def announce_decided(
    alert: Alert, decision: AlertDecision, *, creator: Creator, now: datetime
) -> None:
    """Say how it was decided: by a person, by an appeal, or by the clock."""
    decided = {
        "id": str(decision.pk),
        "outcome": decision.outcome,
        "affected": decision.false_views,
        "by_person": decision.decided_by_id is not None,
        "appeal": str(decision.appeal_id) if decision.appeal_id else None,
        "decided_at": decision.decided_at.isoformat(),
        "override_of": str(decision.override_of_id) if decision.override_of_id else None,
    }
    publish(
        "fraud.alert.decided",
        key=f"fraud.decision.{decision.pk}",
        creator=creator,
        data=_alert(alert) | {"decision": decided},
        now=now,
    )


def announce_final(alert: Alert, *, creator: Creator, now: datetime) -> None:
    """Say that what is withheld is lost now."""
    _publish("fraud.alert.final", alert, creator=creator, now=now)


def announce_placed(hold: Hold, *, creator: Creator, now: datetime) -> None:
    """Say that something may not move."""
    publish(
        "fraud.hold.placed",
        key=f"fraud.hold.{hold.pk}.placed",
        creator=creator,
        data=_hold(hold),
        now=now,
    )


def announce_released(hold: Hold, *, creator: Creator, now: datetime) -> None:
    """Say that it may move again."""
    publish(
        "fraud.hold.released",
        key=f"fraud.hold.{hold.pk}.released",
        creator=creator,
        data=_hold(hold) | {"released_at": now.isoformat()},
        now=now,
    )


def _publish(name: str, alert: Alert, *, creator: Creator, now: datetime) -> None:
    happened = name.rpartition(".")[2]
    key = f"fraud.alert.{alert.pk}.{happened}"
    publish(name, key=key, creator=creator, data=_alert(alert), now=now)


def _alert(alert: Alert) -> dict[str, Any]:
    return {
        "alert": str(alert.pk),
        "reference": alert.reference,
        "creator": str(alert.creator_id),
        "video": _id(alert.video_id),
        "tier": alert.tier,
        "state": alert.state,
        "outcome": alert.outcome,
        "reason_code": alert.reason_code,
        "window_start": alert.window_start.isoformat(),
        "window_end": alert.window_end.isoformat(),
        "affected": alert.affected,
        "created_at": alert.created_at.isoformat(),
        "decide_by": _moment(alert.decide_by),
        "release_at": _moment(alert.release_at),
        "final_at": _moment(alert.final_at),
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "hold": str(hold.pk),
        "alert": _id(hold.alert_id),
        "creator": str(hold.creator_id),
        "video": _id(hold.video_id),
        "reason_code": hold.reason_code,
        "period_start": _moment(hold.period_start),
        "period_end": _moment(hold.period_end),
        "placed_at": hold.placed_at.isoformat(),
        "released_at": _moment(hold.released_at),
    }


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
