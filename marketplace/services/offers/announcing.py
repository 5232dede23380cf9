"""What programs hear of offers: each step, with numbers and codes only."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from creatorspark.core.webhooks import kinds, outbox
from marketplace.models import Offer, OfferStep

CHANGED: Final = "offer.changed"


def register() -> None:
    """Make the event known."""
    kinds.register(kinds.EventKind(name=CHANGED, label=_("An offer of a brand came or moved on")))


def announce(offer: Offer, *, step: OfferStep) -> None:
    """Tell the programs of the creator and of the platform about a step, in its transaction."""
    outbox.publish(
        CHANGED,
        key=f"{CHANGED}:{step.pk}",
        creator=offer.creator,
        data={
            "offer": str(offer.pk),
            "creator": str(offer.creator_id),
            "campaign": str(offer.campaign_id),
            "state": offer.state,
            "version": offer.version,
            "reason_code": step.reason,
            "at": step.at.isoformat(),
        },
        now=step.at,
    )
