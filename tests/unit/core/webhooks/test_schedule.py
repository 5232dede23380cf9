"""When messages are tried again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.domain.webhooks import schedule
from tests.factories.times import NOW

JITTERS = st.floats(min_value=0, max_value=1, exclude_max=True)
DAY = timedelta(days=1)


@given(st.lists(JITTERS, min_size=schedule.MOST_TRIES, max_size=schedule.MOST_TRIES))
def test_tries_go_on_for_about_three_days_and_end(jitters):
    waits = [
        schedule.wait_after(tries, jitter=jitter) for tries, jitter in enumerate(jitters, start=1)
    ]
    assert waits[-1] is None
    told = [one for one in waits[:-1] if one is not None]
    assert len(told) == schedule.MOST_TRIES - 1
    assert told == sorted(told)
    assert 3 * DAY < sum(told, timedelta()) < 4 * DAY


@given(tries=st.integers(1, schedule.MOST_TRIES - 1), jitter=JITTERS)
def test_jitter_only_ever_adds_and_at_most_a_fifth(tries, jitter):
    plain = schedule.WAITS[tries - 1]
    wait = schedule.wait_after(tries, jitter=jitter)
    assert wait is not None
    assert plain <= wait <= plain * 1.2


@given(st.integers(-(10**9), 10**9))
def test_nobody_makes_us_wait_longer_than_a_day(seconds):
    assert timedelta() <= schedule.asked_wait(seconds) <= DAY


@given(st.integers(0, 60_000))
def test_a_silent_address_costs_a_worker_little(milliseconds):
    took = timedelta(milliseconds=milliseconds)
    pause = schedule.pause_after(took, reached=False)
    assert pause is not None
    assert pause >= max(took * 30, timedelta(minutes=1))


def test_an_answer_that_came_at_once_holds_nothing_up():
    assert schedule.pause_after(timedelta(seconds=1), reached=True) is None
    assert schedule.pause_after(timedelta(seconds=3), reached=True) == timedelta(seconds=90)


def test_one_message_that_nobody_takes_never_switches_an_endpoint_off():
    week = NOW - 7 * DAY
    most = schedule.MOST_TRIES
    assert not schedule.is_to_be_switched_off(week, failures=most, now=NOW)
    assert schedule.is_to_be_switched_off(week, failures=most + 2, now=NOW)
    assert not schedule.is_to_be_switched_off(NOW - 4 * DAY, failures=most + 2, now=NOW)


def test_people_are_warned_after_a_day():
    assert schedule.is_to_be_warned(NOW - DAY, failures=5, now=NOW)
    assert not schedule.is_to_be_warned(NOW - DAY, failures=4, now=NOW)
    assert not schedule.is_to_be_warned(NOW - DAY / 2, failures=50, now=NOW)
