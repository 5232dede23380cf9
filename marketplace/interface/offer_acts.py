"""What each side can do to an offer, and what the house does.

Acts raise `OfferRefused`, whose text is a sentence for the person and whose `code` is for a
machine; nothing is written then. `version` is that of the offer the person read.
"""

from collections.abc import Collection
from datetime import datetime

from creatorspark.core.models import User
from marketplace.domain.offers.states import Side
from marketplace.services.offers import (
    answering,
    deciding,
    making,
    tending,
    working,
    writing,
)
from marketplace.services.offers.moves import Receipt
from marketplace.services.offers.refusals import (
    AlreadyOpen,
    NoSuchOffer,
    OfferChanged,
    OfferRefused,
)
from marketplace.services.offers.terms import ensure_terms

__all__ = [
    "AlreadyOpen",
    "NoSuchOffer",
    "OfferChanged",
    "OfferRefused",
    "Receipt",
    "accept_offer",
    "begin_offer",
    "cancel_offer",
    "complete_offer",
    "counter_offer",
    "decide_dispute",
    "decline_offer",
    "deliver_offer",
    "dispute_offer",
    "ensure_commission",
    "name_fee",
    "tend_offers",
    "withdraw_offer",
    "write_to_offer",
]


# Acts of a brand --------------------------------------------------------------------------------
def begin_offer(
    *,
    campaign_id: int,
    creator_id: int,
    amount: int | None,
    wish: str,
    deadline: datetime | None = None,
    deliver_by: datetime | None = None,
    actor: User,
    now: datetime,
) -> Receipt:
    """Ask a creator: with `amount` (minor units) an offer, without one an invitation."""
    return making.begin(
        campaign_id=campaign_id,
        creator_id=creator_id,
        amount=amount,
        wish=wish,
        deadline=deadline,
        deliver_by=deliver_by,
        actor=actor,
        now=now,
    )


def name_fee(
    *,
    offer_id: int,
    amount: int,
    deadline: datetime | None = None,
    deliver_by: datetime | None = None,
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Name a fee on an invitation, or change what was offered."""
    return answering.offer_fee(
        offer_id,
        amount=amount,
        deadline=deadline,
        deliver_by=deliver_by,
        text=text,
        version=version,
        actor=actor,
        now=now,
    )


def withdraw_offer(
    *, offer_id: int, reason: str, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Take back what nobody has answered."""
    return answering.withdraw(
        offer_id, reason=reason, text=text, version=version, actor=actor, now=now
    )


def complete_offer(
    *, offer_id: int, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Say that the work is done; the fee is owed."""
    return working.complete(offer_id, text=text, version=version, actor=actor, now=now)


# Acts of a creator ------------------------------------------------------------------------------
def counter_offer(
    *, offer_id: int, amount: int, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Name one's own fee."""
    return answering.counter(
        offer_id, amount=amount, text=text, version=version, actor=actor, now=now
    )


def deliver_offer(
    *,
    offer_id: int,
    video_ids: Collection[int],
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Show what was made."""
    return working.deliver(
        offer_id, video_ids=video_ids, text=text, version=version, actor=actor, now=now
    )


# Acts of both -----------------------------------------------------------------------------------
def accept_offer(
    *, offer_id: int, side: str, text: str = "", version: int, actor: User, now: datetime
) -> Receipt:
    """Agree to what the other side put on the table; it is committed in the ledger, once."""
    return answering.accept(
        offer_id, side=Side(side), text=text, version=version, actor=actor, now=now
    )


def decline_offer(
    *,
    offer_id: int,
    side: str,
    reason: str,
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Say no, with a reason that teaches the matching."""
    return answering.decline(
        offer_id,
        side=Side(side),
        reason=reason,
        text=text,
        version=version,
        actor=actor,
        now=now,
    )


def cancel_offer(
    *,
    offer_id: int,
    side: str,
    reason: str,
    text: str = "",
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """End accepted work; the promise is released."""
    return working.cancel(
        offer_id,
        side=Side(side),
        reason=reason,
        text=text,
        version=version,
        actor=actor,
        now=now,
    )


def dispute_offer(
    *,
    offer_id: int,
    side: str,
    reason: str,
    text: str,
    version: int,
    actor: User,
    now: datetime,
) -> Receipt:
    """Ask a person of the house to look and decide."""
    return working.dispute(
        offer_id,
        side=Side(side),
        reason=reason,
        text=text,
        version=version,
        actor=actor,
        now=now,
    )


def write_to_offer(*, offer_id: int, side: str, text: str, actor: User, now: datetime) -> int:
    """Write to the other side."""
    return writing.write(offer_id, side=Side(side), text=text, actor=actor, now=now)


# The house --------------------------------------------------------------------------------------
def decide_dispute(
    *, offer_id: int, amount: int, reason: str, actor: User, now: datetime
) -> Receipt:
    """Decide what the creator gets of what was agreed: from 0 to all of it."""
    return deciding.decide(offer_id, amount=amount, reason=reason, actor=actor, now=now)


def tend_offers(*, now: datetime) -> int:
    """Do what time does: expire what nobody answered, complete what nobody objected to."""
    return tending.tend(now=now)


def ensure_commission(*, now: datetime) -> None:
    """Put the usual commission in force where there is no policy for it."""
    ensure_terms(now=now)
