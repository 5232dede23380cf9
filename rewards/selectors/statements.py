"""Reading one statement for its page, and all lines for a file."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Abs

from rewards.domain.earnings_facts import LineFacts
from rewards.domain.statement_facts import (
    LineGroup,
    LineGroupPage,
    PayoutStep,
    StatementSums,
)
from rewards.models import EarningsLine, PayoutEvent, Statement
from rewards.selectors.earnings import facts_of_lines

BONUS_KINDS = ("bonus", "bonus_remainder")


def years_of(creator_id: int) -> list[int]:
    """Return the ISO years in which a creator has statements, newest first."""
    rows = Statement.objects.filter(creator_id=creator_id)
    return list(
        rows.values_list("week__iso_year", flat=True).distinct().order_by("-week__iso_year")
    )


def year_bounds(year: int) -> tuple[date, date]:
    """Return the first Monday of an ISO year and of the year after it."""
    return date.fromisocalendar(year, 1, 1), date.fromisocalendar(year + 1, 1, 1)


def sums_of(statement_id: int) -> StatementSums:
    """Return a statement's total by kind of line."""
    sums = EarningsLine.objects.filter(statement_id=statement_id).aggregate(
        base=Sum("amount", filter=Q(kind="base"), default=0),
        bonus=Sum("amount", filter=Q(kind__in=BONUS_KINDS), default=0),
        adjustments=Sum("amount", filter=Q(kind="adjustment"), default=0),
    )
    return StatementSums(**sums)


def group_page(statement_id: int, *, page: str | int | None, per_page: int) -> LineGroupPage:
    """Return a page of a statement's lines by video, the largest sums first.

    A page that isn't there gives the nearest one.
    """
    lines = EarningsLine.objects.filter(statement_id=statement_id)
    videos = (
        lines.values("video_id")
        .annotate(sum=Sum("amount"), size=Abs(Sum("amount")))
        .order_by("-size", F("video_id").asc(nulls_first=True))
    )
    shown = Paginator(videos, per_page).get_page(page)
    sums: dict[int | None, int] = {row["video_id"]: row["sum"] for row in shown.object_list}
    by_video: dict[int | None, list[LineFacts]] = {video_id: [] for video_id in sums}
    for line in facts_of_lines(_of_videos(lines, sums).order_by("position")):
        by_video[line.video_id].append(line)
    return LineGroupPage(
        groups=tuple(
            LineGroup(video_id=key, amount=sums[key], lines=tuple(rows))
            for key, rows in by_video.items()
        ),
        page=shown.number,
        pages=shown.paginator.num_pages,
        videos=shown.paginator.count,
    )


def _of_videos(
    lines: QuerySet[EarningsLine], videos: dict[int | None, int]
) -> QuerySet[EarningsLine]:
    named = Q(video_id__in=[key for key in videos if key is not None])
    return lines.filter(named | Q(video_id=None) if None in videos else named)


def steps_of(statement_id: int) -> tuple[PayoutStep, ...]:
    """Return every step of a statement's payouts, oldest first."""
    rows = PayoutEvent.objects.filter(payout__statement_id=statement_id)
    return tuple(
        PayoutStep(
            payout_id=row.payout_id,
            part=row.payout.part,
            state=row.state,
            reason=row.reason,
            at=row.at,
        )
        for row in rows.select_related("payout").order_by("pk")
    )


def lines_of_creator(
    creator_id: int, *, year: int | None, at_once: int = 2_000
) -> Iterator[list[LineFacts]]:
    """Yield lines oldest first, some at a time, however many there are."""
    rows = EarningsLine.objects.filter(statement__creator_id=creator_id)
    if year is not None:
        first, end = year_bounds(year)
        rows = rows.filter(week__gte=first, week__lt=end)
    found = rows.order_by("week", "position").iterator(chunk_size=at_once)
    while some := list(islice(found, at_once)):
        yield facts_of_lines(some)
