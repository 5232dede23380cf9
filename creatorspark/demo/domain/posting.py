"""When creators post: a weekly rhythm in their own evening, from some Monday until now."""

from datetime import UTC, datetime, time, timedelta

import numpy as np

HISTORY_WEEKS = 16
MIN_GAP = timedelta(hours=3)


def week_start(moment: datetime) -> datetime:
    """Return Monday 00:00 UTC of the ISO week."""
    monday = moment.date() - timedelta(days=moment.weekday())
    return datetime.combine(monday, time(), tzinfo=UTC)


def posting_times(
    rng: np.random.Generator,
    *,
    per_week: float,
    utc_offset: int,
    now: datetime,
    silent_weeks: int = 0,
) -> list[datetime]:
    """Return when a creator posted in the last weeks, rising; the current week is included.

    `silent_weeks`: how many weeks before now nothing was posted.
    """
    favourite_hour = float(rng.normal(18.5, 1.8))
    days = rng.dirichlet(np.full(7, 1.5)) * 0.6 + 0.4 / 7
    start = week_start(now) - timedelta(weeks=HISTORY_WEEKS)
    until = now - timedelta(weeks=silent_weeks)
    moments: list[datetime] = []
    for week in range(HISTORY_WEEKS + 1):
        monday = start + timedelta(weeks=week)
        for _ in range(int(rng.poisson(per_week))):
            hours = float(rng.choice(7, p=days)) * 24 + favourite_hour - utc_offset
            seconds = int((hours + float(rng.normal(0.0, 1.2))) * 3600)
            moments.append(monday + timedelta(seconds=seconds))
    return _spaced(sorted(moments), start=start, until=until)


def _spaced(moments: list[datetime], *, start: datetime, until: datetime) -> list[datetime]:
    kept: list[datetime] = []
    for moment in moments:
        too_soon = bool(kept) and moment - kept[-1] < MIN_GAP
        if start <= moment < until and not too_soon:
            kept.append(moment)
    return kept
