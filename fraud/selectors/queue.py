"""The queue of alerts: which waits for a person, and in what order."""

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from fraud.domain.outcomes import KEEPING
from fraud.models import Alert, AlertDecision


def proposed() -> Exists:
    """Return the condition that a proposal waits for a second person."""
    waiting = AlertDecision.objects.filter(
        alert=OuterRef("pk"), is_proposal=True, confirmed_by=None, outcome__in=list(KEEPING)
    )
    return Exists(waiting)


def parts(*, reader_id: int | None, now: datetime) -> dict[str, Q]:
    """Return the parts of the queue as conditions, by name; "" is what waits for a decision."""
    held = Q(state=Alert.State.HELD)
    return {
        "": held,
        "mine": held & Q(looked_by_id=reader_id, looked_until__gt=now),
        "second": Q(held, proposed()),
        "late": held & Q(decide_by__lt=now),
        "uncounted": Q(tier=Alert.Tier.DISCOUNT),
        "decided": Q(state=Alert.State.RESOLVED),
        "all": Q(),
    }


def sizes(*, reader_id: int | None, now: datetime) -> dict[str, int]:
    """Return how many alerts each part of what waits holds; one query."""
    conditions = parts(reader_id=reader_id, now=now)
    rows = Alert.objects.filter(state=Alert.State.HELD)
    names = {"open": "", "mine": "mine", "second": "second", "late": "late"}
    return rows.aggregate(
        **{name: Count("pk", filter=conditions[part]) for name, part in names.items()}
    )


def in_order(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """Put what has to be decided first on top: by the day its hold ends, then by amount."""
    return rows.order_by(
        F("resolved_at").desc(nulls_first=True),
        F("release_at__date").asc(nulls_last=True),
        "-affected",
        "-pk",
    )


def after(alert: Alert) -> int | None:
    """Return the number of the alert to decide next, or None."""
    rows = Alert.objects.filter(state=Alert.State.HELD).exclude(pk=alert.pk)
    return in_order(rows).values_list("pk", flat=True).first()
