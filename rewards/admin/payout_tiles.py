"""What the staff's first page says about payouts."""

from datetime import datetime

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.admin.dashboard import Tile, tile
from creatorspark.lib.money import format_minor
from rewards.models import Payout
from rewards.selectors.payouts import ready_to_send


def _counted(*states: str) -> tuple[int, str]:
    """Return how many payouts are in these states, and their sums in words."""
    rows = (
        Payout.objects.filter(state__in=states)
        .values_list("currency")
        .annotate(Count("pk"), Sum("amount"))
        .order_by("currency")
    )
    found = list(rows)
    sums = ", ".join(format_minor(total, currency=currency) for currency, _n, total in found)
    return sum(count for _currency, count, _total in found), sums


def _list_of(*states: str) -> str:
    return reverse("admin:rewards_payout_changelist") + f"?state__in={','.join(states)}"


@tile("rewards.payouts_pending", order=12)
def payouts_in_review(now: datetime) -> Tile:
    """Count payouts whose review isn't over."""
    count, sums = _counted("pending")
    return Tile(
        value=count,
        label=_("Payouts in review"),
        note=sums or _("None"),
        url=_list_of("pending"),
    )


@tile("rewards.payouts_ready", order=13)
def payouts_ready(now: datetime) -> Tile:
    """Count what a press of the button would send to the bank."""
    ready = [one for one in ready_to_send(now=now) if one.payouts]
    sums = ", ".join(format_minor(one.amount, currency=one.currency) for one in ready)
    return Tile(
        value=sum(one.payouts for one in ready),
        label=_("Payouts ready"),
        note=_("%(sums)s to send to the bank") % {"sums": sums} if sums else _("None"),
        url=reverse("admin:rewards_payoutbatch_changelist"),
    )


@tile("rewards.payouts_held", order=14)
def payouts_held(now: datetime) -> Tile:
    """Count payouts that a hold keeps."""
    count, sums = _counted("held")
    return Tile(
        value=count, label=_("Payouts on hold"), note=sums or _("None"), url=_list_of("held")
    )


@tile("rewards.payouts_refused", order=15)
def payouts_refused(now: datetime) -> Tile:
    """Count payouts that a bank refused or gave back, and that wait for new details."""
    count, sums = _counted("rejected", "returned")
    return Tile(
        value=count,
        label=_("Refused by banks"),
        note=_("%(sums)s wait for new bank details") % {"sums": sums} if sums else _("None"),
        url=_list_of("rejected", "returned"),
        urgent=count > 0,
    )
