"""Endpoints and deliveries as the pages show them."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from creatorspark.core.webhooks import kinds
from creatorspark.core.webhooks.transport import Trouble

SHOWN = 50
TROUBLES: dict[str, str | Promise] = {
    Trouble.NOT_PUBLIC: gettext_lazy("its name leads to an address that isn’t public"),
    Trouble.NAME: gettext_lazy("its name leads nowhere"),
    Trouble.CONNECTION: gettext_lazy("nobody answered there"),
    Trouble.TLS: gettext_lazy("its certificate can’t be trusted"),
    Trouble.TIMEOUT: gettext_lazy("it took longer than 10 seconds"),
    Trouble.SECRET: gettext_lazy("its secret can’t be read any more; make a new one"),
    Trouble.PROTOCOL: gettext_lazy("its answer couldn’t be read"),
}
TONES = {
    WebhookDelivery.State.WAITING: ("", "clock"),
    WebhookDelivery.State.DELIVERED: ("good", "check"),
    WebhookDelivery.State.FAILED: ("bad", "stop"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointLine:
    """One endpoint of the list."""

    id: int
    name: str
    url: str
    is_on: bool
    is_failing: bool
    why_off: str
    hears: int
    last_delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One message: what it was, how far it is, what its last try brought."""

    id: int
    message: str
    event: str
    label: str
    happened_at: datetime
    state: str
    tone: str
    icon: str
    tries: int
    next_at: datetime | None
    last: str


def line_of(endpoint: WebhookEndpoint) -> EndpointLine:
    """Return an endpoint for the list."""
    return EndpointLine(
        id=endpoint.pk,
        name=endpoint.name,
        url=endpoint.url,
        is_on=endpoint.state == WebhookEndpoint.State.ON,
        is_failing=endpoint.failing_since is not None,
        why_off=endpoint.get_off_because_display() if endpoint.off_because else "",
        hears=len(endpoint.events),
        last_delivered_at=endpoint.last_delivered_at,
    )


def events_of(endpoint: WebhookEndpoint) -> list[tuple[str, str]]:
    """Return the names and words of what an endpoint hears."""
    return [(name, str(kinds.label_of(name))) for name in endpoint.events]


def deliveries_of(endpoint: WebhookEndpoint) -> list[DeliveryLine]:
    """Return the newest messages, with their tries, in a fixed number of queries."""
    rows = endpoint.deliveries.select_related("event").prefetch_related("attempts")
    return [_delivery(row) for row in rows.order_by("-pk")[:SHOWN]]


def _delivery(row: WebhookDelivery) -> DeliveryLine:
    tone, icon = TONES[WebhookDelivery.State(row.state)]
    attempts = list(row.attempts.all())
    return DeliveryLine(
        id=row.pk,
        message=row.event.message_id,
        event=row.event.name,
        label=str(kinds.label_of(row.event.name)),
        happened_at=row.event.happened_at,
        state=row.get_state_display(),
        tone=tone,
        icon=icon,
        tries=row.tries,
        next_at=row.next_at if attempts else None,
        last=words_of(attempts[-1]) if attempts else "",
    )


def words_of(attempt: WebhookAttempt) -> str:
    """Say what a try brought."""
    if attempt.status is None:
        why = TROUBLES.get(attempt.problem, attempt.problem)
        return _("no answer: %(why)s") % {"why": why}
    known = attempt.status in {one.value for one in HTTPStatus}
    phrase = HTTPStatus(attempt.status).phrase if known else ""
    answer = f"{attempt.status} {phrase}".strip()
    return _("answered %(answer)s") % {"answer": answer}
