"""Talking about an offer until both agree or one doesn't want to."""

from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.models import User
from marketplace.domain.offers.reasons import reasons_for
from marketplace.domain.offers.states import Act, Side
from marketplace.domain.offers.terms import USUAL_WORK
from marketplace.models import Campaign, Offer
from marketplace.services.offers import money
from marketplace.services.offers.making import (
    house_currency,
    put_on_table,
    set_days,
    usual_deadline,
)
from marketplace.services.offers.moves import Move, Receipt, Table, make
from marketplace.services.offers.pace import check_rounds
from marketplace.services.offers.parties import (
    check_can_agree,
    check_can_be_asked,
    check_goes_on,
    check_may_ask,
    check_not_held,
    check_someone_speaks,
)
from marketplace.services.offers.refusals import BadTerms, CampaignNotOpen, CampaignOver
from marketplace.services.offers.terms import terms_at, terms_of_offer


def offer_fee(
    offer_id: int,
    *,
    amount: int,
    deadline: datetime | None = None,
    deliver_by: datetime | None = None,
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Name a fee on an invitation, or change what was offered. Raises OfferRefused."""

    def change(table: Table) -> None:
        check_may_ask(table.campaign.brand)
        if table.campaign.state != Campaign.State.OPEN:
            raise CampaignNotOpen
        check_can_be_asked(table.creator, campaign=table.campaign)
        offer = table.offer
        check_rounds(offer)
        offer.policy, terms = terms_at(at=now)
        until = deadline or usual_deadline(table.campaign, terms=terms, now=now)
        set_days(offer, deadline=until, deliver_by=deliver_by or offer.deliver_by, now=now)
        put_on_table(offer, amount, campaign=table.campaign, now=now)

    def is_same(offer: Offer) -> bool:
        return deadline in (None, offer.deadline) and deliver_by in (None, offer.deliver_by)

    move = Move(
        act=Act.OFFER,
        side=Side.BRAND,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        amount=amount,
        text=text,
    )
    return make(move, change, is_same=is_same)


def counter(
    offer_id: int, *, amount: int, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Name one's own fee, as the creator; the brand has the days of the policy to answer."""

    def change(table: Table) -> None:
        check_not_held(table.creator)
        check_goes_on(table.campaign)
        offer = table.offer
        check_rounds(offer)
        money.set_fee(
            offer,
            amount,
            currency=house_currency(table.campaign, now=now),
            sentence=_("Name a fee above zero, up to ten million. Nothing was sent."),
        )
        offer.deadline = usual_deadline(table.campaign, terms=terms_of_offer(offer), now=now)
        if offer.deadline <= now:
            raise CampaignOver
        # The brand accepts a fee together with a day that both can read.
        offer.deliver_by = max(offer.deliver_by or offer.deadline + USUAL_WORK, offer.deadline)

    move = Move(
        act=Act.COUNTER,
        side=Side.CREATOR,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        amount=amount,
        text=text,
    )
    return make(move, change)


def accept(
    offer_id: int, *, side: Side, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Agree to what is on the table; the fee and the commission are committed in the ledger.

    The creator accepts an offer, the brand a counter-offer. Twice is once. Raises OfferRefused.
    """

    def change(table: Table) -> None:
        offer = table.offer
        check_goes_on(table.campaign)
        if side is Side.CREATOR:
            check_not_held(table.creator)
            check_someone_speaks(table.campaign.brand_id)
        else:
            check_may_ask(table.campaign.brand)
            check_can_agree(table.creator)
            money.check_budget(table.campaign, offer=offer)
        offer.accepted_at = now
        offer.deliver_by = offer.deliver_by or now + USUAL_WORK
        money.commit(offer, actor=actor, now=now)

    move = Move(
        act=Act.ACCEPT,
        side=side,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        text=text,
    )
    return make(move, change)


def decline(
    offer_id: int,
    *,
    side: Side,
    reason: str,
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Say no with a reason: the creator to what was asked, the brand to a counter-offer."""
    return _say_no(
        Move(
            act=Act.DECLINE,
            side=side,
            offer_id=offer_id,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            text=text,
        )
    )


def withdraw(
    offer_id: int, *, reason: str, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Take back an invitation or an offer nobody has answered, as the brand."""
    return _say_no(
        Move(
            act=Act.WITHDRAW,
            side=Side.BRAND,
            offer_id=offer_id,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            text=text,
        )
    )


def _say_no(move: Move) -> Receipt:
    def change(table: Table) -> None:
        table.offer.answer_reason = checked(move.reason, act=move.act, side=move.side)

    return make(move, change)


def checked(reason: str, *, act: Act, side: Side) -> str:
    """Return a reason that one can give. Raises BadTerms."""
    if reason not in reasons_for(act, side=side):
        raise BadTerms(_("Choose one of the reasons. Nothing was changed."))
    return reason
