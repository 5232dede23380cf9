"""Who buys what and when, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.demo.domain.cast import CAST, Story
from creatorspark.demo.domain.shopping import (
    HABITS,
    Act,
    Habit,
    Visit,
    course_of,
    visits_after,
    wishes_in_turn,
)

MONDAY = datetime(2025, 5, 12, 3, 10, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def test_only_people_who_can_log_in_go_shopping():
    logins = {member.story for member in CAST if member.login}
    assert set(HABITS) <= logins


def test_wishes_take_turns_and_each_is_named_once():
    habit = Habit(wishes=(1, 2, 3, 2), reserve=0)
    assert wishes_in_turn(habit, bought=0) == (1, 2, 3)
    assert wishes_in_turn(habit, bought=2) == (3, 2, 1)
    assert wishes_in_turn(habit, bought=5) == (2, 3, 1)


@given(
    story=st.sampled_from(sorted(HABITS)),
    weeks=st.integers(0, 16),
    minutes=st.integers(1, 7 * 24 * 60),
)
def test_visits_and_deeds_stay_between_payment_and_now(story, weeks, minutes):
    now = MONDAY + weeks * WEEK + timedelta(minutes=minutes)
    habit = HABITS[Story(story)]
    visits = visits_after(habit, paid_at=MONDAY, now=now)
    assert visits
    moments = [MONDAY]
    for visit in visits:
        assert visit.is_newest == (now - MONDAY <= WEEK)
        deeds = course_of(habit, visit, number=0, now=now)
        moments.append(visit.at)
        # What moves points happens before the next visit, so the ledger keeps the order of time.
        moments += [deed.at for deed in deeds if deed.act in (Act.REJECT, Act.CANCEL)]
        assert all(visit.at < deed.at < now for deed in deeds)
    assert moments == sorted(moments)
    assert moments[-1] < min(now, MONDAY + WEEK)


@pytest.mark.parametrize(
    ("number", "acts"),
    [
        (0, [Act.APPROVE, Act.FULFIL]),
        (2, [Act.REJECT]),
        (5, [Act.CANCEL]),
    ],
)
def test_purchases_of_the_small_creator_end_in_every_way(number, acts):
    visit = Visit(MONDAY, is_newest=False)
    habit = HABITS[Story.SMALL_BUT_GOOD]
    deeds = course_of(habit, visit, number=number, now=MONDAY + WEEK)
    assert [deed.act for deed in deeds] == acts


def test_what_was_bought_hours_ago_still_waits():
    now = MONDAY + timedelta(days=3)
    habit = HABITS[Story.SMALL_BUT_GOOD]
    (visit,) = visits_after(habit, paid_at=MONDAY, now=now)
    assert course_of(habit, visit, number=9, now=now) == []


def test_reposters_newest_purchase_is_held():
    now = MONDAY + timedelta(days=3)
    habit = HABITS[Story.REPOSTER]
    (visit,) = visits_after(habit, paid_at=MONDAY, now=now)
    assert [deed.act for deed in course_of(habit, visit, number=9, now=now)] == [Act.HOLD]
