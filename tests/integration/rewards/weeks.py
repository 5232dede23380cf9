"""Weeks to close: creators with videos that were observed, graded and judged."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import week_end, week_start
from rewards.ledger.models import Account, Entry
from rewards.models import EarningsLine, Statement, WeekClose
from rewards.services.policies import ensure_default_policies
from rewards.services.weeks import closing
from tests.factories import MetricSnapshotFactory, UserFactory, VideoFactory

MONDAY = date(2025, 5, 5)
AFTER = week_end(MONDAY) + timedelta(hours=4)
WEEK = timedelta(days=7)


def observed(video: Video, views: int, *, at: datetime, **counts: Any) -> None:
    """Observe a video; engagement is high unless it is given."""
    full = {"likes": views // 5, "comments": views // 50, "shares": views // 40, "saves": None}
    MetricSnapshotFactory(video=video, observed_at=at, views=views, **(full | counts))


def video_of(creator: Creator, *, views: int, week: date = MONDAY, **options: Any) -> Video:
    """A video posted eight days before the week ended, observed inside the week."""
    video = VideoFactory(
        creator=creator, posted_at=week_end(week) - timedelta(days=8), snapshots=0, **options
    )
    observed(video, views, at=week_end(week) - timedelta(hours=20))
    return video


def close(week: date = MONDAY) -> WeekClose:
    """Close a week some hours after it ended, as the clock does."""
    ensure_default_policies(now=week_start(week))
    return closing.close_week(
        week, now=week_end(week) + timedelta(hours=4), progress=JobProgress(None)
    )


def lines_of(creator: Creator, *, week: date = MONDAY) -> list[tuple[str, str, int]]:
    """Return (kind, cause, amount) of a creator's lines of a week, in order."""
    rows = EarningsLine.objects.filter(statement__creator=creator, week=week).order_by("position")
    return list(rows.values_list("kind", "cause", "amount"))


def money(creator: Creator, kind: Account.Kind) -> int:
    """Return the balance of one of a creator's money accounts, as its entries add up."""
    rows = Entry.objects.filter(account__creator=creator, account__kind=kind).exclude(
        account__unit="points"
    )
    return sum(rows.values_list("amount", flat=True))


def bodies() -> list[bytes]:
    """Return the signed bytes of every statement, in the order of creators and weeks."""
    rows = Statement.objects.order_by("creator", "week").values_list("body", "signature")
    return [bytes(body) + signature.encode() for body, signature in rows]


def staff(**options: Any) -> Any:
    """A person of the desk."""
    return UserFactory(superuser=True, **options)


def total(statements: Iterable[Statement]) -> int:
    """Return what statements add up to."""
    return sum(one.total for one in statements)
