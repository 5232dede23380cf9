"""Tell a person something, once, in the portal and by e-mail."""

from datetime import datetime
from functools import partial

from django.db import transaction

from creatorspark.core.models import Notification, User


def notify(
    user: User, *, key: str, title: str, body: str = "", url: str = "", now: datetime
) -> Notification:
    """Store a message (once per `key`) and send it by e-mail after the transaction commits."""
    message, created = Notification.objects.get_or_create(
        user=user,
        key=key,
        defaults={"title": title, "body": body, "url": url, "created_at": now},
    )
    if created:
        transaction.on_commit(partial(_enqueue_email, message.pk))
    return message


def _enqueue_email(notification_id: int) -> None:
    from creatorspark.core.tasks import send_notification_email

    send_notification_email.delay(notification_id)


def mark_read(user: User, *, now: datetime) -> int:
    """Mark every unread message of `user` as read; return how many there were."""
    return Notification.objects.filter(user=user, read_at__isnull=True).update(read_at=now)
