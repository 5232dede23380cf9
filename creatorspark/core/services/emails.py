"""E-mail for stored notifications."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from creatorspark.core.models import Notification


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
        send_mail(message.title, _letter(message), None, [message.user.email])
        message.emailed_at = now
        message.save(update_fields=["emailed_at"])
        return True


def _letter(message: Notification) -> str:
    return render_to_string(
        "emails/notification.txt",
        {
            "user": message.user,
            "title": message.title,
            "body": message.body,
            "link": settings.SITE_URL + message.url if message.url else "",
            "home": settings.SITE_URL,
        },
    )


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
