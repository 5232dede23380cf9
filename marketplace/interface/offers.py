"""Offers, as each side reads its own. What isn't theirs doesn't exist: None."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User, Video
from marketplace.domain.offers.facts import (
    CampaignReport,
    DeliveryFacts,
    MessageFacts,
    NewOffer,
    OfferDetail,
    OfferFacts,
    OfferPage,
    OfferReasons,
    ReasonLine,
    ReportLine,
    StepFacts,
)
from marketplace.domain.offers.reasons import reasons_for
from marketplace.domain.offers.states import OPEN, Act, Side, State
from marketplace.models import Campaign, Offer
from marketplace.selectors import offer_results
from marketplace.selectors import offers as selector
from marketplace.selectors.campaigns import campaigns_of
from marketplace.selectors.finding import can_be_found
from marketplace.services.offers import making, money, pace, parties
from marketplace.services.offers.refusals import Unavailable
from marketplace.services.offers.terms import terms_at, terms_of_offer
from rewards import interface as rewards

__all__ = [
    "CampaignReport",
    "DeliveryFacts",
    "MessageFacts",
    "NewOffer",
    "OfferDetail",
    "OfferFacts",
    "OfferPage",
    "OfferReasons",
    "ReasonLine",
    "ReportLine",
    "StepFacts",
    "answer_reasons",
    "campaign_offers",
    "campaign_report",
    "creator_offer",
    "creator_offers",
    "deliverable_videos",
    "member_offer",
    "new_offer",
    "offers_waiting_for",
]

DELIVERABLE = 60


# Reading ----------------------------------------------------------------------------------------
def creator_offers(*, creator_id: int, cursor: int | None = None, limit: int = 25) -> OfferPage:
    """Return a creator's offers, those that wait for them first; `cursor` is how many to skip."""
    rows = selector.offers_of_creator(creator_id)
    least = selector.least_fees([creator_id]).get(creator_id)
    return _page(rows, side=Side.CREATOR, cursor=cursor, limit=limit, least=least)


def campaign_offers(
    *, user: User, campaign_id: int, cursor: int | None = None, limit: int = 50
) -> OfferPage | None:
    """Return the offers of a campaign of the person's brands, None for another brand's."""
    if not campaigns_of(user).filter(pk=campaign_id).exists():
        return None
    rows = selector.offers_of_member(user).filter(campaign_id=campaign_id)
    return _page(rows, side=Side.BRAND, cursor=cursor, limit=limit, least=None)


def offers_waiting_for(*, creator_id: int) -> int:
    """Return how many offers wait for a creator's answer or work."""
    waiting = selector.WAITS_FOR["creator"]
    return Offer.objects.filter(creator_id=creator_id, state__in=waiting).count()


def creator_offer(*, user: User, offer_id: int, now: datetime) -> OfferDetail | None:
    """Return one of the person's own offers as a creator; None for anybody else's."""
    row = selector.offers_seen_by(user).filter(pk=offer_id, creator__user_id=user.pk).first()
    return _detail(row, side=Side.CREATOR, now=now) if row else None


def member_offer(*, user: User, offer_id: int, now: datetime) -> OfferDetail | None:
    """Return an offer of the person's brands; None for another brand's."""
    row = selector.offers_of_member(user).filter(pk=offer_id).first()
    return _detail(row, side=Side.BRAND, now=now) if row else None


def new_offer(*, user: User, campaign_id: int, creator_id: int, now: datetime) -> NewOffer | None:
    """Return what a brand reads before it asks a creator; None for another brand's campaign."""
    campaign = campaigns_of(user).filter(pk=campaign_id).first()
    creator = Creator.objects.select_related("user").filter(pk=creator_id).first()
    if campaign is None or creator is None:
        return None
    known = Offer.objects.filter(campaign__brand_id=campaign.brand_id, creator=creator).exists()
    if not known and not can_be_found([creator_id], brand_id=campaign.brand_id):
        return None
    _policy, terms = terms_at(at=now)
    there = Offer.objects.filter(
        campaign=campaign, creator=creator, state__in=[state.value for state in OPEN]
    )
    return NewOffer(
        campaign_id=campaign.pk,
        campaign_name=campaign.name,
        campaign_is_open=campaign.state == Campaign.State.OPEN,
        campaign_ends_on=campaign.ends_on,
        creator_id=creator.pk,
        creator_name=creator.display_name or str(creator),
        creator_handle=creator.handle,
        currency=rewards.house_currency(now=now),
        commission=str(terms.commission),
        least_commission=terms.least_commission,
        answer_days=terms.answer_days,
        budget=campaign.budget,
        left=None if campaign.budget is None else campaign.budget - money.bound_by(campaign),
        suggested=campaign.per_creator_budget,
        is_available=_can_be_asked(creator, campaign),
        has_account=creator.user_id is not None,
        open_offer_id=there.values_list("pk", flat=True).first(),
    )


