"""What holds keep of a creator's money and points, for the staff's page of an alert."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.portals.templatetags.ui import money
from fraud import interface as fraud
from rewards import interface as rewards


def register() -> None:
    """Tell sums on the page of an alert."""
    fraud.tell_sums_by(sums)


def sums(creator_id: int, hold_ids: Collection[int], now: datetime) -> Sequence[tuple[str, str]]:
    """Return what these holds keep back, what is lost, and what they leave alone."""
    if not hold_ids:
        return [(_("On hold"), _("Nothing"))]
    kept = rewards.withheld_by(creator_id=creator_id, hold_ids=hold_ids, now=now)
    told = [
        (_("On hold"), money(kept.held, kept.currency)),
        (_("Points on hold"), number_format(kept.points, force_grouping=True)),
        (_("Not affected"), money(kept.safe, kept.currency)),
    ]
    if kept.forfeited:
        told.insert(2, (_("Lost for good"), money(kept.forfeited, kept.currency)))
    return told
