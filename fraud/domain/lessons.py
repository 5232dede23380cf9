"""When and from where a group comes: classes have hours and rooms, fans a stream a week. Pure."""

from typing import Final

import numpy as np

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Events, Ints

HOUR: Final = 3600
DAY: Final = 86_400
WEEK: Final = 7 * DAY
HOURS: Final = 11
MOST: Final = 0.8
DAYS_OF_A_ROOM: Final = 2
SCHOOL_DAYS: Final = 5
FEW: Final = 0.2
WEEKS: Final = 3


def in_one_place_by_day(doings: Events) -> bool:
    """Say whether they may be a class or a club: part of the day only, and one address at a time.

    Rooms have addresses of their own. A class comes back to each of them and has days off; a farm
    that changes its address does neither.
    """
    known = doings.where(doings.network != 0)
    if not len(known):
        return False
    hours = np.bincount(doings.at // HOUR % 24, minlength=24)
    if int((hours > 0.01 * len(doings)).sum()) > HOURS:
        return False
    most = np.unique(known.network, return_counts=True)[1].max()
    return bool(most >= MOST * len(known)) or _has_rooms_and_days_off(known)


def _has_rooms_and_days_off(doings: Events) -> bool:
    day = _school_day(doings.at)
    days, place = np.unique(day, return_inverse=True)
    rooms, room = np.unique(doings.network, return_inverse=True)
    use = np.bincount(place * len(rooms) + room, minlength=len(days) * len(rooms))
    use = use.reshape(len(days), len(rooms))
    # What one pupil looks at on a Sunday makes no school day.
    usual = use.sum(axis=1) >= FEW * use.sum(axis=1).mean()
    days_of_rooms = np.bincount(use[usual].argmax(axis=1))
    return bool(
        use.max(axis=1).sum() >= MOST * len(doings)
        and (days_of_rooms[days_of_rooms > 0] >= DAYS_OF_A_ROOM).all()
        and len(distinct(days[usual] % 7)) <= SCHOOL_DAYS
    )


def keep_an_appointment(meetings: Events) -> bool:
    """Say whether nearly all of it lies at one hour of the week, within an hour, for some weeks."""
    since = meetings.at - _usual(meetings.at, every=WEEK) + WEEK / 2
    on_time = np.abs(since % WEEK - WEEK / 2) <= HOUR
    weeks = distinct(np.asarray(since[on_time] // WEEK, np.int64))
    return len(weeks) >= WEEKS and bool(on_time.mean() >= MOST)


def _school_day(at: Ints) -> Ints:
    """Return the number of each moment's day, cut at the group's own midnight, not Greenwich's."""
    return np.asarray((at - _usual(at, every=DAY) + DAY / 2) // DAY, np.int64)


def _usual(at: Ints, *, every: int) -> float:
    """Return when in the day or the week most of it lies: a mean on the clock's face."""
    turn = np.exp(2j * np.pi * (at % every) / every).mean()
    return float(np.angle(turn) / (2 * np.pi) * every)
