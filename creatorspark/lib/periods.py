"""Weeks and months as pay and points count them: ISO weeks and calendar months, in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

WEEK = timedelta(days=7)


def monday_of(moment: datetime) -> date:
    """Return the Monday of the ISO week, in UTC, in which an aware moment lies."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def week_start(monday: date) -> datetime:
    """Return the first moment of the week of a Monday."""
    return datetime.combine(monday, time(), tzinfo=UTC)


def week_end(monday: date) -> datetime:
    """Return the first moment after the week of a Monday."""
    return week_start(monday) + WEEK


def week_label(monday: date) -> str:
    """Return the ISO name of a week, for example “2026-W46”."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


@lru_cache(maxsize=1_024)
def parse_week(label: str) -> date:
    """Return the Monday of “2026-W46”. Raises ValueError with a sentence."""
    try:
        year, week = label.upper().split("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        raise ValueError(f"“{label}” is no ISO week; write it like 2026-W46.") from None
