"""Who speaks for a side, and whether a creator can take offers. Asked while rows are locked."""

from creatorspark.core.models import Creator, User
from fraud import interface as fraud
from marketplace.domain.offers.states import Side
from marketplace.models import Brand, BrandMember, Campaign, Offer
from marketplace.selectors.finding import can_be_found, works_for
from marketplace.services.offers.refusals import (
    BrandSuspended,
    CampaignOver,
    NobodySpeaks,
    NoSuchOffer,
    Unavailable,
    UnderReview,
)


def check_speaks(side: Side, *, offer: Offer, creator: Creator, actor: User | None) -> None:
    """Raise NoSuchOffer unless `actor` speaks for that side of the offer at this moment."""
    if side is Side.RULE:
        return
    if actor is None or not actor.is_active:
        raise NoSuchOffer
    if side is Side.BRAND:
        check_member(offer.campaign.brand_id, user=actor)
        return
    may = actor.is_staff if side is Side.STAFF else _is_theirs(creator, actor)
    if not may:
        raise NoSuchOffer


def _is_theirs(creator: Creator, actor: User) -> bool:
    """The account as it is now, not as it was when the request began."""
    return creator.user is not None and creator.user.pk == actor.pk and creator.user.is_active


def check_member(brand_id: int, *, user: User) -> None:
    """Raise NoSuchOffer unless a person speaks for a brand until this transaction ends.

    The membership is locked: somebody who is being removed either did it before or can't.
    """
    is_member = (
        BrandMember.objects.select_for_update(no_key=True, of=("self",))
        .filter(brand_id=brand_id, user=user, left_at=None, user__is_active=True)
        .exists()
    )
    if not is_member:
        raise NoSuchOffer


def check_someone_speaks(brand_id: int) -> None:
    """Raise NobodySpeaks unless somebody can still speak for a brand that isn't suspended.

    Their seat is locked: who leaves last did it before, or after the promise.
    """
    seats = BrandMember.objects.select_for_update(no_key=True, of=("self",)).filter(
        brand_id=brand_id, left_at=None, user__is_active=True, brand__suspended_at=None
    )
    if seats.order_by("pk").first() is None:
        raise NobodySpeaks


def check_may_ask(brand: Brand) -> None:
    """Raise BrandSuspended for a brand that staff keep from asking."""
    if brand.is_suspended:
        raise BrandSuspended


def check_goes_on(campaign: Campaign) -> None:
    """Raise CampaignOver where a brand closed the campaign: its waiting offers are taken back.

    A brand that was suspended says so itself.
    """
    if campaign.state == Campaign.State.CLOSED and not campaign.brand.is_suspended:
        raise CampaignOver


def check_can_be_asked(creator: Creator, *, campaign: Campaign) -> None:
    """Raise Unavailable unless a brand may send this creator an offer of a campaign now.

    Whom pages don't show can't be asked by a request made by hand either.
    """
    check_can_agree(creator)
    if not can_be_found([creator.pk], brand_id=campaign.brand_id):
        raise Unavailable
    if not works_for(creator.pk, industries=campaign.industries):
        raise Unavailable


def check_can_agree(creator: Creator) -> None:
    """Raise Unavailable for a creator who is gone, deactivated or under a hold of everything."""
    is_closed = creator.user is not None and not creator.user.is_active
    if creator.is_gone or is_closed or all_is_held(creator):
        raise Unavailable


def check_not_held(creator: Creator) -> None:
    """Raise UnderReview where everything of a creator is on hold; they read it themselves."""
    if all_is_held(creator):
        raise UnderReview


def all_is_held(creator: Creator) -> bool:
    """Say whether everything of a creator is on hold."""
    return any(
        hold.video_id is None and hold.period_start is None
        for hold in fraud.holds_for(creator_id=creator.pk)
    )
