"""What a trial reads of the past: who was active when, and what became of real cases."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, Sum

from fraud.domain.trying import RealAlert
from fraud.models import ActivityEvent, Alert, HourlyCount


def active_in(
    start: datetime, end: datetime, *, sized_from: datetime, events: int, creators: int
) -> list[list[int]]:
    """Return whose sums changed from `start` to before `end`, in pieces of bounded size.

    A piece holds at most so many creators, and together about so many events since `sized_from`.
    """
    active = HourlyCount.objects.filter(hour__gte=start, hour__lt=end).exclude(creator_id=0)
    sizes = (
        HourlyCount.objects.filter(hour__gte=sized_from, hour__lt=end)
        .filter(creator_id__in=active.values("creator_id"))
        .values_list("creator_id")
        .annotate(size=Sum("views") + Sum("likes") + Sum("comments"))
        .order_by("creator_id")
    )
    return list(_pieces(sizes.iterator(), events=events, creators=creators))


def _pieces(sizes: Iterator[tuple[int, int]], *, events: int, creators: int) -> Iterator[list[int]]:
    piece: list[int] = []
    total = 0
    for creator_id, size in sizes:
        if piece and (total + size > events or len(piece) >= creators):
            yield piece
            piece, total = [], 0
        piece.append(creator_id)
        total += size
    if piece:
        yield piece


def first_event() -> datetime | None:
    """Return when the oldest event that is kept happened."""
    return ActivityEvent.objects.order_by("at").values_list("at", flat=True).first()


def cases_made(start: datetime, end: datetime) -> list[RealAlert]:
    """Return the cases about a time, with how a person decided them."""
    rows = Alert.objects.filter(
        Q(window_end__gt=start) & Q(window_start__lt=end), tier=Alert.Tier.CASE
    ).order_by("pk")
    return [
        RealAlert(
            number=row.pk,
            creator=row.creator_id,
            codes=frozenset({row.reason_code} | {one["code"] for one in row.evidence["findings"]}),
            start=int(row.window_start.timestamp()),
            end=int(row.window_end.timestamp()),
            outcome=row.outcome,
        )
        for row in rows.iterator(chunk_size=500)
    ]
