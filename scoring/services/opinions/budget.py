"""The day's budget, kept in the database: two workers together can't spend more than it holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from scoring.models import OpinionBudget

# One statement: the row is locked, looked at and written before anyone else sees it.
_SPEND = """
INSERT INTO scoring_opinionbudget AS row (day, asks, seconds)
SELECT %(day)s, 1, %(seconds)s
WHERE %(asks_at_most)s >= 1 AND %(seconds)s <= %(seconds_at_most)s
ON CONFLICT (day) DO UPDATE SET asks = row.asks + 1, seconds = row.seconds + excluded.seconds
WHERE row.asks < %(asks_at_most)s AND row.seconds + excluded.seconds <= %(seconds_at_most)s
RETURNING asks
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day has cost so far, and what it may cost; `seconds` of video."""

    asks: int
    asks_at_most: int
    seconds: float
    seconds_at_most: int

    @property
    def is_over(self) -> bool:
        """Whether not even the shortest question fits any more."""
        return self.asks >= self.asks_at_most or self.seconds >= self.seconds_at_most


def spend(*, seconds: float, now: datetime) -> bool:
    """Take one question about so many seconds of video from the day's budget, if it fits.

    What was taken stays taken, whatever becomes of the question: it may have been counted there.
    """
    given: dict[str, Any] = {
        "day": now.astimezone(UTC).date(),
        "seconds": seconds,
        "asks_at_most": settings.GEMINI.daily_asks,
        "seconds_at_most": settings.GEMINI.daily_seconds,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, given)
        return cursor.fetchone() is not None


def spent(*, now: datetime) -> Spent:
    """Return how much of the day's budget is gone."""
    row = OpinionBudget.objects.filter(day=now.astimezone(UTC).date()).first()
    return Spent(
        asks=row.asks if row else 0,
        asks_at_most=settings.GEMINI.daily_asks,
        seconds=row.seconds if row else 0.0,
        seconds_at_most=settings.GEMINI.daily_seconds,
    )


def until_midnight(now: datetime) -> timedelta:
    """Return how long it is until a new budget begins."""
    today = now.astimezone(UTC).date()
    return datetime.combine(today + timedelta(days=1), time(), UTC) - now
