"""Corrections of money by a person: a sum and a reason that the open week's statement will state.

Nothing moves in the ledger here. Closing the week turns each correction into a line, and what it
takes back beyond that week's earnings is carried over: payable never falls below zero.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from creatorspark.lib.money import format_minor
from creatorspark.lib.periods import monday_of, week_start
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.models import StaffAdjustment
from rewards.services.policies import pay_policy_at

# Ten million in any currency: more than that is a slip of the finger.
LARGEST = 1_000_000_000
REASON_LENGTH, LINK_LENGTH = 500, 200


class AdjustmentRefused(Exception):
    """The correction can't be stored; nothing was written. The message is for a person."""


@dataclass(frozen=True, kw_only=True)
class Adjusted:
    """The correction that a key stands for, and whether this call stored it."""

    adjustment_id: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class _Correction:
    creator_id: int
    video_id: int | None
    amount: int
    reason: str
    link: str


def pay_currency(*, now: datetime) -> str:
    """Return the currency in which the open week is paid, by the policy that rules it."""
    policy = pay_policy_at(at=week_start(monday_of(now)))
    return str((policy.parameters if policy else DEFAULT_PARAMETERS)["currency"])


def adjust_earnings(
    *,
    creator_id: int,
    video_id: int | None = None,
    amount: int,
    reason: str,
    link: str = "",
    key: str,
    actor: User | None,
    now: datetime,
) -> Adjusted:
    """Add `amount` minor units to a creator's open week, or take them back, once per `key`.

    Raises AdjustmentRefused for a sum of nothing, no reason, somebody else's video, or a key that
    stands for another correction. More than the creator has may be taken back.
    """
    asked = _Correction(
        creator_id=creator_id,
        video_id=video_id,
        amount=amount,
        reason=reason.strip(),
        link=link.strip(),
    )
    _check(asked)
    with transaction.atomic():
        creator = Creator.objects.select_for_update(no_key=True).get(pk=creator_id)
        earlier = StaffAdjustment.objects.filter(key=key).first()
        if earlier is not None:
            return _repeated(earlier, asked)
        if creator.is_gone:
            raise AdjustmentRefused(
                _("This profile was erased or merged into another one. Nothing was stored.")
            )
        if video_id and not Video.objects.filter(pk=video_id, creator=creator).exists():
            raise AdjustmentRefused(
                _("This video isn't one of this creator's. Nothing was stored; check its number.")
            )
        row = StaffAdjustment.objects.create(
            creator=creator,
            video_id=video_id,
            amount=amount,
            reason=asked.reason,
            link=asked.link,
            key=key,
            created_by=actor,
            created_at=now,
        )
        audit.record(
            "rewards.earnings.adjusted",
            target=row,
            actor=actor,
            after={
                "creator": creator_id,
                "video": video_id,
                "amount": amount,
                "reason": asked.reason,
                "link": asked.link,
            },
        )
        _tell(creator, row, now=now)
    return Adjusted(adjustment_id=row.pk, is_new=True)


def _check(asked: _Correction) -> None:
    if not asked.amount:
        raise AdjustmentRefused(_("A correction moves money: write a sum above or below zero."))
    if abs(asked.amount) > LARGEST:
        raise AdjustmentRefused(
            _("That is a larger sum than one correction may move. Please check the figure.")
        )
    if not asked.reason or len(asked.reason) > REASON_LENGTH:
        raise AdjustmentRefused(
            _("Write the reason in up to %(n)d characters; the creator reads it.")
            % {"n": REASON_LENGTH}
        )
    if len(asked.link) > LINK_LENGTH:
        raise AdjustmentRefused(
            _("The link has more than %(n)d characters; a shorter one is needed.")
            % {"n": LINK_LENGTH}
        )


def _repeated(earlier: StaffAdjustment, asked: _Correction) -> Adjusted:
    said = _Correction(
        creator_id=earlier.creator_id,
        video_id=earlier.video_id,
        amount=earlier.amount,
        reason=earlier.reason,
        link=earlier.link,
    )
    if said != asked:
        raise AdjustmentRefused(
            _(
                "This form was sent before with other values, and that correction stands. "
                "Begin a new one."
            )
        )
    return Adjusted(adjustment_id=earlier.pk, is_new=False)


def _tell(creator: Creator, row: StaffAdjustment, *, now: datetime) -> None:
    if creator.user is None:
        return
    amount = format_minor(abs(row.amount), currency=pay_currency(now=now))
    title = _("%(amount)s will be added to this week’s earnings")
    if row.amount < 0:
        title = _("%(amount)s will be taken off this week’s earnings")
    notify(
        creator.user,
        key=f"rewards.earnings_adjustment.{row.pk}",
        title=title % {"amount": amount},
        body="\n\n".join(part for part in (row.reason, row.link) if part),
        url="/studio/earnings/",
        now=now,
    )
