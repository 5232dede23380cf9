"""What a try means: for the message, for the endpoint, and for who is told about it."""

from datetime import datetime
from typing import Final

from creatorspark.core.domain.webhooks import schedule
from creatorspark.core.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from creatorspark.core.webhooks import endpoints, telling
from creatorspark.core.webhooks.transport import Answer

GONE: Final = 410


def note(delivery: WebhookDelivery, answer: Answer, *, now: datetime) -> None:
    """Write a try down and do what follows; in one transaction."""
    WebhookAttempt.objects.create(
        delivery=delivery,
        at=now,
        status=answer.status,
        problem=answer.trouble or "",
        milliseconds=int(answer.took.total_seconds() * 1000),
    )
    if answer.taken:
        _delivered(delivery, now=now)
    else:
        _failed(delivery, answer, now=now)


def _delivered(delivery: WebhookDelivery, *, now: datetime) -> None:
    # Whatever else was thought of it meanwhile: it has arrived.
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=WebhookDelivery.State.DELIVERED, delivered_at=now, next_at=None
    )
    WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
        last_delivered_at=now, failing_since=None, failures_in_a_row=0, warned_at=None
    )


def _failed(delivery: WebhookDelivery, answer: Answer, *, now: datetime) -> None:
    _plan_next(delivery, answer, now=now)
    row = WebhookEndpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    row.failing_since = row.failing_since or now
    row.failures_in_a_row += 1
    row.save(update_fields=["failing_since", "failures_in_a_row"])
    if answer.status == GONE:
        _switch_off(row, WebhookEndpoint.OffBecause.GONE, now=now)
    elif schedule.is_to_be_switched_off(row.failing_since, failures=row.failures_in_a_row, now=now):
        _switch_off(row, WebhookEndpoint.OffBecause.FAILING, now=now)
    else:
        _spare(row, answer, now=now)
        _warn(row, now=now)


def _plan_next(delivery: WebhookDelivery, answer: Answer, *, now: datetime) -> None:
    """Keep the time that was set before the try, unless it was the last or we are asked to wait."""
    mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=WebhookDelivery.State.WAITING, tries=delivery.tries
    )
    if delivery.tries >= schedule.MOST_TRIES:
        mine.update(state=WebhookDelivery.State.FAILED, next_at=None)
        return
    asked = now + schedule.asked_wait(answer.retry_after)
    if delivery.next_at is not None and asked > delivery.next_at:
        mine.update(next_at=asked)


def _spare(row: WebhookEndpoint, answer: Answer, *, now: datetime) -> None:
    """Let everything else for a silent address wait, so that it doesn't keep a worker busy."""
    pause = schedule.pause_after(answer.took, reached=answer.status is not None)
    if pause is not None:
        row.deliveries.filter(state=WebhookDelivery.State.WAITING, next_at__lt=now + pause).update(
            next_at=now + pause
        )


def _switch_off(row: WebhookEndpoint, because: str, *, now: datetime) -> None:
    if endpoints.switch_off(row, actor=None, now=now, because=because):
        telling.tell_switched_off(row, now=now)


def _warn(row: WebhookEndpoint, *, now: datetime) -> None:
    if row.warned_at is not None or row.failing_since is None:
        return
    if schedule.is_to_be_warned(row.failing_since, failures=row.failures_in_a_row, now=now):
        WebhookEndpoint.objects.filter(pk=row.pk).update(warned_at=now)
        telling.tell_failing(row, now=now)
