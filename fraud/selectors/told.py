"""What was told about creators already, and what they got: what a judgement is held against."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Sum

from fraud.domain.cases import Totals
from fraud.domain.findings import ReasonCode
from fraud.domain.growing import Told
from fraud.domain.outcomes import RELEASING
from fraud.models import Alert, HourlyCount

_READ: Final = (
    "pk", "created_at", "state", "outcome", "video_id", "window_start", "window_end",
    "evidence__findings",
)  # fmt: skip


def told_between(creator_id: int, *, tier: str, start: int, end: int) -> list[Told]:
    """Return the findings of a creator's alerts of a tier that meet a time in Unix seconds."""
    rows = Alert.objects.filter(
        creator_id=creator_id,
        tier=tier,
        window_start__lte=datetime.fromtimestamp(end, tz=UTC),
        window_end__gte=datetime.fromtimestamp(start, tz=UTC),
    )
    return [
        _told(row, found, tier=tier)
        for row in rows.order_by("pk").values(*_READ)
        for found in row["evidence__findings"]
    ]


def _told(row: dict[str, Any], found: dict[str, Any], *, tier: str) -> Told:
    own = (int(found["start"]), int(found["end"]))
    whole = (int(row["window_start"].timestamp()), int(row["window_end"].timestamp()))
    return Told(
        reference=f"FR-{row['pk']:06}",
        made=int(row["created_at"].timestamp()),
        code=ReasonCode(found["code"]),
        video=row["video_id"] or (int(found["video"]) if found["video"] else None),
        start=own[0],
        end=own[1],
        covers=own if tier == Alert.Tier.DISCOUNT else whole,
        affected=int(found["affected"]),
        is_freed=row["outcome"] in RELEASING,
        is_open=row["state"] != Alert.State.RESOLVED,
    )


def totals_between(
    creator_ids: Collection[int], *, start: datetime, end: datetime
) -> dict[int, Totals]:
    """Return what creators got in a time, by the roll-ups; who has none isn't named."""
    rows = HourlyCount.objects.extra(  # one array parameter, whatever the number of ids
        where=["creator_id = ANY(%s::bigint[])"], params=[sorted(creator_ids)]
    ).filter(hour__gte=start, hour__lt=end)
    sums = rows.values("creator_id").annotate(
        all_views=Sum("views"), all_likes=Sum("likes"), all_gifts=Sum("gifts")
    )
    return {
        row["creator_id"]: Totals(
            views=row["all_views"], likes=row["all_likes"], gifts=max(int(row["all_gifts"]), 0)
        )
        for row in sums.order_by()
    }
