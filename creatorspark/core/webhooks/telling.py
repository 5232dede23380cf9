"""What people are told about their endpoints, in the portal and by e-mail, each once."""

from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.appeals.wording import day
from creatorspark.core.domain.webhooks.schedule import OFF_AFTER
from creatorspark.core.models import User, WebhookEndpoint
from creatorspark.core.services.notifications import notify

STAFF_TOLD_AT_MOST = 50


def page_of(endpoint: WebhookEndpoint) -> str:
    """Return the address of an endpoint's page."""
    return f"/webhooks/{endpoint.pk}/"


def tell_failing(endpoint: WebhookEndpoint, *, now: datetime) -> None:
    """Say that messages have failed for a day, while there is time to mend it."""
    since = endpoint.failing_since or now
    _tell(
        endpoint,
        f"failing.{since.isoformat()}",
        title=_("Your endpoint “%(name)s” doesn’t take our messages") % {"name": endpoint.name},
        body=_(
            "It has taken none since %(since)s. We keep trying. If nothing gets through by "
            "%(until)s we switch it off; you can have what it missed sent again then."
        )
        % {"since": day(since), "until": day(since + OFF_AFTER)},
        now=now,
    )


def tell_switched_off(endpoint: WebhookEndpoint, *, now: datetime) -> None:
    """Say that an endpoint is off, why, and how to have it back."""
    gone = endpoint.off_because == WebhookEndpoint.OffBecause.GONE
    why = (
        _("It answered that it is gone (410).")
        if gone
        else _("It took none of our messages for days.")
    )
    more = _(
        "Nothing happened to your rewards or your data. When it works again, switch it on "
        "and have what it missed sent again; we keep events for 30 days."
    )
    _tell(
        endpoint,
        f"off.{now.isoformat()}",
        title=_("Your endpoint “%(name)s” is switched off") % {"name": endpoint.name},
        body=f"{why} {more}",
        now=now,
    )


def _tell(endpoint: WebhookEndpoint, event: str, *, title: str, body: str, now: datetime) -> None:
    people = User.objects.filter(is_active=True)
    concerned = people.filter(is_staff=True) if endpoint.owner_id is None else people
    if endpoint.owner_id is not None:
        concerned = concerned.filter(pk=endpoint.owner_id)
    for user in concerned.order_by("pk")[:STAFF_TOLD_AT_MOST]:
        notify(
            user,
            key=f"core.webhook.{endpoint.pk}.{event}",
            title=title[:200],
            body=body,
            url=page_of(endpoint),
            now=now,
        )
