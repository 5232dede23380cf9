"""The course of an offer has no dead ends, and money moves only where it should."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.offers.reasons import REASONS, WORDS, reasons_for
from marketplace.domain.offers.states import (
    COMMITTED,
    COURSES,
    ENDED,
    OPEN,
    WAITING,
    Act,
    Hurdle,
    Side,
    Standing,
    State,
    hurdle,
    possible,
    state_after,
)
from marketplace.models.deals import ALL_STATES, OPEN_STATES, OfferState
from tests.factories.times import NOW

LATER = NOW + timedelta(days=7)


def test_models_and_rules_know_the_same_states():
    assert {state.value for state in State} == set(ALL_STATES) == set(OfferState.values)
    assert {state.value for state in OPEN} == set(OPEN_STATES)


def test_nothing_leads_out_of_an_end():
    assert not [course for course in COURSES.values() if ENDED & set(course)]


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_has_a_way_to_an_end(state):
    reached, waiting = set(), [state]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting += [
            after
            for course in COURSES.values()
            if (after := course.get(here)) is not None and after not in reached
        ]
    assert reached & ENDED


def test_a_promise_is_made_by_accepting_alone():
    acts = {
        act
        for (act, _side), course in COURSES.items()
        for before, after in course.items()
        if before in WAITING and after in COMMITTED
    }
    assert acts == {Act.ACCEPT}


def test_nobody_accepts_their_own_words():
    assert state_after(Act.ACCEPT, side=Side.BRAND, state=State.OFFERED) is None
    assert state_after(Act.ACCEPT, side=Side.CREATOR, state=State.COUNTERED) is None
    assert state_after(Act.ACCEPT, side=Side.CREATOR, state=State.INVITED) is None


@given(
    side=st.sampled_from(Side),
    state=st.sampled_from(State),
    minutes=st.integers(-20_000, 20_000),
)
def test_what_is_possible_leads_somewhere(side, state, minutes):
    standing = Standing(state=state, deadline=LATER, deliver_by=LATER + timedelta(days=7))
    now = NOW + timedelta(minutes=minutes)
    for act in possible(side, standing=standing, now=now):
        assert state_after(act, side=side, state=state) is not None
    assert state in OPEN or not possible(side, standing=standing, now=now)


@pytest.mark.parametrize(
    ("act", "side", "state", "found"),
    [
        (Act.ACCEPT, Side.CREATOR, State.OFFERED, Hurdle.TOO_LATE),
        (Act.COUNTER, Side.CREATOR, State.INVITED, Hurdle.TOO_LATE),
        (Act.DECLINE, Side.CREATOR, State.OFFERED, None),
        (Act.EXPIRE, Side.RULE, State.OFFERED, None),
        (Act.EXPIRE, Side.RULE, State.ACCEPTED, Hurdle.NOT_NOW),
    ],
)
def test_after_the_deadline(act, side, state, found):
    standing = Standing(state=state, deadline=LATER)
    assert hurdle(act, side=side, standing=standing, now=LATER) == found


def test_before_the_deadline_nothing_expires():
    standing = Standing(state=State.OFFERED, deadline=LATER)
    now = LATER - timedelta(seconds=1)
    assert hurdle(Act.EXPIRE, side=Side.RULE, standing=standing, now=now) == Hurdle.TOO_EARLY


def test_reasons_have_words_and_belong_to_acts_that_exist():
    assert set(REASONS) <= set(COURSES)
    assert all(
        code in WORDS and words for reasons in REASONS.values() for code, words in reasons.items()
    )
    assert reasons_for(Act.ACCEPT, side=Side.CREATOR) == {}
