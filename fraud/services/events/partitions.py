"""Months of events: a partition each, made when first needed and dropped when its time is over."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from fraud.services.events import interning

PARENT: Final = "fraud_activityevent"
_NAME: Final = re.compile(rf"{PARENT}_(\d{{4}})(\d\d)")


def ensure(months: Iterable[date]) -> None:
    """Make the partitions of these months (any day of each), where they aren't there yet."""
    with connection.cursor() as cursor:
        for month in sorted({one.replace(day=1) for one in months}):
            cursor.execute("SELECT fraud_make_partition(%s)", [month])


def kept() -> list[date]:
    """Return the first days of the months that have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass",
            [PARENT],
        )
        names = [_NAME.search(name) for (name,) in cursor.fetchall()]
    return sorted(date(int(name[1]), int(name[2]), 1) for name in names if name)


def name_of(month: date) -> str:
    """Return the table of a month, given by its first day."""
    return f"{PARENT}_{month:%Y%m}"


def retention_months() -> int:
    """Return how many whole months of events are kept beside the present one."""
    return int(settings.EVENT_RETENTION_MONTHS)


def earliest(*, now: datetime) -> datetime:
    """Return the first moment of which events are kept."""
    return datetime(*_months_before(now, retention_months()), 1, tzinfo=UTC)


def drop_old(*, now: datetime) -> list[date]:
    """Drop the months whose time is over and return them. Sums by the hour and evidence stay.

    The texts that only they named go with them.
    """
    limit = earliest(now=now).date()
    over = [month for month in kept() if month < limit]
    for month in over:
        with transaction.atomic(), connection.cursor() as cursor:
            # Whoever reads is let finish; whoever can't be waited for is tried again tomorrow.
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            cursor.execute(f"DROP TABLE IF EXISTS {name_of(month)}")
            cursor.execute(
                "DELETE FROM fraud_stalehour WHERE hour >= %s AND hour < %s",
                [_utc(month), _utc(_next(month))],
            )
    if over:
        interning.forget_before(limit)
    return over


def _months_before(now: datetime, months: int) -> tuple[int, int]:
    number = now.astimezone(UTC).year * 12 + now.astimezone(UTC).month - 1 - months
    return number // 12, number % 12 + 1


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _utc(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
