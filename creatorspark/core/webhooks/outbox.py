"""Write down what happened, and for whom, in the transaction in which it happens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from creatorspark.core.models import (
    Creator,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from creatorspark.core.services.nudges import nudge_on_commit

DELIVER: Final = "core.deliver_webhooks"


def publish(
    name: str, *, key: str, creator: Creator, data: dict[str, Any], now: datetime
) -> WebhookEvent:
    """Tell everyone who subscribed, once per `key`, after the transaction commits.

    Call it inside the transaction of the act, holding the creator's lock: then neither exists
    without the other, and the events of one creator are numbered in the order in which they
    happened. `data` is what the creator may read: numbers and codes, no words of people.
    """
    with transaction.atomic():
        event, created = WebhookEvent.objects.get_or_create(
            key=key,
            defaults={
                "name": name,
                "creator": creator,
                "holder_id": creator.user_id,
                "data": data,
                "happened_at": now,
            },
        )
        if created:
            enqueue(event, listening(name, creator), now=now)
    return event


def listening(name: str, creator: Creator) -> QuerySet[WebhookEndpoint]:
    """Return the endpoints that hear this of this creator: the platform's and their own."""
    concerned = Q(owner=None)
    if creator.user_id is not None:
        concerned |= Q(owner_id=creator.user_id, owner__is_active=True)
    on = WebhookEndpoint.objects.filter(state=WebhookEndpoint.State.ON)
    return on.filter(concerned, events__contains=[name]).order_by("pk")


def enqueue(
    event: WebhookEvent,
    endpoints: Iterable[WebhookEndpoint],
    *,
    now: datetime,
    soon: bool = False,
) -> None:
    """Queue an event for endpoints that don't have it yet; `soon` where a person waits."""
    rows = [
        WebhookDelivery(endpoint=one, event=event, next_at=now, created_at=now) for one in endpoints
    ]
    if not rows:
        return
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        nudge_on_commit(DELIVER, row.endpoint_id, soon=soon)
