"""What holds keep of a creator's money and points, summed for people to read."""

from collections.abc import Sequence
from typing import Final

from rewards.domain.holding import WHOLE, HoldScope, held_part, touches_points
from rewards.domain.payout import State
from rewards.domain.payout_facts import Withheld
from rewards.models import Payout, PayoutLine, PointsAward
from rewards.services.payouts.holding import own_lines

OPEN: Final = (State.PENDING, State.PAYABLE, State.HELD)


def withheld(creator_id: int, scope: HoldScope, *, currency: str) -> Withheld:
    """Return what one hold keeps back now, what of it is lost, and what of the rest is on its way.

    Also what no sweep has moved yet: a payout in review shows what will be held of it.
    """
    rows = Payout.objects.filter(creator=creator_id, state__in=OPEN).select_related("statement")
    held = waiting = 0
    for payout in rows:
        part = held_part(payout.amount, own_lines(payout), [scope]).amount
        held += part
        waiting += payout.amount - part
    return Withheld(
        currency=currency,
        held=held,
        forfeited=_forfeited(creator_id, scope.hold_id),
        safe=waiting,
        points=_points(creator_id, scope),
    )


def _forfeited(creator_id: int, hold_id: int) -> int:
    lines = PayoutLine.objects.filter(hold_id=hold_id)
    lost = Payout.objects.filter(
        creator=creator_id, state=State.FORFEITED, pk__in=lines.values("payout")
    )
    return sum(lost.values_list("amount", flat=True))


def _points(creator_id: int, scope: HoldScope) -> int:
    awards = PointsAward.objects.filter(creator=creator_id, transaction__reversed_by=None)
    awards = awards.select_related("video")
    if scope.video_id is not None:
        awards = awards.filter(video=scope.video_id)
    return sum(
        -(-award.counted_points * scope.share // WHOLE)
        for award in awards
        if _in_period(award, scope)
    )


def _in_period(award: PointsAward, scope: HoldScope) -> bool:
    return touches_points(
        start=scope.start, end=scope.end, posted_at=award.video.posted_at, week=award.week
    )


def sum_up(parts: Sequence[Withheld], *, currency: str) -> Withheld:
    """Add up what holds of one alert on several videos keep; what none of them keeps is safe."""
    held = sum(one.held for one in parts)
    return Withheld(
        currency=currency,
        held=held,
        forfeited=sum(one.forfeited for one in parts),
        safe=max(0, max((one.held + one.safe for one in parts), default=0) - held),
        points=sum(one.points for one in parts),
    )
