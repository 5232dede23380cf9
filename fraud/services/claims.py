"""“I look at this”: one person has an alert to themselves for a while, so nobody works twice.

A claim ends by itself, with a decision, or when its holder gives it up; who takes it over names
whom from, so that two who reach for it at once can't both have it.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from fraud.models import Alert

LASTS: Final = timedelta(minutes=30)


class ClaimError(Exception):
    """Somebody else has it; the message is for a person."""


def look_at(
    alert_id: int, *, actor: User, now: datetime, instead_of: int | None = None
) -> datetime:
    """Claim an alert and return until when; one's own claim is made longer.

    `instead_of` is whom it is taken over from. Raises ClaimError when it is somebody else's,
    decided, or about one's own profile.
    """
    free = Q(looked_by=None) | Q(looked_by=actor) | Q(looked_until__lte=now)
    if instead_of is not None:
        free |= Q(looked_by_id=instead_of)
    until = now + LASTS
    with transaction.atomic():
        before = Alert.objects.select_for_update(no_key=True).get(pk=alert_id)
        if before.creator.user_id == actor.pk:
            raise ClaimError(_("It is about your own profile, so somebody else looks at it."))
        found = Alert.objects.filter(free, pk=alert_id, resolved_at=None)
        if not found.update(looked_by=actor, looked_until=until):
            raise ClaimError(in_their_hands(before, now=now))
        if holder(before, now=now) != actor:
            audit.record(
                "fraud.alert.looked_at",
                target=before,
                actor=actor,
                after={"instead_of": instead_of, "until": until.isoformat()},
            )
    return until


def look_away(alert_id: int, *, actor: User, now: datetime) -> None:
    """Give one's own claim up; doing it twice does it once."""
    with transaction.atomic():
        if Alert.objects.filter(pk=alert_id, looked_by=actor).update(
            looked_by=None, looked_until=None
        ):
            audit.record(
                "fraud.alert.looked_away", target=Alert.objects.get(pk=alert_id), actor=actor
            )


def holder(alert: Alert, *, now: datetime) -> User | None:
    """Return who has it to themselves now."""
    held = alert.looked_until is not None and alert.looked_until > now
    return alert.looked_by if held else None


def in_the_way(alert: Alert, *, actor: User, now: datetime) -> str:
    """Say in a sentence why this person waits; "" when nobody else looks at it."""
    other = holder(alert, now=now)
    return "" if other is None or other == actor else in_their_hands(alert, now=now)


def in_their_hands(alert: Alert, *, now: datetime) -> str:
    """Say who has it and until when; that it is decided, where nobody has."""
    other = holder(alert, now=now)
    if other is None or alert.looked_until is None:
        return _("It is decided already.")
    return _("%(who)s looks at it until %(time)s UTC. Wait, or take it over.") % {
        "who": other,
        "time": formats.time_format(alert.looked_until, "H:i"),
    }
