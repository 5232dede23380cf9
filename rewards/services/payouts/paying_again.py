"""Staff send a payout once more that the bank refused or gave back."""

from datetime import datetime

from django.db import transaction

from creatorspark.core.models import User
from rewards.domain.payout import WAITING_FOR_DETAILS, State
from rewards.models import Payout
from rewards.services.payouts.moves import Move, lock_creators, make
from rewards.services.payouts.refusals import NoSuchPayout, ReasonMissing, WrongState


def pay_again(payout_id: int, *, reason: str, actor: User | None, now: datetime) -> Payout:
    """Make a rejected or returned payout ready to pay. Raises PayoutRefused."""
    if not reason.strip():
        raise ReasonMissing
    owner = Payout.objects.filter(pk=payout_id).values_list("creator_id", flat=True).first()
    if owner is None:
        raise NoSuchPayout
    with transaction.atomic():
        lock_creators([owner])
        payout = Payout.objects.select_related("statement").get(pk=payout_id)
        if payout.state not in WAITING_FOR_DETAILS:
            raise WrongState(state=payout.get_state_display())
        make([Move(payout=payout, state=State.PAYABLE, reason=reason)], actor=actor, now=now)
    return payout
