"""Endpoints: make, change, switch, give a new secret, take away. One function an act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.domain.webhooks.targets import Fault, Place, fault_of
from creatorspark.core.models import User, WebhookDelivery, WebhookEndpoint
from creatorspark.core.services import audit
from creatorspark.core.webhooks import kinds, secrets
from creatorspark.core.webhooks.errors import WebhookRefused

MOST_ENDPOINTS: Final = 10
OVERLAP: Final = timedelta(hours=24)
LONGEST_OVERLAP: Final = timedelta(days=7)

FAULTS: Final[dict[Fault, str | Promise]] = {
    Fault.UNREADABLE: gettext_lazy("Write a whole address, such as https://example.com/hooks."),
    Fault.TOO_LONG: gettext_lazy("This address is longer than 500 characters."),
    Fault.NOT_HTTPS: gettext_lazy("The address begins with https://, so that nobody listens in."),
    Fault.CREDENTIALS: gettext_lazy(
        "Leave name and password out of the address; the signature proves who we are."
    ),
    Fault.FRAGMENT: gettext_lazy("Leave out the part after “#”; it is never sent."),
    Fault.PORT: gettext_lazy("Use port 443, or one from 1024 on."),
    Fault.INWARD: gettext_lazy("This address isn’t on the public internet, so we can’t reach it."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What an endpoint shall be: its name, where it is, and what it hears."""

    name: str
    url: str
    events: Collection[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """An endpoint with a secret that can't be shown again."""

    endpoint: WebhookEndpoint
    secret: str


def allowed_places() -> tuple[Place, ...]:
    """Return what may be reached beyond the public network: nothing, except by tests."""
    return () if settings.PRODUCTION else settings.WEBHOOK_LOOPBACK


def endpoints_of(user: User) -> QuerySet[WebhookEndpoint]:
    """Return the endpoints that a person manages: staff the platform's, others their own."""
    mine = WebhookEndpoint.objects.filter(owner=None if user.is_staff else user)
    return mine if user.is_staff or user.role == User.Role.CREATOR else mine.none()


def may_have(user: User) -> bool:
    """Say whether there are events for this person at all."""
    return user.is_active and (user.is_staff or user.role == User.Role.CREATOR)


def create(wish: Wish, *, actor: User, now: datetime) -> Issued:
    """Make an endpoint: the platform's when staff ask, else of one's own events.

    Raises WebhookRefused.
    """
    if not may_have(actor):
        raise WebhookRefused(_("There are no events for your account yet."), code="no_events")
    _check(wish)
    secret = secrets.fresh()
    owner = None if actor.is_staff else actor
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if endpoints_of(actor).count() >= MOST_ENDPOINTS:
            raise WebhookRefused(
                _("You have %(n)d endpoints. Take one away first.") % {"n": MOST_ENDPOINTS},
                code="too_many",
            )
        endpoint = WebhookEndpoint(
            owner=owner,
            name=wish.name.strip(),
            url=wish.url,
            events=sorted(set(wish.events)),
            created_at=now,
            created_by=actor,
        )
        secrets.install(endpoint, secret)
        _save(endpoint)
        audit.record("core.webhook.created", target=endpoint, actor=actor, after=_told(endpoint))
    return Issued(endpoint=endpoint, secret=secret)


def change(endpoint: WebhookEndpoint, wish: Wish, *, actor: User, now: datetime) -> bool:
    """Change what an endpoint is called, where it is and what it hears; False: it was so already.

    What waits goes to the new address. Raises WebhookRefused.
    """
    _check(wish)
    with transaction.atomic():
        row = _lock(endpoint)
        before, was = _told(row), (row.name, row.url, row.events)
        row.name, row.url, row.events = wish.name.strip(), wish.url, sorted(set(wish.events))
        if (row.name, row.url, row.events) == was:
            return False
        _save(row)
        audit.record(
            "core.webhook.changed", target=row, actor=actor, before=before, after=_told(row)
        )
    endpoint.refresh_from_db()
    return True


def rotate(
    endpoint: WebhookEndpoint, *, overlap: timedelta = OVERLAP, actor: User, now: datetime
) -> Issued:
    """Give an endpoint a new secret. For `overlap` messages are signed with both; zero ends the
    old one at once. Raises WebhookRefused.
    """
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise WebhookRefused(_("The old secret can go on for 7 days at most."), code="overlap")
    secret = secrets.fresh()
    with transaction.atomic():
        row = _lock(endpoint)
        secrets.retire(row, until=now + overlap if overlap else None)
        secrets.install(row, secret)
        row.save(update_fields=["sealed_secret", "sealed_earlier_secret", "earlier_secret_until"])
        audit.record(
            "core.webhook.rotated",
            target=row,
            actor=actor,
            after={"earlier_secret_until": row.earlier_secret_until and str(now + overlap)},
        )
    endpoint.refresh_from_db()
    return Issued(endpoint=endpoint, secret=secret)


def switch_on(endpoint: WebhookEndpoint, *, actor: User, now: datetime) -> bool:
    """Let an endpoint hear again; False when it was on. What it missed is sent on request."""
    with transaction.atomic():
        row = _lock(endpoint)
        if row.state == WebhookEndpoint.State.ON:
            return False
        row.state, row.off_because, row.off_since = WebhookEndpoint.State.ON, "", None
        row.failing_since, row.failures_in_a_row, row.warned_at = None, 0, None
        row.save()
        audit.record("core.webhook.switched_on", target=row, actor=actor)
    endpoint.refresh_from_db()
    return True


def switch_off(
    endpoint: WebhookEndpoint,
    *,
    actor: User | None,
    now: datetime,
    because: str = WebhookEndpoint.OffBecause.ASKED,
) -> bool:
    """Tell an endpoint nothing more; False when it was off. What waits for it is given up."""
    with transaction.atomic():
        row = _lock(endpoint)
        if row.state == WebhookEndpoint.State.OFF:
            return False
        row.state, row.off_because, row.off_since = WebhookEndpoint.State.OFF, because, now
        row.save(update_fields=["state", "off_because", "off_since"])
        given_up = row.deliveries.filter(state=WebhookDelivery.State.WAITING).update(
            state=WebhookDelivery.State.FAILED, next_at=None
        )
        audit.record(
            "core.webhook.switched_off",
            target=row,
            actor=actor,
            after={"because": because, "given_up": given_up},
        )
    endpoint.refresh_from_db()
    return True


def remove(endpoint: WebhookEndpoint, *, actor: User) -> bool:
    """Take an endpoint away with its secret and its deliveries; False when it was gone."""
    with transaction.atomic():
        row = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
        if row is None:
            return False
        audit.record("core.webhook.removed", target=row, actor=actor, before=_told(row))
        row.delete()
    return True


def _lock(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    row = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
    if row is None:
        raise WebhookRefused(_("This endpoint was taken away meanwhile."), code="not_found")
    return row


def _check(wish: Wish) -> None:
    if not wish.name.strip():
        raise WebhookRefused(_("Give it a name, so that you know it again."), code="name")
    if not wish.events or not all(kinds.is_known(name) for name in wish.events):
        raise WebhookRefused(_("Choose at least one of the events."), code="events")
    fault = fault_of(wish.url, allowed=allowed_places())
    if fault is not None:
        raise WebhookRefused(str(FAULTS[fault]), code=f"url_{fault.value}")


def _save(endpoint: WebhookEndpoint) -> None:
    try:
        with transaction.atomic():
            endpoint.save()
    except IntegrityError as error:
        if "webhook_address_once_per_owner" not in str(error):
            raise
        raise WebhookRefused(
            _("There is an endpoint for this address already."), code="url_taken"
        ) from error


def _told(endpoint: WebhookEndpoint) -> dict[str, object]:
    """Return what the audit log keeps: whoever knows a whole address may know a password."""
    host = urlsplit(endpoint.url).hostname
    return {"name": endpoint.name, "host": host, "events": list(endpoint.events)}
