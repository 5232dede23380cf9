"""One move in an offer's life: lock, check, change, step, audit, message; all of it or nothing.

Rows are locked in one order everywhere: the creator, the campaign, the offer, the brand, the
membership.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from marketplace.domain.offers.states import Act, Hurdle, Side, Standing, State, hurdle, state_after
from marketplace.models import Campaign, Offer, OfferMessage, OfferStep
from marketplace.services.offers import announcing, telling
from marketplace.services.offers.parties import check_speaks
from marketplace.services.offers.refusals import (
    NoSuchOffer,
    NotNow,
    OfferChanged,
    TooEarly,
    TooLate,
)

LONGEST_TEXT = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What one side wants to do to an offer.

    `version` is that of the offer they read; None for whoever didn't read one (staff, the clock).
    `reason` is a code, `text` words for the other side, kept as a message, `amount` the fee that
    is named with it, in minor units.
    """

    act: Act
    side: Side
    offer_id: int
    actor: User | None
    now: datetime
    version: int | None = None
    amount: int | None = None
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """What lies on the table while rows are locked."""

    offer: Offer
    campaign: Campaign
    creator: Creator
    move: Move


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The offer after a move, and whether this call made it."""

    offer_id: int
    version: int
    state: str
    is_new: bool


Change = Callable[[Table], None]


def make(
    move: Move,
    change: Change = lambda table: None,
    *,
    is_same: Callable[[Offer], bool] = lambda offer: True,
) -> Receipt:
    """Make a move; `change` does what belongs to it, and may still refuse.

    The same move of the same person again (a second click, a retry) changes nothing; `is_same`
    compares what only this kind of move brings along. Raises OfferRefused.
    """
    with transaction.atomic():
        table = _lock(move)
        offer = table.offer
        check_speaks(move.side, offer=offer, creator=table.creator, actor=move.actor)
        if _was_made(move, offer) and is_same(offer):
            return _receipt(offer, is_new=False)
        if move.version is not None and move.version != offer.version:
            raise OfferChanged
        before = State(offer.state)
        after = _check(move, offer)
        change(table)
        _write(offer, move=move, before=before, after=after)
        return _receipt(offer, is_new=True)


def end(offer: Offer, *, move: Move) -> None:
    """Cancel an offer from any open state, because its creator leaves; the caller has locked."""
    _write(offer, move=move, before=State(offer.state), after=State.CANCELLED)


def _write(offer: Offer, *, move: Move, before: State, after: State) -> None:
    offer.state = after.value
    offer.version += 1
    offer.updated_at = move.now
    offer.save()
    record(offer, move=move, before=before)


def record(offer: Offer, *, move: Move, before: State | None) -> None:
    """Write the step, the words, the audit entry and the messages of a move that was made."""
    step = OfferStep.objects.create(
        offer=offer,
        before=before.value if before else "",
        state=offer.state,
        amount=offer.settled if offer.settled is not None else offer.amount,
        currency=offer.currency if offer.amount is not None else "",
        reason=move.reason,
        actor=move.actor,
        at=move.now,
    )
    text = _words_of(move)
    if text and move.side is not Side.RULE:
        OfferMessage.objects.create(
            offer=offer, side=move.side.value, author=move.actor, text=text, at=move.now
        )
    audit.record(
        f"marketplace.offer.{move.act.value}",
        target=offer,
        actor=move.actor,
        before={"state": before.value} if before else None,
        after={
            "state": offer.state,
            "version": offer.version,
            "amount": offer.amount,
            "commission": offer.commission,
            "settled": offer.settled,
            "reason": move.reason,
        },
    )
    telling.tell(offer, step=step, side=move.side, text=text, now=move.now)
    announcing.announce(offer, step=step)


def _lock(move: Move) -> Table:
    known = Offer.objects.filter(pk=move.offer_id).values_list("creator_id", "campaign_id").first()
    if known is None:
        raise NoSuchOffer
    creator = Creator.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    person = creator.get(pk=known[0])
    campaign = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("brand")
    brief = campaign.get(pk=known[1])
    offer = (
        Offer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("policy")
        .get(pk=move.offer_id)
    )
    if offer.creator_id != person.pk:
        # Two profiles became one between the look and the lock.
        raise OfferChanged
    offer.campaign, offer.creator = brief, person
    return Table(offer=offer, campaign=brief, creator=person, move=move)


def _was_made(move: Move, offer: Offer) -> bool:
    """Say whether this very move was made before: one version on, there, by the same person."""
    if move.version is None or move.actor is None or offer.version != move.version + 1:
        return False
    last = OfferStep.objects.filter(offer=offer).order_by("pk").last()
    if last is None or last.actor_id != move.actor.pk or not last.before:
        return False
    same = (
        last.reason == move.reason
        and move.amount in (None, last.amount)
        and _words_with(last) == _words_of(move)
    )
    led = state_after(move.act, side=move.side, state=State(last.before))
    return same and led is not None and led.value == last.state == offer.state


def _words_with(step: OfferStep) -> str:
    """Return what was written with a step; "" for nothing."""
    rows = OfferMessage.objects.filter(offer=step.offer_id, author=step.actor_id, at=step.at)
    return rows.order_by("pk").values_list("text", flat=True).first() or ""


def _words_of(move: Move) -> str:
    return move.text.strip()[:LONGEST_TEXT]


def _check(move: Move, offer: Offer) -> State:
    standing = Standing(
        state=State(offer.state), deadline=offer.deadline, deliver_by=offer.deliver_by
    )
    found = hurdle(move.act, side=move.side, standing=standing, now=move.now)
    if found is Hurdle.TOO_LATE:
        raise TooLate
    if found is Hurdle.TOO_EARLY:
        raise TooEarly
    after = state_after(move.act, side=move.side, state=standing.state)
    if found is not None or after is None:
        raise NotNow(str(offer.get_state_display()))
    return after


def _receipt(offer: Offer, *, is_new: bool) -> Receipt:
    return Receipt(offer_id=offer.pk, version=offer.version, state=offer.state, is_new=is_new)
