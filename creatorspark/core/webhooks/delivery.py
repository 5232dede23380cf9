"""Deliver what waits: one worker an endpoint, oldest first, each try written down before it.

A worker that dies leaves a try that counts and the time of the next one, so nothing is lost and
nothing is tried without end. A message may arrive twice; its id tells.
"""

import random
import time
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from creatorspark.core.domain.webhooks import signatures
from creatorspark.core.domain.webhooks.schedule import MOST_TRIES, wait_after
from creatorspark.core.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from creatorspark.core.services.nudges import nudge
from creatorspark.core.webhooks import outcomes, secrets
from creatorspark.core.webhooks.endpoints import allowed_places
from creatorspark.core.webhooks.outbox import DELIVER
from creatorspark.core.webhooks.transport import WHOLE_SECONDS, Answer, Sender, Trouble
from creatorspark.lib.canonical import canonical_json

AT_ONCE: Final = timedelta(seconds=20)
"""How long one task goes on; then other work has its turn."""
BUSY: Final = AT_ONCE + timedelta(seconds=3 * WHOLE_SECONDS)
"""After that a worker that said nothing is dead."""
USER_AGENT: Final = "CreatorSpark-Webhooks/1"


def deliver(endpoint_id: int, *, now: datetime) -> int:
    """Send an endpoint what is due; return how many it took. Nothing while another worker does."""
    if not _begin(endpoint_id, now=now):
        return 0
    began, taken = time.monotonic(), 0
    try:
        with Sender(allowed=allowed_places()) as sender:
            while (passed := timedelta(seconds=time.monotonic() - began)) < AT_ONCE:
                delivery = claim(endpoint_id, now=now + passed)
                if delivery is None:
                    break
                taken += _send(delivery, sender, now=now + passed)
    finally:
        WebhookEndpoint.objects.filter(pk=endpoint_id).update(busy_until=None)
    passed = timedelta(seconds=time.monotonic() - began)
    if _due(endpoint_id, now=now + passed).exists():
        nudge(DELIVER, endpoint_id)
    return taken


def sweep(*, now: datetime) -> int:
    """Nudge a worker for each endpoint for which something is due; return how many."""
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    waiting = Q(
        state=WebhookEndpoint.State.ON,
        deliveries__state=WebhookDelivery.State.WAITING,
        deliveries__next_at__lte=now,
    )
    found = WebhookEndpoint.objects.filter(free & waiting).order_by("pk")
    ids = list(found.values_list("pk", flat=True).distinct())
    for endpoint_id in ids:
        nudge(DELIVER, endpoint_id)
    return len(ids)


def _begin(endpoint_id: int, *, now: datetime) -> bool:
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    mine = WebhookEndpoint.objects.filter(free, pk=endpoint_id, state=WebhookEndpoint.State.ON)
    return bool(mine.update(busy_until=now + BUSY))


def _due(endpoint_id: int, *, now: datetime) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(
        endpoint_id=endpoint_id,
        endpoint__state=WebhookEndpoint.State.ON,
        state=WebhookDelivery.State.WAITING,
        next_at__lte=now,
    )


def claim(endpoint_id: int, *, now: datetime) -> WebhookDelivery | None:
    """Take the oldest event that is due; its next try is set before this one begins."""
    while True:
        row = (
            _due(endpoint_id, now=now)
            .select_related("endpoint__owner", "event__creator")
            .order_by("event_id")
            .first()
        )
        if row is None:
            return None
        if row.tries >= MOST_TRIES or not is_theirs(row):
            # The last try never came back, or whose events these were has changed.
            _drop(row)
        elif _take(row, now=now):
            return row


def _take(row: WebhookDelivery, *, now: datetime) -> bool:
    wait = wait_after(row.tries + 1, jitter=random.random()) or BUSY
    same = WebhookDelivery.objects.filter(
        pk=row.pk, state=WebhookDelivery.State.WAITING, tries=row.tries, next_at=row.next_at
    )
    row.next_at, row.tries = now + wait, row.tries + 1
    return bool(same.update(tries=F("tries") + 1, next_at=row.next_at))


def _drop(row: WebhookDelivery) -> None:
    WebhookDelivery.objects.filter(pk=row.pk, state=WebhookDelivery.State.WAITING).update(
        state=WebhookDelivery.State.FAILED, next_at=None
    )


def is_theirs(delivery: WebhookDelivery) -> bool:
    """Say whether the endpoint may still hear of this creator: profiles change hands."""
    owner, creator = delivery.endpoint.owner, delivery.event.creator
    if owner is None or creator is None:
        return True
    return owner.is_active and creator.user_id == owner.pk


def body_of(event: WebhookEvent) -> bytes:
    """Return the bytes of a message, the same in every try and for every endpoint."""
    return canonical_json(
        {
            "id": event.message_id,
            "type": event.name,
            "timestamp": event.happened_at.isoformat().replace("+00:00", "Z"),
            "sequence": event.pk,
            "data": event.data,
        }
    )


def _send(delivery: WebhookDelivery, sender: Sender, *, now: datetime) -> bool:
    answer = _answer(delivery, sender, now=now)
    with transaction.atomic():
        outcomes.note(delivery, answer, now=now + answer.took)
    return answer.taken


def _answer(delivery: WebhookDelivery, sender: Sender, *, now: datetime) -> Answer:
    body = body_of(delivery.event)
    try:
        known = secrets.signing(delivery.endpoint, now=now)
    except ValueError:
        return Answer(status=None, trouble=Trouble.SECRET, took=timedelta())
    signed = signatures.headers(
        known,
        message_id=delivery.event.message_id,
        # The receiver compares it with its own clock, so it is the real one.
        timestamp=int(timezone.now().timestamp()),
        body=body,
    )
    return sender.post(
        delivery.endpoint.url,
        headers=signed | {"content-type": "application/json", "user-agent": USER_AGENT},
        body=body,
    )
