"""How much one side may ask of the other: new offers a day, rounds, and words."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from marketplace.domain.offers.states import ENDED, WAITING, Side, State
from marketplace.models import Brand, Campaign, Listing, Offer, OfferMessage, OfferStep
from marketplace.services.offers.parties import check_may_ask
from marketplace.services.offers.refusals import BadTerms, SaidNo, TooMany

DAY: Final = timedelta(days=1)
# Who nobody has checked can bother few people before somebody looks.
MOST_NEW_A_DAY: Final = 100
MOST_NEW_UNCHECKED: Final = 10
ASK_AGAIN_AFTER: Final = timedelta(days=30)
MOST_ROUNDS: Final = 20
MOST_MESSAGES_A_DAY: Final = 20
TALK_AFTER_THE_END: Final = timedelta(days=14)


def check_pace(campaign: Campaign, creator: Creator, *, actor: User, now: datetime) -> None:
    """Raise BrandSuspended, SaidNo or TooMany where a brand may not ask, or asks too often.

    Who speaks for several brands is counted over all of them. The caller has locked the brand.
    """
    brand = campaign.brand
    check_may_ask(brand)
    _check_didnt_decline(brand, creator, now=now)
    most = MOST_NEW_A_DAY if brand.is_verified or brand.is_demo else MOST_NEW_UNCHECKED
    asked = Offer.objects.filter(created_at__gt=now - DAY, created_at__lte=now)
    if asked.filter(Q(campaign__brand=brand) | Q(created_by=actor)).count() >= most:
        raise TooMany(most=most)


def _check_didnt_decline(brand: Brand, creator: Creator, *, now: datetime) -> None:
    declined = OfferStep.objects.filter(
        offer__campaign__brand=brand,
        offer__creator=creator,
        state=Offer.State.DECLINED,
        actor_id=creator.user_id,
        at__gt=now - ASK_AGAIN_AFTER,
    )
    last = declined.exclude(actor_id=None).order_by("at").last()
    if last is not None:
        raise SaidNo(until=date_format(last.at + ASK_AGAIN_AFTER + DAY, "j F Y"))


def check_rounds(offer: Offer) -> None:
    """Raise BadTerms where fees went back and forth too often."""
    named = OfferStep.objects.filter(
        offer=offer, state__in=[Offer.State.OFFERED, Offer.State.COUNTERED]
    )
    if named.count() >= MOST_ROUNDS:
        raise BadTerms(
            _(
                "Fees went back and forth %(n)d times. Nothing was sent; accept what is on the "
                "table or end the offer."
            )
            % {"n": MOST_ROUNDS}
        )


def check_can_write(offer: Offer, *, side: Side, author: User, now: datetime) -> None:
    """Raise BadTerms where an offer is over, its creator wants no more, or it is too much a day."""
    if side is Side.STAFF:
        return
    if not takes_messages(offer, side=side, now=now):
        raise BadTerms(_("This offer takes no more messages. Nothing was sent."))
    today = OfferMessage.objects.filter(offer=offer, author=author, at__gt=now - DAY)
    if today.count() >= MOST_MESSAGES_A_DAY:
        raise BadTerms(
            _("You wrote %(n)d messages today. Nothing was sent; go on tomorrow.")
            % {"n": MOST_MESSAGES_A_DAY}
        )


def takes_messages(offer: Offer, *, side: Side, now: datetime) -> bool:
    """Say whether a side can write at all: not long after the end, and no brand that is refused.

    Both look the same: whom a creator refuses isn't for the brand to know.
    """
    state = State(offer.state)
    if state in ENDED and now >= offer.updated_at + TALK_AFTER_THE_END:
        return False
    if side is not Side.BRAND or state not in WAITING | ENDED:
        return True
    refused = Listing.objects.filter(
        creator=offer.creator_id, refused_brands=offer.campaign.brand_id
    )
    return not refused.exists()
