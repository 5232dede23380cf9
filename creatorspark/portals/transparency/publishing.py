"""Keep what is over, a period at a time, and publish quarters; work out the running month."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from creatorspark.lib.calendar_periods import Length, Period, period_of
from creatorspark.portals.transparency.composing import Composed, compose, composed_from_json
from creatorspark.portals.transparency.document import document_of
from fraud import interface as fraud

# What the last minutes of a period brought is booked by then.
SETTLES: Final = timedelta(hours=3)
REMEMBERED: Final = 3 * 3600
FARTHEST_BACK: Final = timedelta(days=3 * 366)


def publish_due(*, now: datetime) -> list[str]:
    """Keep every period that is over and isn't kept yet; return their names.

    Safe to run twice and at once: a period is kept once.
    """
    since = fraud.protection_since()
    if since is None:
        return []
    done = []
    for length in Length:
        kept = {one.period for one in fraud.kept_periods(length=length)}
        for period in _over(max(since, now - FARTHEST_BACK), length, now=now):
            if period not in kept and _keep(period, now=now):
                done.append(period.label)
    return done


def _over(since: datetime, length: Length, *, now: datetime) -> Iterator[Period]:
    period = period_of(since, length)
    while period.end + SETTLES <= now:
        yield period
        period = period.next()


def _keep(period: Period, *, now: datetime) -> bool:
    composed = compose(period)
    published = document_of(composed) if period.length is Length.QUARTER else None
    return fraud.keep_period(
        period=period, figures=composed.as_json(), published=published, now=now
    )


def refresh_running(*, now: datetime) -> Composed:
    """Work out the month that runs, and remember it for staff."""
    period = period_of(now, Length.MONTH)
    composed = compose(period)
    cache.set(_key(period), {"at": now, "figures": composed.as_json()}, REMEMBERED)
    return composed


def running(*, now: datetime) -> tuple[Composed, datetime]:
    """Return the month that runs as it was worked out last, and when."""
    period = period_of(now, Length.MONTH)
    known = cache.get(_key(period))
    if known is None:
        return refresh_running(now=now), now
    return composed_from_json(period, known["figures"]), known["at"]


def _key(period: Period) -> str:
    return f"transparency.running.{period.label}"
