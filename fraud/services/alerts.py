"""What people do with alerts: decide them, once. Appeals against it are the appeals desk's."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import CountExclusion, Creator, User
from creatorspark.core.services import audit
from fraud.models import Alert
from fraud.services.holds import release_hold

CLEARED: Final = "cleared"
UPHELD: Final = "upheld"
OUTCOMES: Final = (CLEARED, UPHELD)


class AlertError(Exception):
    """The alert can't be decided like this; the message is for a person."""


def resolve(alert: Alert, *, outcome: str, reason: str, actor: User, now: datetime) -> Alert:
    """Decide an alert. Cleared: holds end and views count again. Upheld: holds stay as they are.

    `reason` is read by the creator. Raises AlertError when it is decided already, or no outcome.
    """
    if outcome not in OUTCOMES:
        raise AlertError(_("Choose “cleared” or “upheld”."))
    if not reason.strip():
        raise AlertError(_("Say why; the creator reads it."))
    with transaction.atomic():
        Creator.objects.select_for_update(no_key=True).get(pk=alert.creator_id)
        decided = Alert.objects.filter(pk=alert.pk, resolved_at__isnull=True).update(
            state=Alert.State.RESOLVED, resolved_at=now, resolved_by=actor, outcome=outcome
        )
        if not decided:
            raise AlertError(_("Somebody decided this alert already. Nothing was changed."))
        if outcome == CLEARED:
            for hold in alert.holds.filter(released_at__isnull=True).order_by("pk"):
                release_hold(hold, reason=reason, actor=actor, now=now)
            CountExclusion.objects.filter(source__startswith=f"fraud.alert.{alert.pk}.").delete()
        audit.record(
            "fraud.alert.resolved",
            target=alert,
            actor=actor,
            after={"outcome": outcome, "reason": reason},
        )
    alert.refresh_from_db()
    return alert
