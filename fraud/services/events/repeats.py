"""Ids that come again with another time: a month refuses them itself, its neighbours are asked."""

from datetime import date
from typing import Final

import numpy as np
from django.conf import settings
from django.db import connection

from fraud.domain.activity import Ints
from fraud.services.events import partitions

_EPOCH: Final = np.datetime64("2000-01-01", "us")
_FIRST: Final = np.datetime64("1970-01", "M")


def nearby(at: Ints) -> tuple[date, date]:
    """Return the first day of the months that are asked, and the day after the last.

    `at` is microseconds since 2000, and not empty.
    """
    months = int(settings.EVENT_ID_MONTHS)
    first, last = (_month_of(np.asarray(end)) for end in (at.min(), at.max()))
    return _day(int(first) - months), _day(int(last) + months + 1)


def in_two_months(event: Ints, at: Ints) -> bool:
    """Say whether an id of these rows, which are written, is in another month nearby too."""
    start, end = nearby(at)
    tables = [month for month in partitions.kept() if start <= month < end]
    if len(tables) < 2:
        return False
    written = _month_of(at)
    return any(
        _holds(month, event[written != (month.year - 1970) * 12 + month.month - 1])
        for month in tables
    )


def _holds(month: date, events: Ints) -> bool:
    """Say whether the month has any of these ids; in order, so that its index is read in order."""
    if not len(events):
        return False
    ids = ",".join(map(str, np.sort(events).tolist()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {partitions.name_of(month)} "
            "WHERE event = ANY(%s::bigint[]))",
            [f"{{{ids}}}"],
        )
        return bool(cursor.fetchone()[0])


def _month_of(at: Ints) -> Ints:
    moments = _EPOCH + at.astype("timedelta64[us]")
    return np.asarray((moments.astype("datetime64[M]") - _FIRST).astype(np.int64))


def _day(month: int) -> date:
    return date(1970 + month // 12, month % 12 + 1, 1)
