"""The least that a creator works for: what is below it isn't sent, and it can't be felt for."""

from typing import Final

from django.core.cache import cache

from marketplace.models import Listing, Offer
from marketplace.services.offers.refusals import FeeTooLow

# A brand that tries one fee after another would learn a figure that isn't shown to it.
MOST_TRIES: Final = 3
A_DAY: Final = 86_400


def check_is_enough(offer: Offer, *, brand_id: int) -> None:
    """Raise FeeTooLow for a fee below the creator's least, and after too many such tries a day.

    Tries are counted outside of the transaction, which a refusal rolls back.
    """
    listing = Listing.objects.filter(creator_id=offer.creator_id, least_fee__isnull=False).first()
    if listing is None or listing.currency != offer.currency:
        return
    key = f"marketplace.low-fees.{brand_id}.{offer.creator_id}"
    tries = int(cache.get(key, 0))
    if tries < MOST_TRIES and (offer.amount or 0) >= (listing.least_fee or 0):
        return
    cache.add(key, 0, A_DAY)
    cache.incr(key)
    raise FeeTooLow(goes_on=tries + 1 < MOST_TRIES)
