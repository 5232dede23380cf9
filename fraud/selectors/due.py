"""Who is due to be examined, put together in pieces of which memory holds one at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Sum

from fraud.models import DueCreator, HourlyCount

EVENTS_AT_ONCE: Final = 400_000
CREATORS_AT_ONCE: Final = 200


@dataclass(frozen=True, kw_only=True)
class DuePiece:
    """Creators with since when they are due, and about how many events they have in the span."""

    since: dict[int, datetime]
    events: int


def pieces_due(*, now: datetime, span: timedelta, most: int) -> list[DuePiece]:
    """Return the next pieces, the longest waiting creators first.

    A piece has at most CREATORS_AT_ONCE creators and EVENTS_AT_ONCE events, or one creator.
    """
    due = dict(
        DueCreator.objects.order_by("since", "creator_id").values_list("creator_id", "since")[
            : most * CREATORS_AT_ONCE
        ]
    )
    sizes = _sizes(now - span, set(due))
    pieces: list[DuePiece] = []
    since: dict[int, datetime] = {}
    events = 0
    for creator_id, moment in due.items():
        size = sizes.get(creator_id, 0)
        if since and (events + size > EVENTS_AT_ONCE or len(since) == CREATORS_AT_ONCE):
            pieces.append(DuePiece(since=since, events=events))
            since, events = {}, 0
        since[creator_id] = moment
        events += size
    if since:
        pieces.append(DuePiece(since=since, events=events))
    return pieces[:most]


def events_between(start: datetime, end: datetime) -> int:
    """Return about how many events the span has, by the sums of its hours."""
    hours = HourlyCount.objects.filter(hour__gte=start, hour__lt=end)
    return sum(hours.aggregate(*_COUNTED).values(), start=0) if hours.exists() else 0


def _sizes(start: datetime, creator_ids: set[int]) -> dict[int, int]:
    rows = (
        HourlyCount.objects.filter(hour__gte=start)
        .values("creator_id")
        .annotate(size=Sum("views") + Sum("likes") + Sum("comments") + Sum("follows"))
        .values_list("creator_id", "size")
    )
    return {creator: size for creator, size in rows if creator in creator_ids}


_COUNTED: Final = (Sum("views"), Sum("likes"), Sum("comments"), Sum("follows"))
