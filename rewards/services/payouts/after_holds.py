"""What the end of a hold means beyond payouts: points lost or given back, and an apology.

Everything is booked once, whatever repeats: each booking is named by its hold or alert.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from fraud import interface as fraud
from rewards.domain.holding import WHOLE, touches_points
from rewards.domain.payout import State
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import Payout, PointsAward
from rewards.services.payouts.moves import Move, make

# Longer than any outage; what is older was followed when it was new.
LOOK_BACK: Final = timedelta(days=60)
HOLD: Final = "fraud.hold"


def follow(*, now: datetime) -> None:
    """Book what the ends of holds mean. Each hold is a transaction of its own."""
    since = now - LOOK_BACK
    for hold in fraud.ended_holds(since=since):
        if hold.is_restored:
            _give_back(hold, now=now)
        else:
            _forfeit_points(hold, now=now)
    for apology in fraud.apologies(since=since):
        _apologise(apology, now=now)


def _forfeit_points(hold: fraud.EndedHold, *, now: datetime) -> None:
    """Take the share of the points of covered awards; never more than there is, never as a debt."""
    with transaction.atomic():
        _lock(hold.creator_id)
        purse = creator_accounts([hold.creator_id])[hold.creator_id]
        issued = system_account(Account.Kind.ISSUANCE)
        for award in _covered(hold):
            key = f"forfeit:{hold.hold_id}:{award.pk}"
            there = Account.objects.values_list("balance", flat=True).get(pk=purse)
            points = min(there, award.counted_points * hold.share // WHOLE)
            if not points or Transaction.objects.filter(idempotency_key=key).exists():
                continue
            ledger.post(
                ledger.Posting(
                    kind=Transaction.Kind.FORFEIT,
                    key=key,
                    legs=(ledger.Leg(purse, -points), ledger.Leg(issued, points)),
                    reference=(HOLD, str(hold.hold_id)),
                    memo=hold.reason[:200],
                ),
                now=now,
                actor_id=None,
            )
            audit.record(
                "rewards.points.forfeited", target=award, actor=None, after={"points": points}
            )


def _covered(hold: fraud.EndedHold) -> Sequence[PointsAward]:
    awards = PointsAward.objects.filter(creator=hold.creator_id, counted_points__gt=0).exclude(
        transaction=None
    )
    awards = awards.filter(transaction__reversed_by=None).select_related("video").order_by("pk")
    if hold.video_id is not None:
        awards = awards.filter(video=hold.video_id)
    return [
        award
        for award in awards
        if touches_points(
            start=hold.period_start,
            end=hold.period_end,
            posted_at=award.video.posted_at,
            week=award.week,
        )
    ]


def _give_back(hold: fraud.EndedHold, *, now: datetime) -> None:
    """Undo what a final hold took, after a decision was put right."""
    with transaction.atomic():
        _lock(hold.creator_id)
        lost = Payout.objects.filter(
            creator=hold.creator_id, state=State.FORFEITED, held_lines__hold_id=hold.hold_id
        ).select_related("statement")
        moves = [Move(payout=payout, state=State.PAYABLE) for payout in lost.distinct()]
        make(moves, actor=None, now=now)
        taken = Transaction.objects.filter(
            kind=Transaction.Kind.FORFEIT,
            reference_type=HOLD,
            reference_id=str(hold.hold_id),
            reversed_by=None,
        )
        for booked in taken:
            ledger.post(
                ledger.Posting(
                    kind=Transaction.Kind.REVERSAL,
                    key=f"forfeit-back:{booked.pk}",
                    legs=tuple(
                        ledger.Leg(entry.account_id, -entry.amount)
                        for entry in booked.entries.all()
                    ),
                    reference=(HOLD, str(hold.hold_id)),
                    reverses_id=booked.pk,
                ),
                now=now,
                actor_id=None,
            )


def _apologise(apology: fraud.Apology, *, now: datetime) -> None:
    key = f"apology:{apology.alert_id}"
    if Transaction.objects.filter(idempotency_key=key).exists():
        return
    with transaction.atomic():
        creator = _lock(apology.creator_id)
        if creator.is_gone:
            return
        purse = creator_accounts([creator.pk])[creator.pk]
        issued = system_account(Account.Kind.ISSUANCE)
        posted = ledger.post(
            ledger.Posting(
                kind=Transaction.Kind.APOLOGY,
                key=key,
                legs=(ledger.Leg(purse, apology.points), ledger.Leg(issued, -apology.points)),
                reference=("fraud.alert", str(apology.alert_id)),
                memo=_memo(apology),
            ),
            now=now,
            actor_id=None,
        )
        if not posted.is_new:
            return
        ledger.settle_debts([creator.pk], now=now)
        audit.record(
            "rewards.points.apology", target=creator, actor=None, after={"points": apology.points}
        )
        if creator.user is not None:
            points = number_format(apology.points, force_grouping=True)
            notify(
                creator.user,
                key=f"rewards.apology.{apology.alert_id}",
                title=_title(apology) % {"points": points},
                body=_body(apology),
                url=f"/studio/alerts/{apology.alert_id}/",
                now=now,
            )


def _memo(apology: fraud.Apology) -> str:
    if apology.is_late:
        return _("Sorry for the wait")
    return _("Sorry for a wrong hold") if apology.was_held else _("Sorry for a wrong case")


def _title(apology: fraud.Apology) -> str:
    if apology.is_late or apology.was_held:
        return _("%(points)s points, because you had to wait")
    return _("%(points)s points, to say sorry")


def _body(apology: fraud.Apology) -> str:
    if apology.is_late:
        return _("We didn’t decide in time, so it ended in your favour. We are sorry.")
    if apology.was_held:
        return _("A hold on your rewards was wrong. We are sorry.")
    return _("We asked about gifts that were fine. We are sorry.")


def _lock(creator_id: int) -> Creator:
    return Creator.objects.select_for_update(no_key=True).get(pk=creator_id)
