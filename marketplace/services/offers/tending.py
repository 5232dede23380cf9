"""What time does to offers: answers and work that never came, and work nobody objected to.

And what follows from a brief that was closed or a brand that was suspended.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import structlog
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from marketplace.domain.offers.states import WAITING, Act, Side
from marketplace.domain.offers.terms import GIVEN_UP_AFTER, USUAL_WORK
from marketplace.models import Campaign, Offer
from marketplace.services.offers import money
from marketplace.services.offers.moves import Change, Move, Table, make
from marketplace.services.offers.refusals import OfferRefused
from marketplace.services.offers.terms import terms_of_offer
from marketplace.services.offers.working import settle_in_full

log = structlog.get_logger(__name__)


class CampaignGoesOn(Exception):
    """The reason to take an offer back is gone."""


def tend(*, now: datetime) -> int:
    """Take back what waits in closed campaigns, expire offers without an answer, complete what was
    silently agreed, and give up work that nobody showed long after its day; return how many.

    Each is a transaction of its own: one that was answered meanwhile, or that fails, is left alone
    and holds up no other.
    """
    return sum(_try(pk, act, now=now) for pk, act in list(_due(now=now)))


def _due(*, now: datetime) -> Iterator[tuple[int, Act]]:
    waiting = [state.value for state in WAITING]
    late = Offer.objects.filter(state__in=waiting, deadline__lte=now)
    shown = Offer.objects.filter(state=Offer.State.DELIVERED, delivered_at__lt=now)
    due_by = Coalesce(F("deliver_by"), F("accepted_at") + USUAL_WORK)
    left = Offer.objects.filter(state=Offer.State.ACCEPTED).annotate(due_by=due_by)
    stopped = Offer.objects.filter(
        Q(campaign__brand__suspended_at__isnull=False) | Q(campaign__state=Campaign.State.CLOSED),
        state__in=waiting,
    )
    for rows, act in (
        (stopped, Act.WITHDRAW),
        (late, Act.EXPIRE),
        (shown, Act.COMPLETE),
        (left.filter(due_by__lte=now - GIVEN_UP_AFTER), Act.CANCEL),
    ):
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            yield pk, act


def _try(offer_id: int, act: Act, *, now: datetime) -> int:
    try:
        offer = Offer.objects.select_related("policy", "campaign__brand").get(pk=offer_id)
        if act is Act.COMPLETE and not _is_silence(offer, now=now):
            return 0
        return int(make(_move(offer, act, now=now), CHANGES[act]).is_new)
    except CampaignGoesOn:
        log.info("campaign_goes_on", offer=offer_id)
    except OfferRefused as refusal:
        log.info("offer_not_tended", offer=offer_id, code=refusal.code)
    except Exception:
        log.exception("offer_not_tended", offer=offer_id)
    return 0


def _is_silence(offer: Offer, *, now: datetime) -> bool:
    delivered_at = offer.delivered_at
    return delivered_at is not None and now >= delivered_at + terms_of_offer(offer).confirm_after


def _move(offer: Offer, act: Act, *, now: datetime) -> Move:
    return Move(
        act=act,
        side=Side.RULE,
        offer_id=offer.pk,
        actor=None,
        now=now,
        version=None if act in (Act.EXPIRE, Act.WITHDRAW) else offer.version,
        reason=_why(offer, act),
    )


def _why(offer: Offer, act: Act) -> str:
    if act is Act.WITHDRAW and not offer.campaign.brand.is_suspended:
        return "closed"
    return REASONS[act]


def _release(table: Table) -> None:
    money.release(table.offer, actor=None, now=table.move.now)


def _if_stopped(table: Table) -> None:
    """What was opened again meanwhile goes on."""
    campaign = table.campaign
    if campaign.state != Campaign.State.CLOSED and not campaign.brand.is_suspended:
        raise CampaignGoesOn


def _nothing(table: Table) -> None:
    """An offer without an answer takes nothing with it: nothing was committed."""


CHANGES: Final[dict[Act, Change]] = {
    Act.EXPIRE: _nothing,
    Act.WITHDRAW: _if_stopped,
    Act.COMPLETE: settle_in_full,
    Act.CANCEL: _release,
}
REASONS: Final = {
    Act.EXPIRE: "",
    Act.WITHDRAW: "suspended",
    Act.COMPLETE: "silence",
    Act.CANCEL: "not_delivered",
}
