"""Corrections are new records: take an award back, or add and take points by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import PointsAward
from rewards.services.refusals import ReasonMissing


class NothingToReverse(Exception):
    """The award was never posted, so there is nothing to take back."""


def reverse_award(
    award_id: int, *, reason: str, actor: User | None, now: datetime
) -> ledger.Posted:
    """Take a posted award back; points already spent become a debt that later awards pay.

    Doing it twice does it once. Raises ReasonMissing and NothingToReverse.
    """
    if not reason.strip():
        raise ReasonMissing
    award = PointsAward.objects.select_related("transaction").get(pk=award_id)
    if award.transaction is None:
        raise NothingToReverse(_("This award posted no points, so there are none to take back."))
    with transaction.atomic():
        creator = _lock(award.creator_id)
        posted = ledger.reverse(
            award.transaction,
            creator_id=creator.pk,
            key=f"reversal:{award.transaction_id}",
            reason=reason,
            now=now,
            actor_id=actor.pk if actor else None,
        )
        if not posted.is_new:
            return posted
        audit.record(
            "rewards.award.reversed",
            target=award,
            actor=actor,
            after={"points": award.counted_points, "reason": reason},
        )
        _tell(
            creator,
            key=f"rewards.award.{award.pk}.reversed",
            title=_("%(points)s points were taken back")
            % {"points": number_format(award.counted_points, force_grouping=True)},
            body=reason,
            now=now,
        )
    return posted


def adjust(
    creator_id: int, *, points: int, key: str, reason: str, actor: User | None, now: datetime
) -> ledger.Posted:
    """Add points by hand, or take some (`points` < 0), once per `key`.

    Raises ReasonMissing, and ledger.Overdrawn when more would be taken than is there.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        creator = _lock(creator_id)
        purse = creator_accounts([creator_id])[creator_id]
        source = system_account(Account.Kind.ISSUANCE)
        posted = ledger.post(
            ledger.Posting(
                kind=Transaction.Kind.ADJUSTMENT,
                key=f"adjustment:{creator_id}:{key}"[:120],
                legs=(ledger.Leg(purse, points), ledger.Leg(source, -points)),
                reference=("core.creator", str(creator_id)),
                memo=reason[:200],
            ),
            now=now,
            actor_id=actor.pk if actor else None,
        )
        if not posted.is_new:
            return posted
        if points > 0:
            ledger.settle_debts([creator_id], now=now)
        audit.record(
            "rewards.points.adjusted",
            target=creator,
            actor=actor,
            after={"points": points, "reason": reason},
        )
        _tell(
            creator,
            key=f"rewards.adjustment.{posted.transaction_id}",
            title=_("Your points were corrected by %(points)+d") % {"points": points},
            body=reason,
            now=now,
        )
    return posted


def _lock(creator_id: int) -> Creator:
    return Creator.objects.select_for_update(no_key=True).get(pk=creator_id)


def _tell(creator: Creator, *, key: str, title: str, body: str, now: datetime) -> None:
    if creator.user is not None:
        notify(creator.user, key=key, title=title, body=body, now=now)
