"""E-mail for stored notifications."""

from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction

from creatorspark.core.models import Notification
from creatorspark.core.services.letters import letter_of


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
            message.title,
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

    A message older than two days is history: the portal shows it and no e-mail follows.
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
    return sum(send_notification(pk, now=now) for pk in list(waiting))
