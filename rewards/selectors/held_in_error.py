"""What wrong holds kept of money and points, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Sum

from fraud import interface as fraud
from rewards.domain.held_in_error import HeldInError, KeptLine, summed, sums_by_creator
from rewards.domain.holding import touches_points
from rewards.ledger.models import Account, Entry, Transaction
from rewards.models import PayoutLine, PointsAward


def held_in_error(
    holds: Sequence[fraud.FreedHold], *, since: datetime, until: datetime
) -> HeldInError:
    """Return what these holds kept, and the apologies credited from `since` to before `until`."""
    apologies = Entry.objects.filter(
        transaction__kind=Transaction.Kind.APOLOGY,
        transaction__posted_at__gte=since,
        transaction__posted_at__lt=until,
        account__kind=Account.Kind.CREATOR,
    ).aggregate(count=Count("pk"), points=Sum("amount"))
    return summed(
        sums_by_creator(_lines(holds)),
        _points(holds),
        apologies=apologies["count"],
        apology_points=apologies["points"] or 0,
    )


def _lines(holds: Sequence[fraud.FreedHold]) -> list[KeptLine]:
    rows = PayoutLine.objects.filter(hold_id__in=[hold.hold_id for hold in holds])
    values = rows.values_list("payout__creator_id", "payout__currency", "line_id", "amount")
    return [KeptLine(*row) for row in values.iterator()]


def _points(holds: Sequence[fraud.FreedHold]) -> dict[int, int]:
    """Return the points of awards that could not be spent; an award under two holds counts once."""
    of_creator: defaultdict[int, list[fraud.FreedHold]] = defaultdict(list)
    for hold in holds:
        of_creator[hold.creator_id].append(hold)
    awards = PointsAward.objects.filter(
        creator__in=of_creator, counted_points__gt=0, transaction__reversed_by=None
    ).exclude(transaction=None)
    sums: defaultdict[int, int] = defaultdict(int)
    named = ("creator", "week", "counted_points", "awarded_at", "video__posted_at")
    for award in awards.select_related("video").only(*named).iterator():
        if any(_keeps(hold, award) for hold in of_creator[award.creator_id]):
            sums[award.creator_id] += award.counted_points
    return dict(sums)


def _keeps(hold: fraud.FreedHold, award: PointsAward) -> bool:
    if award.awarded_at >= hold.freed_at:
        return False
    if hold.video_id is not None and award.video_id != hold.video_id:
        return False
    return touches_points(
        start=hold.period_start,
        end=hold.period_end,
        posted_at=award.video.posted_at,
        week=award.week,
    )
