"""What the sides write to each other beside the steps."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from marketplace.domain.offers.states import Side
from marketplace.models import Offer, OfferMessage
from marketplace.services.offers import telling
from marketplace.services.offers.moves import LONGEST_TEXT
from marketplace.services.offers.pace import check_can_write
from marketplace.services.offers.parties import check_speaks
from marketplace.services.offers.refusals import BadTerms, NoSuchOffer

# A form sent twice is one message.
SAME_WITHIN: Final = timedelta(minutes=1)


def write(offer_id: int, *, side: Side, text: str, actor: User, now: datetime) -> int:
    """Write to the other side; return the message's number. Raises OfferRefused."""
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT:
        raise BadTerms(_("Write up to %(n)d characters. Nothing was sent.") % {"n": LONGEST_TEXT})
    with transaction.atomic():
        offer, creator = _lock(offer_id)
        check_speaks(side, offer=offer, creator=creator, actor=actor)
        mine = OfferMessage.objects.filter(offer=offer, author=actor)
        earlier = mine.filter(text=words, at__gt=now - SAME_WITHIN).first()
        if earlier is not None:
            return earlier.pk
        check_can_write(offer, side=side, author=actor, now=now)
        message = OfferMessage.objects.create(
            offer=offer, side=side.value, author=actor, text=words, at=now
        )
        audit.record("marketplace.offer.wrote", target=offer, actor=actor)
        telling.tell_message(offer, message=message, now=now)
    return message.pk


def _lock(offer_id: int) -> tuple[Offer, Creator]:
    offers = Offer.objects.select_for_update(no_key=True, of=("self",))
    offer = offers.select_related("campaign__brand", "creator__user").filter(pk=offer_id).first()
    if offer is None:
        raise NoSuchOffer
    return offer, offer.creator
