"""E-mail for stored notifications."""

from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPConnectError, SMTPServerDisconnected
from typing import Final

import structlog
from django.core.mail import send_mail
from django.db import transaction

from creatorspark.core.models import Notification
from creatorspark.core.services.letters import letter_of

log = structlog.get_logger(__name__)

# Nothing can be sent at all: going on would only wait as often as there are messages.
SERVER_IS_AWAY: Final = (
    ConnectionError,
    TimeoutError,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPServerDisconnected,
)


def send_notification(notification_id: int, *, now: datetime) -> bool:
    """Send one notification by e-mail unless it was sent; the row lock keeps two workers apart."""
    with transaction.atomic():
        message = (
            Notification.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("user")
            .filter(pk=notification_id, emailed_at__isnull=True, user__is_active=True)
            .first()
        )
        if message is None:
            return False
        letter = letter_of(message, now=now)
        send_mail(
            " ".join(message.title.split()),
            letter.text,
            None,
            [message.user.email],
            html_message=letter.html or None,
        )
        message.emailed_at = now
        message.save(update_fields=["emailed_at"])
        return True


def send_waiting(*, now: datetime, limit: int = 200) -> int:
    """Send the e-mails no nudge has sent yet, oldest first; return how many went out.

    A message older than two days is history: the portal shows it and no e-mail follows. One that
    can't be sent is logged, tried again at the next sweep, and holds up nobody else's.
    """
    waiting = (
        Notification.objects.filter(
            emailed_at__isnull=True,
            created_at__gt=now - timedelta(days=2),
            created_at__lte=now - timedelta(seconds=5),
            user__is_active=True,
        )
        .order_by("created_at")
        .values_list("pk", flat=True)[:limit]
    )
    return sum(_try(pk, now=now) for pk in list(waiting))


def _try(notification_id: int, *, now: datetime) -> bool:
    try:
        return send_notification(notification_id, now=now)
    except SERVER_IS_AWAY:
        raise
    except Exception:
        log.exception("notification_not_emailed", notification=notification_id)
        return False
