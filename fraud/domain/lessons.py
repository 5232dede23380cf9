"""When and from where a group comes: a class or a club has its hours and its rooms. Pure."""

from typing import Final

import numpy as np

from fraud.domain.activity import Events, Ints

DAY: Final = 86_400
HOURS: Final = 11
MOST: Final = 0.8
DAYS_OF_A_ROOM: Final = 2
SCHOOL_DAYS: Final = 5
FEW: Final = 0.2


def in_one_place_by_day(doings: Events) -> bool:
    """Say whether they may be a class or a club: part of the day only, and one address at a time.

    Rooms have addresses of their own. A class comes back to each of them and has days off; a farm
    that changes its address does neither.
    """
    known = doings.where(doings.network != 0)
    if not len(known):
        return False
    hours = np.bincount(doings.at // 3600 % 24, minlength=24)
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
        and len(np.unique(days[usual] % 7)) <= SCHOOL_DAYS
    )


def _school_day(at: Ints) -> Ints:
    """Return the number of each moment's day, cut at the group's own midnight, not Greenwich's."""
    turn = np.exp(2j * np.pi * (at % DAY) / DAY).mean()
    noon = np.angle(turn) / (2 * np.pi) * DAY
    return np.asarray((at - noon + DAY / 2) // DAY, np.int64)
