"""What staff do: decide disputes, cancel what can't go on, and write down a brand's payment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from marketplace.domain.offers.states import COMMITTED, Act, Side, State
from marketplace.domain.offers.terms import part_of
from marketplace.models import Offer
from marketplace.services.offers import money, telling
from marketplace.services.offers.moves import Move, Receipt, Table, make
from marketplace.services.offers.refusals import BadTerms, NoSuchOffer, OfferChanged
from marketplace.services.offers.working import finish
from rewards import interface as rewards

STAFF_REASON = "staff"


def decide(offer_id: int, *, amount: int, reason: str, actor: User, now: datetime) -> Receipt:
    """Decide a dispute: of what was agreed, `amount` minor units are owed; 0 is nothing."""
    if amount == 0:
        return stop(offer_id, reason=reason, actor=actor, now=now)
    return pay(offer_id, amount=amount, reason=reason, actor=actor, now=now)


def pay(offer_id: int, *, amount: int, reason: str, actor: User, now: datetime) -> Receipt:
    """Decide a dispute: the creator gets `amount` minor units, at most what was agreed.

    The commission shrinks with it; the rest is released.
    """

    def change(table: Table) -> None:
        offer = table.offer
        agreed = offer.amount or 0
        _check_words(reason)
        if not 0 < amount <= agreed:
            raise BadTerms(
                _("Decide on a sum above zero, up to what was agreed. Nothing was changed.")
            )
        commission = part_of(offer.commission or 0, due=amount, fee=agreed)
        finish(offer, fee=amount, commission=commission, move=table.move)

    move = Move(
        act=Act.PAY,
        side=Side.STAFF,
        offer_id=offer_id,
        actor=actor,
        now=now,
        reason=STAFF_REASON,
        text=reason,
    )
    return make(move, change)


def stop(offer_id: int, *, reason: str, actor: User, now: datetime) -> Receipt:
    """Decide a dispute: nothing is owed; the promise is released."""
    return _end(Act.STOP, offer_id, reason=reason, actor=actor, now=now)


def cancel(offer_id: int, *, reason: str, actor: User, now: datetime) -> Receipt:
    """Cancel an offer that can't go on, before anything was delivered."""
    return _end(Act.CANCEL, offer_id, reason=reason, actor=actor, now=now)


def _end(act: Act, offer_id: int, *, reason: str, actor: User, now: datetime) -> Receipt:
    def change(table: Table) -> None:
        _check_words(reason)
        if State(table.offer.state) in COMMITTED:
            money.release(table.offer, actor=actor, now=now)

    move = Move(
        act=act,
        side=Side.STAFF,
        offer_id=offer_id,
        actor=actor,
        now=now,
        reason=STAFF_REASON,
        text=reason,
    )
    return make(move, change)


def received(offer_id: int, *, actor: User, now: datetime) -> bool:
    """Write that the brand paid; the fee is a line of the creator's next statement.

    Return False when it was written before. Raises OfferRefused.
    """
    owner = Offer.objects.filter(pk=offer_id).values_list("creator_id", flat=True).first()
    if owner is None or not actor.is_staff:
        raise NoSuchOffer
    with transaction.atomic():
        creator = Creator.objects.select_for_update(no_key=True, of=("self",))
        person = creator.select_related("user").get(pk=owner)
        offers = Offer.objects.select_for_update(no_key=True, of=("self",))
        offer = offers.select_related("campaign__brand").get(pk=offer_id)
        if offer.creator_id != person.pk:
            # Two profiles became one between the look and the lock.
            raise OfferChanged
        offer.creator = person
        if offer.paid_at is not None:
            return False
        _receive(offer, actor=actor, now=now)
        offer.paid_at = offer.updated_at = now
        offer.save(update_fields=["paid_at", "updated_at"])
        audit.record(
            "marketplace.offer.received",
            target=offer,
            actor=actor,
            after={"fee": offer.settled, "commission": offer.settled_commission},
        )
        telling.tell_paid(offer, now=now)
    return True


def _receive(offer: Offer, *, actor: User, now: datetime) -> None:
    if offer.state != Offer.State.COMPLETED:
        raise BadTerms(_("Only completed work is owed. Nothing was changed."))
    reason = _("Fee from %(brand)s for “%(campaign)s”") % {
        "brand": offer.campaign.brand.name,
        "campaign": offer.campaign.name,
    }
    try:
        rewards.receive_fee(
            creator_id=offer.creator_id,
            reference=money.reference(offer),
            reason=reason[:500],
            actor=actor,
            now=now,
        )
    except rewards.CommitmentRefused as refusal:
        raise BadTerms(str(refusal)) from refusal


def _check_words(reason: str) -> None:
    if not reason.strip():
        raise BadTerms(_("Write the reason: both sides read it. Nothing was changed."))
