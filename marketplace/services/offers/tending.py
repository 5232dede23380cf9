"""What time does to offers: answers that never came, and work that nobody objected to."""

from datetime import datetime

import structlog

from marketplace.domain.offers.states import WAITING, Act, Side
from marketplace.models import Offer
from marketplace.services.offers.moves import Move, Table, make
from marketplace.services.offers.refusals import OfferRefused
from marketplace.services.offers.terms import terms_of_offer
from marketplace.services.offers.working import settle_in_full

log = structlog.get_logger(__name__)


def tend(*, now: datetime) -> int:
    """Expire offers without an answer and complete what was silently agreed; return how many.

    Each is a transaction of its own, and one that was answered meanwhile is left alone.
    """
    return _expire(now=now) + _complete(now=now)


def _expire(*, now: datetime) -> int:
    waiting = [state.value for state in WAITING]
    rows = Offer.objects.filter(state__in=waiting, deadline__lte=now).order_by("pk")
    return sum(
        _try(Move(act=Act.EXPIRE, side=Side.RULE, offer_id=pk, actor=None, now=now))
        for pk in rows.values_list("pk", flat=True)
    )


def _complete(*, now: datetime) -> int:
    done = 0
    rows = Offer.objects.filter(state=Offer.State.DELIVERED, delivered_at__lt=now)
    for offer in rows.select_related("policy").order_by("pk"):
        delivered_at, after = offer.delivered_at, terms_of_offer(offer).confirm_after
        if delivered_at is None or now < delivered_at + after:
            continue
        move = Move(
            act=Act.COMPLETE,
            side=Side.RULE,
            offer_id=offer.pk,
            actor=None,
            now=now,
            version=offer.version,
            reason="silence",
        )
        done += _try(move)
    return done


def _try(move: Move) -> int:
    change = settle_in_full if move.act is Act.COMPLETE else _nothing
    try:
        return int(make(move, change).is_new)
    except OfferRefused as refusal:
        log.info("offer_not_tended", offer=move.offer_id, code=refusal.code)
        return 0


def _nothing(table: Table) -> None:
    """An offer that expires takes nothing with it: nothing was committed."""
