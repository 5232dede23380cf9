"""Classes with several rooms aren’t farms that change their address; fans keep an hour a week."""

import numpy as np
import pytest

from fraud.domain.activity import Events, Ints, together
from fraud.domain.lessons import in_one_place_by_day, keep_an_appointment

DAY = 86_400
MONDAY = 1_772_409_600
WEEKDAYS = np.array([week * 7 + day for week in range(4) for day in range(5)])


def watched(days: Ints, networks: Ints, *, hours: tuple[int, int] = (8, 14)) -> Events:
    """Return twenty visits a day in these hours, from the day's network."""
    draw = np.random.default_rng(1)
    at = MONDAY + days * DAY + draw.integers(hours[0] * 3_600, hours[1] * 3_600, (20, len(days)))
    return Events.of(at=at.ravel(), network=np.tile(networks, 20))


@pytest.mark.parametrize("hours", [(8, 14), (20, 27)])
def test_a_class_that_goes_from_room_to_room_is_a_class(hours: tuple[int, int]):
    assert in_one_place_by_day(watched(WEEKDAYS, 7 + WEEKDAYS % 2, hours=hours))


def test_one_pupil_who_looks_on_a_sunday_changes_nothing():
    sunday = Events.of(at=[MONDAY + 6 * DAY + 10 * 3_600], network=[99])
    assert in_one_place_by_day(together([watched(WEEKDAYS, 7 + WEEKDAYS % 2), sunday]))


def test_a_farm_with_a_new_address_every_day_is_none():
    assert not in_one_place_by_day(watched(WEEKDAYS, 7 + WEEKDAYS))


def test_a_farm_that_goes_to_and_fro_and_never_rests_is_none():
    assert not in_one_place_by_day(watched(np.arange(28), 7 + np.arange(28) % 2))


def test_a_farm_that_goes_to_and_fro_day_and_night_is_none():
    assert not in_one_place_by_day(watched(WEEKDAYS, 7 + WEEKDAYS % 2, hours=(0, 24)))


def test_a_ring_at_several_addresses_at_once_is_none():
    events = watched(np.repeat(WEEKDAYS, 2), 7 + np.arange(40) % 2)
    assert not in_one_place_by_day(events)


def test_a_club_at_one_address_may_meet_any_day():
    assert in_one_place_by_day(watched(np.arange(28), np.full(28, 7)))


def meeting(hours: list[int]) -> Events:
    """Return fifty moments within twenty minutes of each of these hours since Monday."""
    spread = np.random.default_rng(1).integers(0, 1_200, (50, len(hours)))
    return Events.of(at=(MONDAY + 3_600 * np.array(hours) + spread).ravel())


@pytest.mark.parametrize("hour", [0, 21, 150, 167])
def test_an_hour_a_week_is_an_appointment(hour: int):
    assert keep_an_appointment(meeting([week * 168 + hour for week in range(4)]))


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param([day * 24 + 20 for day in range(28)], id="every evening"),
        pytest.param([week * 168 + 30 * week for week in range(4)], id="another day each week"),
        pytest.param([21, 21, 189], id="too few weeks"),
        pytest.param([5], id="one evening"),
    ],
)
def test_other_meetings_are_none(hours: list[int]):
    assert not keep_an_appointment(meeting(hours))
