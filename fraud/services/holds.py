"""Place and release holds, under the creator's row lock that every change of money takes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from fraud.models import Alert, Hold
from fraud.selectors.shares import Shares, covered_until, withheld_shares
from fraud.services import announcing
from fraud.services.telling import page_of


def place_hold(
    creator: Creator,
    *,
    reason_code: str,
    reason: str,
    actor: User | None,
    now: datetime,
    video_id: int | None = None,
    period_start: datetime | None = None,
    period_end: datetime | None = None,
    alert: Alert | None = None,
    is_told: bool = True,
) -> Hold:
    """Freeze what is named and tell the creator in the same transaction, unless others do."""
    with transaction.atomic():
        locked = Creator.objects.select_for_update().get(pk=creator.pk)
        hold = Hold.objects.create(
            creator=locked,
            video_id=video_id,
            alert=alert,
            period_start=period_start,
            period_end=period_end,
            reason_code=reason_code,
            reason=reason,
            placed_at=now,
            placed_by=actor,
        )
        audit.record(
            "fraud.hold.placed", target=hold, actor=actor, after={"reason_code": reason_code}
        )
        announcing.announce_placed(hold, creator=locked, now=now)
        if is_told and locked.user is not None:
            notify(
                locked.user,
                key=f"fraud.hold.{hold.pk}.placed",
                title=_("Part of your rewards is on hold while a person looks"),
                body=reason,
                url=page_of(alert) if alert else "",
                now=now,
            )
        return hold


def hold_for(
    alert: Alert,
    creator: Creator,
    *,
    videos: Sequence[int | None],
    reason: str,
    now: datetime,
) -> list[Hold]:
    """Freeze the weeks that a case is about: of these videos only; None: of all. Told once."""
    return [
        place_hold(
            creator,
            reason_code=alert.reason_code,
            reason=reason,
            actor=None,
            now=now,
            video_id=video_id,
            period_start=alert.window_start,
            period_end=alert.window_end,
            alert=alert,
            is_told=number == 0,
        )
        for number, video_id in enumerate(videos)
    ]


def release_hold(
    hold: Hold, *, reason: str, actor: User | None, now: datetime, is_told: bool = True
) -> bool:
    """Release a hold and tell the creator, unless others do; False: it was released before."""
    with transaction.atomic():
        creator = Creator.objects.select_for_update().get(pk=hold.creator_id)
        released = Hold.objects.filter(pk=hold.pk, released_at=None, final_at=None).update(
            released_at=now, released_by=actor, release_reason=reason
        )
        if not released:
            return False
        audit.record("fraud.hold.released", target=hold, actor=actor, after={"reason": reason})
        announcing.announce_released(hold, creator=creator, now=now)
        if is_told and creator.user is not None:
            notify(
                creator.user,
                key=f"fraud.hold.{hold.pk}.released",
                title=_("The hold on your rewards is over"),
                body=reason,
                url=page_of(hold.alert) if hold.alert else "",
                now=now,
            )
        return True


def keep_shares(shares: Shares) -> None:
    """Let holds keep only these parts, never more than before; the caller holds the lock."""
    for hold_id, share in shares.of_holds.items():
        holds = Hold.objects.filter(pk=hold_id, released_at=None)
        holds.update(share=Least(F("share"), Value(share)))


def weigh_again(alert: Alert, *, false_views: int, now: datetime) -> bool:
    """Let go of what a decision in the middle of a week took for more than it is; say if it did.

    Lines pay whole weeks: what came after the decision was honest as far as anybody said. A share
    never grows. The caller holds the lock on the creator's row.
    """
    made = alert.resolved_at
    early = {
        hold.pk: hold.share
        for hold in alert.holds.filter(released_at=None, final_at=None)
        if made is not None and made < covered_until(hold, alert=alert) <= now
    }
    if not early:
        return False
    shares = withheld_shares(alert, false_views).of_holds
    less = {pk: share for pk, share in shares.items() if share < early.get(pk, 0)}
    if less:
        keep_shares(Shares(whole=0, of_holds=less))
        audit.record("fraud.hold.weighed", target=alert, actor=None, after={"shares": less})
    return bool(less)
