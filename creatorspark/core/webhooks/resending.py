"""Send again: one message, everything that was missed, or a test."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.models import User, WebhookDelivery, WebhookEndpoint, WebhookEvent
from creatorspark.core.services import audit
from creatorspark.core.services.nudges import nudge_on_commit
from creatorspark.core.webhooks import kinds
from creatorspark.core.webhooks.errors import WebhookRefused
from creatorspark.core.webhooks.outbox import DELIVER, enqueue

KEPT: Final = timedelta(days=30)
"""How long events and what became of them are kept."""
BATCH: Final = 5_000


def resend(delivery: WebhookDelivery, *, actor: User, now: datetime) -> WebhookDelivery:
    """Send a message again, with its old id, or at once where it waits for its next try.

    Raises WebhookRefused where the endpoint is off.
    """
    with transaction.atomic():
        _lock_on(delivery.endpoint_id)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(
            state=WebhookDelivery.State.WAITING, tries=0, next_at=now
        )
        audit.record(
            "core.webhook.resent", target=delivery, actor=actor, after={"event": delivery.event_id}
        )
        nudge_on_commit(DELIVER, delivery.endpoint_id, soon=True)
    delivery.refresh_from_db()
    return delivery


def recover(endpoint: WebhookEndpoint, *, since: datetime, actor: User, now: datetime) -> int:
    """Send everything since then that the endpoint hears and doesn't have; return how many.

    That includes what happened before it was made, or while it was off; not what happened while
    somebody else held the profile. What it has taken is not sent again. Raises WebhookRefused
    where it is off.
    """
    with transaction.atomic():
        row = _lock_on(endpoint.pk)
        missed = row.deliveries.filter(
            state=WebhookDelivery.State.FAILED, event__happened_at__gte=since
        )
        again = missed.update(state=WebhookDelivery.State.WAITING, tries=0, next_at=now)
        unheard = list(_unheard(row, since=since))
        WebhookDelivery.objects.bulk_create(
            [
                WebhookDelivery(endpoint=row, event=event, next_at=now, created_at=now)
                for event in unheard
            ],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        count = again + len(unheard)
        if count:
            audit.record(
                "core.webhook.recovered",
                target=row,
                actor=actor,
                after={"since": since.isoformat(), "messages": count},
            )
            nudge_on_commit(DELIVER, row.pk, soon=True)
    return count


def _unheard(row: WebhookEndpoint, *, since: datetime) -> QuerySet[WebhookEvent]:
    theirs = Q()
    if row.owner_id is not None:
        theirs = Q(creator__user_id=row.owner_id, holder_id=row.owner_id)
    heard = WebhookEvent.objects.filter(theirs, name__in=row.events, happened_at__gte=since)
    return heard.exclude(deliveries__endpoint=row).order_by("pk")


def send_test(endpoint: WebhookEndpoint, *, actor: User, now: datetime) -> WebhookDelivery:
    """Send a message that means nothing; while one waits, that one. Raises WebhookRefused."""
    with transaction.atomic():
        row = _lock_on(endpoint.pk)
        waiting = row.deliveries.filter(
            state=WebhookDelivery.State.WAITING, event__name=kinds.TEST
        ).first()
        if waiting is not None:
            return resend(waiting, actor=actor, now=now)
        event = WebhookEvent.objects.create(
            name=kinds.TEST,
            key=f"{kinds.TEST}.{uuid4()}",
            data={"endpoint": str(row.pk)},
            happened_at=now,
        )
        enqueue(event, [row], now=now, soon=True)
        audit.record("core.webhook.tested", target=row, actor=actor)
        return row.deliveries.get(event=event)


def forget_old(*, now: datetime) -> int:
    """Delete events older than they are kept, with their deliveries; return how many went.

    What still waits is let go last: its tries are over long before.
    """
    old = WebhookEvent.objects.filter(happened_at__lt=now - KEPT).order_by("pk")
    gone = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        WebhookEvent.objects.filter(pk__in=batch).delete()
        gone += len(batch)
    return gone


def _lock_on(endpoint_id: int) -> WebhookEndpoint:
    row = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    if row is None:
        raise WebhookRefused(_("This endpoint was taken away meanwhile."), code="not_found")
    if row.state != WebhookEndpoint.State.ON:
        raise WebhookRefused(_("This endpoint is off. Switch it on first."), code="off")
    return row
