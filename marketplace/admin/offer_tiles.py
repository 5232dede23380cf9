"""What the staff's first page says about offers."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.admin.dashboard import Tile, tile
from creatorspark.lib.money import format_minor
from marketplace.models import Offer
from rewards import interface as rewards

PATIENCE = timedelta(days=3)


def _list(query: str) -> str:
    return reverse("admin:marketplace_offer_changelist") + query


@tile("marketplace.disputes", order=16)
def disputes_waiting(now: datetime) -> Tile:
    """Count disputes that nobody has decided."""
    waiting = Offer.objects.filter(state=Offer.State.DISPUTED)
    oldest = waiting.order_by("updated_at").values_list("updated_at", flat=True).first()
    return Tile(
        value=waiting.count(),
        label=_("Disputes about offers"),
        note=_("Oldest: %(days)d days") % {"days": (now - oldest).days}
        if oldest
        else _("All done"),
        url=_list("?state__exact=disputed"),
        urgent=oldest is not None and now - oldest > PATIENCE,
    )


@tile("marketplace.owed", order=17)
def owed_by_brands(now: datetime) -> Tile:
    """Count completed offers that brands haven't paid, and what they owe."""
    unpaid = Offer.objects.filter(state=Offer.State.COMPLETED, paid_at=None).count()
    owed = ", ".join(
        format_minor(one.owed, currency=one.currency) for one in rewards.brand_money() if one.owed
    )
    return Tile(
        value=unpaid,
        label=_("Offers that brands owe"),
        note=_("%(sums)s with commission") % {"sums": owed} if owed else _("None"),
        url=_list("?state__exact=completed&paid_at__isempty=1"),
    )


@tile("marketplace.commission", order=18)
def commission_earned(now: datetime) -> Tile:
    """Show the commission earned, and what is still promised."""
    money = rewards.brand_money()
    earned = ", ".join(format_minor(one.commission, currency=one.currency) for one in money)
    later = ", ".join(
        format_minor(one.commission_promised, currency=one.currency)
        for one in money
        if one.commission_promised
    )
    return Tile(
        value=earned or "–",
        label=_("Commission earned"),
        note=_("%(sums)s more when the work is done") % {"sums": later} if later else _("None"),
        url=_list("?state__exact=completed"),
    )
