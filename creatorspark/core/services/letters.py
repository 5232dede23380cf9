"""What an e-mail says beyond its notification, where somebody above core knows more.

The notification, written in the transaction of what happened, is the outbox; the letter is put
together when it is sent. A letter that can't be written never keeps the message back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from creatorspark.core.models import Notification


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail's body as text, and as HTML where there is one."""

    text: str
    html: str = ""


Writer = Callable[[Notification, datetime], Letter | None]
_WRITERS: dict[str, Writer] = {}

log = structlog.get_logger(__name__)


def register(prefix: str, writer: Writer) -> None:
    """Let `writer` write the e-mails of notifications whose key begins like this.

    It returns None for those that it knows nothing about. Doing it twice replaces it.
    """
    _WRITERS[prefix] = writer


def letter_of(message: Notification, *, now: datetime) -> Letter:
    """Return what is sent for a notification."""
    for prefix, writer in _WRITERS.items():
        if not message.key.startswith(prefix):
            continue
        try:
            with transaction.atomic():
                letter = writer(message, now)
        except Exception:
            log.exception("letter_not_written", notification=message.pk)
            continue
        if letter is not None:
            return letter
    return Letter(text=render_to_string("emails/notification.txt", context_of(message)))


def context_of(message: Notification) -> dict[str, object]:
    """Return what every letter's template may say."""
    return {
        "user": message.user,
        "title": message.title,
        "body": message.body,
        "link": settings.SITE_URL + message.url if message.url else "",
        "home": settings.SITE_URL,
    }
