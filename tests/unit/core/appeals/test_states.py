"""The state table: what each state allows, and that every way ends."""

import pytest

from creatorspark.core.domain.appeals.states import (
    BEING_DONE,
    DECIDED,
    TABLE,
    NotPossible,
    Outcome,
    State,
    Step,
    after,
    can,
    step_of,
)

OVER = set(State) - BEING_DONE


def reachable(start: State) -> set[State]:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        for (state, _step), there in TABLE.items():
            if state == here and there not in seen:
                seen.add(there)
                todo.append(there)
    return seen


def test_every_state_is_reached_from_the_first():
    assert reachable(State.OPEN) == set(State)


@pytest.mark.parametrize("state", sorted(BEING_DONE))
def test_every_open_state_leads_to_a_decision(state: State):
    assert reachable(state) >= DECIDED


@pytest.mark.parametrize("state", sorted(OVER))
def test_what_is_over_never_opens_again(state: State):
    assert reachable(state) <= OVER


def test_nobody_decides_what_nobody_took():
    for outcome in Outcome:
        assert not can(State.OPEN, step_of(outcome))


def test_while_the_creator_is_asked_nothing_is_decided_against_them():
    assert not can(State.WAITING, Step.UPHOLD)
    assert not can(State.WAITING, Step.PARTLY)
    assert after(State.WAITING, Step.OVERTURN) is State.OVERTURNED


def test_a_decision_for_the_creator_is_never_taken_back():
    assert [step for state, step in TABLE if state is State.OVERTURNED] == []


def test_a_step_that_is_not_in_the_table_is_refused_by_name():
    with pytest.raises(NotPossible, match="answered is not possible while open"):
        after(State.OPEN, Step.ANSWER)
