"""What the staff's first page says about rewards."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.admin.dashboard import Tile, tile
from rewards.models import Redemption

PATIENCE = timedelta(days=2)


@tile("rewards.redemptions", order=10)
def redemptions_waiting(now: datetime) -> Tile:
    """Count redemptions that nobody has decided on."""
    waiting = Redemption.objects.filter(state=Redemption.State.REQUESTED)
    oldest = waiting.order_by("creation_date").values_list("creation_date", flat=True).first()
    return Tile(
        value=waiting.count(),
        label=_("Redemptions waiting"),
        note=_("Oldest: %(days)d days") % {"days": (now - oldest).days}
        if oldest
        else _("All done"),
        url=reverse("admin:rewards_redemption_changelist") + "?state__exact=requested",
        urgent=oldest is not None and now - oldest > PATIENCE,
    )


@tile("rewards.approved", order=11)
def redemptions_to_fulfil(now: datetime) -> Tile:
    """Count what was approved and not given yet."""
    return Tile(
        value=Redemption.objects.filter(state=Redemption.State.APPROVED).count(),
        label=_("To be fulfilled"),
        note=_("Approved and not given yet"),
        url=reverse("admin:rewards_redemption_changelist") + "?state__exact=approved",
    )
