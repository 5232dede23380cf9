"""A production server keeps the secret of events apart from the key that signs sessions."""

from collections.abc import Iterable

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.utils.translation import gettext as _


def has_its_own(**_given: object) -> Iterable[CheckMessage]:
    """Warn while EVENT_SECRET is SECRET_KEY: whoever rotates one would lose the other."""
    if settings.EVENT_SECRET != settings.SECRET_KEY:
        return []
    return [
        Warning(
            _("EVENT_SECRET isn’t set, so SECRET_KEY salts accounts, devices and event ids."),
            hint=_(
                "Set EVENT_SECRET to fifty random characters. With a new SECRET_KEY all accounts "
                "would be strangers, and old events would be stored again."
            ),
            id="fraud.W001",
        )
    ]


def register_check() -> None:
    """Let `check --deploy` ask."""
    register(has_its_own, Tags.security, deploy=True)
