"""Which offers a person may know of, and what is told of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from marketplace.domain.matching.explaining import Factor
from marketplace.domain.offers.facts import (
    MessageFacts,
    OfferFacts,
    OfferReasons,
    ReasonLine,
    StepFacts,
)
from marketplace.domain.offers.reasons import WORDS
from marketplace.domain.offers.states import WAITING, Act, Side, Standing, State, possible
from marketplace.models import BrandMember, Campaign, Listing, Offer, OfferMessage, OfferStep
from marketplace.selectors.saying import YOUR_LABELS

TURNS: Final[Mapping[str, str]] = {
    "invited": "creator",
    "offered": "creator",
    "countered": "brand",
    "accepted": "creator",
    "delivered": "brand",
    "disputed": "staff",
}
# What leads an offer on towards a promise.
TALKING: Final = frozenset({Act.OFFER, Act.COUNTER, Act.ACCEPT})
WAITS_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    side: tuple(state for state, turn in TURNS.items() if turn == side)
    for side in ("brand", "creator", "staff")
}


def offers_of_member(user: Any) -> QuerySet[Offer]:
    """Return the offers of the brands that a person speaks for now."""
    if user.pk is None:
        return Offer.objects.none()
    mine = BrandMember.objects.filter(
        brand=OuterRef("campaign__brand"), user_id=user.pk, left_at=None
    )
    return _rows().filter(Exists(mine))


def offers_of_creator(creator_id: int | None) -> QuerySet[Offer]:
    """Return the offers to a creator."""
    return _rows().filter(creator_id=creator_id) if creator_id else Offer.objects.none()


def offers_seen_by(user: Any) -> QuerySet[Offer]:
    """Return the offers of either side that a person is on; all for staff."""
    if isinstance(user, User) and user.is_staff:
        return _rows()
    if user.pk is None:
        return Offer.objects.none()
    mine = BrandMember.objects.filter(
        brand=OuterRef("campaign__brand"), user_id=user.pk, left_at=None
    )
    return _rows().filter(Q(creator__user_id=user.pk) | Exists(mine))


def waiting_first(rows: QuerySet[Offer], *, side: Side) -> QuerySet[Offer]:
    """Order offers: those that wait for a side first, then the newest."""
    waits = Case(
        When(state__in=WAITS_FOR.get(side.value, ()), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.annotate(waits=waits).order_by("waits", "-updated_at", "-pk")


def _rows() -> QuerySet[Offer]:
    return Offer.objects.select_related("campaign__brand", "creator__user", "policy")


def side_of(offer: Offer, *, user: User) -> Side | None:
    """Return the side on which a person is, None for strangers."""
    if offer.creator.user_id == user.pk:
        return Side.CREATOR
    seats = BrandMember.objects.filter(
        brand_id=offer.campaign.brand_id, user_id=user.pk, left_at=None
    )
    if seats.exists():
        return Side.BRAND
    return Side.STAFF if user.is_staff else None


def least_fees(creator_ids: Sequence[int]) -> dict[int, int]:
    """Return what creators ask for at least, in minor units; for their own eyes."""
    rows = Listing.objects.filter(creator_id__in=creator_ids, least_fee__isnull=False)
    return {row.creator_id: row.least_fee or 0 for row in rows}


def facts_of(offer: Offer, *, least_fee: int | None = None) -> OfferFacts:
    """Return an offer as a list shows it; `least_fee` only where the creator reads."""
    settled = offer.settled is not None
    fee = offer.settled if settled else offer.amount
    return OfferFacts(
        offer_id=offer.pk,
        version=offer.version,
        state=offer.state,
        state_label=str(offer.get_state_display()),
        turn=TURNS.get(offer.state, ""),
        campaign_id=offer.campaign_id,
        campaign_name=offer.campaign.name,
        brand_id=offer.campaign.brand_id,
        brand_name=offer.campaign.brand.name,
        creator_id=offer.creator_id,
        creator_name=offer.creator.display_name or str(offer.creator),
        creator_handle=offer.creator.handle,
        fee=fee,
        commission=offer.settled_commission if settled else offer.commission,
        agreed=offer.amount if offer.accepted_at else None,
        currency=offer.currency,
        is_settled=settled,
        is_paid=offer.paid_at is not None,
        is_below_least=bool(least_fee and offer.amount is not None and offer.amount < least_fee),
        wish=offer.wish,
        deadline=offer.deadline,
        deliver_by=offer.deliver_by,
        created_at=offer.created_at,
        updated_at=offer.updated_at,
        accepted_at=offer.accepted_at,
        completed_at=offer.completed_at,
    )


def acts_of(offer: Offer, *, side: Side, now: datetime) -> tuple[str, ...]:
    """Return what a side can do now. What waits in a closed campaign is about to be taken back."""
    standing = Standing(
        state=State(offer.state), deadline=offer.deadline, deliver_by=offer.deliver_by
    )
    acts = possible(side, standing=standing, now=now)
    if standing.state in WAITING and _is_over(offer):
        acts = tuple(act for act in acts if act not in TALKING)
    return tuple(act.value for act in acts)


def _is_over(offer: Offer) -> bool:
    return offer.campaign.state == Campaign.State.CLOSED or offer.campaign.brand.is_suspended


def steps_of(offer: Offer) -> tuple[StepFacts, ...]:
    """Return an offer's timeline, oldest first."""
    rows = OfferStep.objects.filter(offer=offer).select_related("actor").order_by("pk")
    return tuple(
        StepFacts(
            state=row.state,
            label=str(row.get_state_display()),
            amount=row.amount,
            currency=row.currency,
            reason=_(WORDS[row.reason]) if row.reason in WORDS else "",
            by=_who(row, offer),
            at=row.at,
        )
        for row in rows
    )


