"""Tell a person something, once, in the portal and by e-mail."""

from datetime import datetime

from creatorspark.core.models import Notification, User
from creatorspark.core.services.nudges import nudge_on_commit


def notify(
    user: User, *, key: str, title: str, body: str = "", url: str = "", now: datetime
) -> Notification:
    """Store a message (once per `key`) and send it by e-mail after the transaction commits.

    A title is one line, whatever names it carries: it becomes the subject of an e-mail.
    """
    longest = Notification._meta.get_field("title").max_length
    message, created = Notification.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "title": " ".join(str(title).split())[:longest],
            "body": body,
            "url": url,
            "created_at": now,
        },
    )
    if created:
        nudge_on_commit("core.send_notification_email", message.pk)
    return message


def mark_read(user: User, *, now: datetime) -> int:
    """Mark every unread message of `user` as read; return how many there were."""
    return Notification.objects.filter(user=user, read_at__isnull=True).update(read_at=now)
