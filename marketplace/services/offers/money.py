"""The money of an offer: what a budget still carries, and what the ledger is told."""

from datetime import datetime

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from creatorspark.core.models import User
from marketplace.domain.offers.states import BINDING
from marketplace.domain.offers.terms import LARGEST_FEE
from marketplace.models import Campaign, Offer
from marketplace.services.offers.refusals import BadTerms, OverBudget
from marketplace.services.offers.terms import terms_of
from rewards import interface as rewards


def reference(offer: Offer) -> tuple[str, str]:
    """Name an offer to the ledger."""
    return ("marketplace.offer", str(offer.pk))


def set_fee(offer: Offer, amount: int, *, currency: str, sentence: str) -> None:
    """Put a fee on an offer, with the commission of its policy. Raises BadTerms(sentence)."""
    if not 0 < amount <= LARGEST_FEE:
        raise BadTerms(sentence)
    offer.amount = amount
    offer.currency = currency
    offer.commission = terms_of(offer.policy).commission_on(amount)


def check_budget(campaign: Campaign, *, offer: Offer) -> None:
    """Raise OverBudget when an offer and all that binds the brand cost more than the budget.

    The campaign is locked, so that two offers at once can't both take the last of it.
    """
    if campaign.budget is None:
        return
    cost = (offer.amount or 0) + (offer.commission or 0)
    left = campaign.budget - bound_by(campaign, without=offer)
    if cost > left:
        raise OverBudget(cost=cost, left=left, currency=campaign.currency)


def bound_by(campaign: Campaign, *, without: Offer | None = None) -> int:
    """Return what a brand's promises of a campaign cost, commission included, in minor units."""
    rows = Offer.objects.filter(campaign=campaign, state__in=[state.value for state in BINDING])
    if without is not None and without.pk is not None:
        rows = rows.exclude(pk=without.pk)
    total = rows.aggregate(
        total=Sum(
            Coalesce(F("settled"), F("amount"), 0)
            + Coalesce(F("settled_commission"), F("commission"), 0)
        )
    )["total"]
    return int(total or 0)


def commit(offer: Offer, *, actor: User | None, now: datetime) -> None:
    """Write the brand's promise into the ledger, once."""
    rewards.commit_fee(
        creator_id=offer.creator_id,
        reference=reference(offer),
        fee=offer.amount or 0,
        commission=offer.commission or 0,
        currency=offer.currency,
        actor_id=actor.pk if actor else None,
        now=now,
    )


def release(offer: Offer, *, actor: User | None, now: datetime) -> None:
    """End the promise; nothing is owed."""
    rewards.release_commitment(
        creator_id=offer.creator_id,
        reference=reference(offer),
        actor_id=actor.pk if actor else None,
        now=now,
    )


def settle(offer: Offer, *, fee: int, commission: int, actor: User | None, now: datetime) -> None:
    """End the promise; the fee and the commission are owed."""
    offer.settled, offer.settled_commission = fee, commission
    rewards.fulfil_commitment(
        creator_id=offer.creator_id,
        reference=reference(offer),
        fee=fee,
        commission=commission,
        actor_id=actor.pk if actor else None,
        now=now,
    )