def _who(step: OfferStep, offer: Offer) -> str:
    """Name whoever made a step, without an e-mail address."""
    if step.actor_id is None:
        return _("by the clock")
    if step.actor_id == offer.creator.user_id:
        return offer.creator.display_name or str(offer.creator)
    if step.reason == "staff":
        return _("Our staff")
    name = step.actor.display_name if step.actor else ""
    return name or offer.campaign.brand.name


def messages_of(offer: Offer) -> tuple[MessageFacts, ...]:
    """Return what was written, oldest first; words that were forgotten are left out."""
    rows = OfferMessage.objects.filter(offer=offer).select_related("author").order_by("pk")
    names = {
        "brand": offer.campaign.brand.name,
        "creator": offer.creator.display_name or str(offer.creator),
        "staff": _("Our staff"),
    }
    return tuple(
        MessageFacts(
            side=row.side,
            author=_author(row, names[row.side]),
            text=row.text,
            at=row.at,
        )
        for row in rows
        if row.text
    )


def _author(row: OfferMessage, side: str) -> str:
    if row.side != "brand" or row.author is None or not row.author.display_name:
        return side
    return _("%(person)s, %(brand)s") % {"person": row.author.display_name, "brand": side}


def why_of(
    kept: Mapping[str, Any], *, is_kept: bool, to_creator: bool = False
) -> OfferReasons | None:
    """Return why this creator, from what was kept or is known; None when no match is known.

    `to_creator` says it as the creator reads it, as far as that was kept.
    """
    if not kept.get("lines"):
        return None
    return OfferReasons(
        run=int(kept.get("run", 0)),
        is_kept=is_kept,
        score=float(kept.get("score", 0)),
        lines=tuple(
            ReasonLine(
                factor=str(line["factor"]),
                label=_label(line, to_creator=to_creator),
                weight=float(line["weight"]),
                value=float(line["value"]),
                sentence=str((to_creator and line.get("yours")) or line["sentence"]),
            )
            for line in kept["lines"]
        ),
        warnings=tuple(
            str(one)
            for one in ((to_creator and kept.get("your_warnings")) or kept.get("warnings", ()))
        ),
    )


def _label(line: Mapping[str, Any], *, to_creator: bool) -> str:
    if to_creator and line["factor"] in set(Factor):
        return str(YOUR_LABELS[Factor(line["factor"])])
    return str(line["label"])
