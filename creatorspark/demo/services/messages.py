"""Messages of the demo world: in the portal, never by e-mail."""

from datetime import datetime, timedelta

from django.db.models import F

from creatorspark.core.models import Notification
from creatorspark.demo.selectors import EMAIL_DOMAIN

READ_AFTER = timedelta(days=6)


def settle_messages(*, now: datetime) -> None:
    """Count messages as e-mailed, and old ones as read.

    Called in the transaction that made them, so that no worker sees one that it should send.
    """
    ours = Notification.objects.filter(user__email__endswith=f"@{EMAIL_DOMAIN}")
    ours.filter(emailed_at=None).update(emailed_at=F("created_at"))
    old = ours.filter(read_at=None, created_at__lt=now - READ_AFTER)
    old.update(read_at=F("created_at") + timedelta(hours=5))
