"""After both agreed: deliver, say it is done, cancel, or ask a person to look."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from creatorspark.core.models import User, Video
from marketplace.domain.offers.states import Act, Side
from marketplace.models import Delivery, Offer
from marketplace.services.offers import money
from marketplace.services.offers.answering import checked
from marketplace.services.offers.moves import Move, Receipt, Table, make
from marketplace.services.offers.refusals import BadTerms

MOST_VIDEOS: Final = 20


def deliver(
    offer_id: int,
    *,
    video_ids: Collection[int],
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Show what was made: videos of the creator, posted since the offer was accepted."""

    def change(table: Table) -> None:
        _add_videos(table.offer, wanted=set(video_ids), now=now)
        table.offer.delivered_at = now

    def is_same(offer: Offer) -> bool:
        there = offer.deliveries.values_list("video_id", flat=True)
        return set(video_ids) <= set(there)

    move = Move(
        act=Act.DELIVER,
        side=Side.CREATOR,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        text=text,
    )
    return make(move, change, is_same=is_same)


def _add_videos(offer: Offer, *, wanted: set[int], now: datetime) -> None:
    there = set(offer.deliveries.values_list("video_id", flat=True))
    new = sorted(wanted - there)
    if not new:
        raise BadTerms(_("Choose at least one video to deliver. Nothing was changed."))
    if len(new) + len(there) > MOST_VIDEOS:
        raise BadTerms(
            _("An offer takes up to %(n)d videos. Nothing was changed.") % {"n": MOST_VIDEOS}
        )
    theirs = Video.objects.filter(
        pk__in=new, creator_id=offer.creator_id, posted_at__gte=offer.accepted_at
    )
    if theirs.count() != len(new):
        raise BadTerms(
            _(
                "A video counts for an offer when it is yours and was posted after you agreed. "
                "Nothing was changed; choose again."
            )
        )
    elsewhere = Delivery.objects.filter(video_id__in=new).exclude(
        offer__state=Offer.State.CANCELLED
    )
    if elsewhere.exists():
        raise BadTerms(
            _("One of these videos was delivered for another offer. Nothing was changed.")
        )
    Delivery.objects.bulk_create(
        Delivery(offer=offer, video_id=video_id, delivered_at=now) for video_id in new
    )


def complete(offer_id: int, *, text: str = "", version: int, actor: User, now: datetime) -> Receipt:
    """Say that the work is done, as the brand: the fee and the commission are owed from now on."""
    move = Move(
        act=Act.COMPLETE,
        side=Side.BRAND,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        text=text,
    )
    return make(move, settle_in_full)


def settle_in_full(table: Table) -> None:
    """Settle all of what was agreed."""
    offer, move = table.offer, table.move
    finish(offer, fee=offer.amount or 0, commission=offer.commission or 0, move=move)


def finish(offer: Offer, *, fee: int, commission: int, move: Move) -> None:
    """Settle an offer and approve what was delivered."""
    money.settle(offer, fee=fee, commission=commission, actor=move.actor, now=move.now)
    offer.completed_at = move.now
    offer.deliveries.filter(approved_at=None).update(approved_at=move.now)


def cancel(
    offer_id: int,
    *,
    side: Side,
    reason: str,
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """End accepted work; the promise is released. A brand can once the day of delivery is over."""

    def change(table: Table) -> None:
        table.offer.answer_reason = checked(reason, act=Act.CANCEL, side=side)
        money.release(table.offer, actor=actor, now=now)

    move = Move(
        act=Act.CANCEL,
        side=side,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        text=text,
    )
    return make(move, change)


def dispute(
    offer_id: int,
    *,
    side: Side,
    reason: str,
    text: str,
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Ask a person to look: the promise stays as it is until they decide."""

    def change(table: Table) -> None:
        checked(reason, act=Act.DISPUTE, side=side)
        if not text.strip():
            raise BadTerms(
                _("Write what is wrong: the person who decides reads it. Nothing was changed.")
            )

    move = Move(
        act=Act.DISPUTE,
        side=side,
        offer_id=offer_id,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        text=text,
    )
    return make(move, change)
