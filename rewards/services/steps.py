"""One step in a redemption's life: lock, check, refund where it ends, event, audit, message."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from fraud import interface as fraud
from rewards.domain.redemption import LEADS_TO, REFUNDING, Step, state_after
from rewards.ledger import services as ledger
from rewards.ledger.models import Transaction
from rewards.models import Redemption, RedemptionEvent, ShopItem
from rewards.services.refusals import CreatorOnHold, NoSuchRedemption, StepNotAllowed

GIVING_OUT = frozenset({Step.APPROVE, Step.FULFIL})


def take(
    step: Step, redemption_id: int, *, reason: str, actor: User | None, now: datetime
) -> Redemption:
    """Do one step and everything that belongs to it, in one transaction.

    Raises NoSuchRedemption, StepNotAllowed from a wrong state, and CreatorOnHold when something
    would be given out to a creator under a hold of everything.
    """
    with transaction.atomic():
        redemption, creator = _lock(redemption_id)
        state = state_after(
            step, state=redemption.state, state_before_hold=redemption.state_before_hold
        )
        if state is None:
            raise StepNotAllowed(state=redemption.get_state_display())
        if step in GIVING_OUT and _all_is_held(creator):
            raise CreatorOnHold
        before = redemption.state
        if step in REFUNDING:
            redemption.refund_id = _refund(redemption, actor=actor, now=now)
        redemption.state_before_hold = before if step is Step.HOLD else ""
        redemption.state = state
        redemption.updated_at = now
        redemption.save(update_fields=["state", "state_before_hold", "refund", "updated_at"])
        RedemptionEvent.objects.create(
            redemption=redemption, state=state, reason=reason, actor=actor, at=now
        )
        audit.record(
            f"rewards.redemption.{LEADS_TO.get(step, 'released')}",
            target=redemption,
            actor=actor,
            before={"state": before},
            after={"state": state, "reason": reason},
        )
        _tell(creator, redemption, step=step, reason=reason, now=now)
    return redemption


def _lock(redemption_id: int) -> tuple[Redemption, Creator]:
    """Lock the creator, then the redemption: the order in which every change of money locks."""
    owner = Redemption.objects.filter(pk=redemption_id).values_list("creator_id", flat=True).first()
    if owner is None:
        raise NoSuchRedemption
    creator = Creator.objects.select_for_update(no_key=True).get(pk=owner)
    redemption = Redemption.objects.select_for_update(of=("self",), no_key=True).select_related(
        "item"
    )
    return redemption.get(pk=redemption_id), creator


def _all_is_held(creator: Creator) -> bool:
    return any(
        hold.video_id is None and hold.period_start is None
        for hold in fraud.holds_for(creator_id=creator.pk)
    )


def _refund(redemption: Redemption, *, actor: User | None, now: datetime) -> int:
    """Post the payment backwards, put the item back, and pay what the creator owes."""
    payment = redemption.payment
    posted = ledger.post(
        ledger.Posting(
            kind=Transaction.Kind.REFUND,
            key=f"refund:{redemption.pk}",
            legs=tuple(
                ledger.Leg(entry.account_id, -entry.amount) for entry in payment.entries.all()
            ),
            reference=(payment.reference_type, payment.reference_id),
            reverses_id=payment.pk,
            memo=payment.memo,
        ),
        now=now,
        actor_id=actor.pk if actor else None,
    )
    ShopItem.objects.filter(pk=redemption.item_id, stock__isnull=False).update(stock=F("stock") + 1)
    ledger.settle_debts([redemption.creator_id], now=now)
    return posted.transaction_id


def _tell(
    creator: Creator, redemption: Redemption, *, step: Step, reason: str, now: datetime
) -> None:
    if creator.user is None or step is Step.CANCEL:
        return
    values = {
        "name": redemption.item.name,
        "points": number_format(redemption.amount, force_grouping=True),
    }
    title, body = _words(step)
    event = RedemptionEvent.objects.filter(redemption=redemption).count()
    notify(
        creator.user,
        key=f"rewards.redemption.{redemption.pk}.{step.value}.{event}",
        title=(title % values)[:200],
        body="\n\n".join(part for part in (body % values, reason) if part),
        now=now,
    )


def _words(step: Step) -> tuple[str, str]:
    return {
        Step.APPROVE: (
            _("“%(name)s” was approved"),
            _("It is on its way; we tell you when it is done."),
        ),
        Step.FULFIL: (_("“%(name)s” is done"), _("You paid %(points)s points for it. Enjoy!")),
        Step.REJECT: (
            _("“%(name)s” could not be given"),
            _("Your %(points)s points are back in your balance. This is why:"),
        ),
        Step.HOLD: (
            _("“%(name)s” is on hold"),
            _("Your %(points)s points stay set aside while a person looks. This is why:"),
        ),
        Step.RELEASE: (
            _("“%(name)s” is no longer on hold"),
            _("It goes on from where it was."),
        ),
    }[step]
