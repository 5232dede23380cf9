"""The statement of reasons by e-mail: the whole report, as its page shows it."""

import re
from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from creatorspark.core.models import Creator, Notification
from creatorspark.core.services import letters
from creatorspark.core.services.letters import Letter, context_of
from creatorspark.portals.creators.alert_page import AlertPage, alert_page

REPORT: Final = re.compile(r"/studio/alerts/(?P<alert>\d{1,18})/")
PREFIX: Final = "fraud."


def register() -> None:
    """Write the e-mails about alerts."""
    letters.register(PREFIX, write)


def write(message: Notification, now: datetime) -> Letter | None:
    """Return the letter about an alert; None when it isn't this person's any more.

    A profile that changed hands since keeps its plain message: the report belongs to whoever holds
    the profile now.
    """
    found = REPORT.fullmatch(message.url)
    creator = Creator.objects.filter(user=message.user_id, erased_at=None).first()
    if found is None or creator is None:
        return None
    page = alert_page(creator, int(found["alert"]), now=now)
    if page is None:
        return None
    said = context_of(message) | {"page": page, "appeal": _appeal_address(page)}
    return Letter(
        text=render_to_string("emails/alert.txt", said),
        html=render_to_string("emails/alert.html", said),
    )


def _appeal_address(page: AlertPage) -> str:
    if not page.permission.allowed:
        return ""
    return f"{settings.SITE_URL}/appeals/new/{page.kind}/{page.subject_id}/"
