"""The clock stands still exactly while we wait for the creator."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.domain.appeals import clock
from creatorspark.core.domain.appeals.terms import Terms
from tests.factories.times import NOW

spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40))
terms_given = st.builds(
    Terms,
    decide_days=st.integers(3, 60),
    second_look_days=st.integers(3, 60),
    answer_days=st.integers(4, 60),
)
# Work, then a wait, as often as it takes.
stories = st.lists(st.tuples(spans, spans), max_size=8)


def tell(story: list[tuple[timedelta, timedelta]], due: datetime) -> tuple[datetime, datetime]:
    """Live through work and waits; return the moment at the end and the due time then."""
    now = NOW
    for work, wait in story:
        asked = now + work
        now = asked + wait
        due = clock.resumed(due, waiting_since=asked, now=now)
    return now, due


@given(terms_given, stories)
def test_we_have_the_same_time_however_often_we_ask(terms: Terms, story):
    due = clock.first_due(NOW, look=1, terms=terms)
    now, moved = tell(story, due)
    worked = sum((work for work, _ in story), timedelta(0))
    assert moved - now == timedelta(days=terms.decide_days) - worked


@given(terms_given, stories)
def test_asking_never_shortens_the_promise_and_never_makes_us_punctual_again(terms: Terms, story):
    due = clock.first_due(NOW, look=1, terms=terms)
    now, moved = tell(story, due)
    worked = sum((work for work, _ in story), timedelta(0))
    assert moved >= due
    assert clock.is_late(moved, waiting=False, now=now) == (
        worked > timedelta(days=terms.decide_days)
    )


@given(spans, spans)
def test_a_clock_that_stands_still_is_never_late(before: timedelta, wait: timedelta):
    assert not clock.is_late(NOW - before, waiting=True, now=NOW + wait)


@given(terms_given)
def test_reminders_come_before_what_they_remind_of(terms: Terms):
    due = clock.first_due(NOW, look=2, terms=terms)
    until = clock.answer_by(NOW, terms=terms)
    assert NOW < clock.remind_staff_at(due, terms=terms) < due
    assert NOW < clock.remind_creator_at(until, terms=terms) < until


def test_a_worker_whose_time_runs_backwards_moves_nothing():
    due = NOW + timedelta(days=2)
    assert clock.resumed(due, waiting_since=NOW, now=NOW - timedelta(seconds=3)) == due


def test_seven_days_are_seven_days():
    assert clock.first_due(NOW, look=1, terms=Terms()) == NOW + timedelta(days=7)
