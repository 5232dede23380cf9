"""The queue of alerts: which waits for a person, by when, and in what order."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from creatorspark.core.models import Appeal
from fraud.domain.outcomes import KEEPING, SUBJECT_KIND
from fraud.models import Alert, AlertDecision


def proposed() -> Exists:
    """Return the condition that a proposal waits for a second person."""
    waiting = AlertDecision.objects.filter(
        alert=OuterRef("pk"), is_proposal=True, confirmed_by=None, outcome__in=list(KEEPING)
    )
    return Exists(waiting)


def with_deadline(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """Add to each alert `promised`, the day promised to its creator, and `deadline`.

    An open appeal's day takes the place of the first look's; while we wait for the creator there
    is none. The deadline is that day, or the day on which the hold ends by itself if that is first.
    """
    appeals = Appeal.objects.filter(
        subject_kind=SUBJECT_KIND, subject_id=Cast(OuterRef("pk"), TextField()), closed_at=None
    )
    waits = When(
        Exists(appeals.filter(state=Appeal.State.WAITING)),
        then=Value(None, output_field=DateTimeField()),
    )
    due = Coalesce(Subquery(appeals.values("due_at")[:1]), F("decide_by"))
    dated = rows.annotate(promised=Case(waits, default=due, output_field=DateTimeField()))
    return dated.annotate(deadline=Least("promised", "release_at"))


def parts(*, reader_id: int | None, now: datetime) -> dict[str, Q]:
    """Return the parts of the queue as conditions, by name; "" is what waits for a decision.

    They are conditions on rows that know their deadline.
    """
    held = Q(state=Alert.State.HELD)
    return {
        "": held,
        "mine": held & Q(looked_by_id=reader_id, looked_until__gt=now),
        "second": Q(held, proposed()),
        "late": held & Q(promised__lt=now),
        "uncounted": Q(tier=Alert.Tier.DISCOUNT),
        "decided": Q(state=Alert.State.RESOLVED),
        "all": Q(),
    }


def sizes(*, reader_id: int | None, now: datetime) -> dict[str, Any]:
    """Return how many alerts each part of what waits holds, and `next`, the first deadline (None:
    nothing waits); one query.
    """
    # Inside an aggregate the condition can't ask another table, so each row knows it before.
    conditions = parts(reader_id=reader_id, now=now) | {"second": Q(is_proposed=True)}
    held = Alert.objects.filter(state=Alert.State.HELD)
    rows = with_deadline(held).annotate(is_proposed=proposed())
    names = {"open": "", "mine": "mine", "second": "second", "late": "late"}
    return rows.aggregate(
        next=Min("deadline"),
        **{name: Count("pk", filter=conditions[part]) for name, part in names.items()},
    )


def in_order(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """Put what has to be decided first on top: by the day it is due, then by amount."""
    return with_deadline(rows).order_by(F("resolved_at").desc(nulls_first=True), *_URGENCY)


# Views and the cents of gifts aren't one number; the share of what a creator got is.
_URGENCY = (F("deadline__date").asc(nulls_last=True), "-share", "-affected", "-pk")


def after(alert: Alert, *, reader_id: int | None, now: datetime) -> int | None:
    """Return the number of the alert to decide after this one, or None.

    What nobody else looks at comes first; at the end the queue begins anew.
    """
    rows = with_deadline(Alert.objects.filter(Q(state=Alert.State.HELD) | Q(pk=alert.pk)))
    queue = list(rows.order_by(*_URGENCY).values_list("pk", "looked_by_id", "looked_until"))
    here = next(at for at, row in enumerate(queue) if row[0] == alert.pk)
    others = [*queue[here + 1 :], *queue[:here]]
    free = [
        pk
        for pk, looker, until in others
        if looker in (None, reader_id) or until is None or until <= now
    ]
    return next(iter([*free, *(row[0] for row in others)]), None)