def campaign_report(*, user: User, campaign_id: int) -> CampaignReport | None:
    """Return what a campaign of the person's brands brought; None for another brand's."""
    campaign = campaigns_of(user).filter(pk=campaign_id).first()
    return offer_results.report_of(campaign) if campaign else None


def deliverable_videos(*, user: User, offer_id: int) -> tuple[tuple[int, str], ...]:
    """Return the creator's videos that could be delivered, newest first: number and caption."""
    row = selector.offers_seen_by(user).filter(pk=offer_id, creator__user_id=user.pk).first()
    if row is None or row.accepted_at is None:
        return ()
    there = row.deliveries.values("video_id")
    videos = Video.objects.filter(creator_id=row.creator_id, posted_at__gte=row.accepted_at)
    rows = videos.exclude(pk__in=there).order_by("-posted_at", "-pk")[:DELIVERABLE]
    return tuple((one.pk, one.caption or _("Video without a caption")) for one in rows)


def answer_reasons(*, act: str, side: str) -> tuple[tuple[str, str], ...]:
    """Return the reasons that go with an act of a side, code and words; empty for none."""
    return tuple((code, _(words)) for code, words in reasons_for(Act(act), side=Side(side)).items())


def _page(
    rows: QuerySet[Offer],
    *,
    side: Side,
    cursor: int | None,
    limit: int,
    least: int | None,
) -> OfferPage:
    start = cursor or 0
    waiting = rows.filter(state__in=selector.WAITS_FOR[side.value]).count()
    page = list(selector.waiting_first(rows, side=side)[start : start + limit + 1])
    return OfferPage(
        rows=tuple(selector.facts_of(one, least_fee=least) for one in page[:limit]),
        next_cursor=start + limit if len(page) > limit else None,
        waiting=waiting,
    )


def _detail(offer: Offer, *, side: Side, now: datetime) -> OfferDetail:
    brand = offer.campaign.brand
    least = None
    if side is Side.CREATOR:
        least = selector.least_fees([offer.creator_id]).get(offer.creator_id)
    return OfferDetail(
        offer=selector.facts_of(offer, least_fee=least),
        brand_about=brand.about,
        brand_website=brand.website,
        brand_is_verified=brand.is_verified,
        campaign_goals=offer.campaign.goals,
        acts=selector.acts_of(offer, side=side, now=now),
        steps=selector.steps_of(offer),
        messages=selector.messages_of(offer),
        deliveries=tuple(offer_results.deliveries_of([offer.pk])[offer.pk]),
        why=_for(side, _why(offer, side=side, now=now)),
        confirm_by=_confirm_by(offer),
        is_available=_is_here(offer.creator),
        has_account=offer.creator.user_id is not None,
        can_write=pace.takes_messages(offer, side=side, now=now),
        campaign_ends_on=offer.campaign.ends_on,
    )


def _why(offer: Offer, *, side: Side, now: datetime) -> OfferReasons | None:
    """Why then; where no run was finished then, why now, while the offer is open."""
    to_creator = side is Side.CREATOR
    kept = selector.why_of(offer.reasons, is_kept=True, to_creator=to_creator)
    if kept is not None or State(offer.state) not in OPEN:
        return kept
    known = making.reasons_of(offer.campaign_id, offer.creator_id, now=now)
    return selector.why_of(known, is_kept=False, to_creator=to_creator)


def _for(side: Side, why: OfferReasons | None) -> OfferReasons | None:
    """Keep the brand's budget, which the words about the price name, from the creator."""
    if why is None or side is not Side.CREATOR:
        return why
    return replace(why, lines=tuple(one for one in why.lines if one.factor != "price"))


def _confirm_by(offer: Offer) -> datetime | None:
    if offer.delivered_at is None or offer.state != Offer.State.DELIVERED:
        return None
    after: timedelta = terms_of_offer(offer).confirm_after
    return offer.delivered_at + after


def _is_here(creator: Creator) -> bool:
    """Whether the account is there; that people look at it is nothing for the other side."""
    return not creator.is_gone and (creator.user is None or creator.user.is_active)


def _can_be_asked(creator: Creator, campaign: Campaign) -> bool:
    try:
        parties.check_can_be_asked(creator, campaign=campaign)
    except Unavailable:
        return False
    return True
