"""The states of an appeal and the steps between them: one table, nothing beside it."""

from enum import StrEnum


class State(StrEnum):
    """Where an appeal is."""

    OPEN = "open"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    PARTLY = "partly"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SETTLED = "settled"


class Step(StrEnum):
    """What happens to an appeal. The first three outcomes end it by a decision."""

    FILE = "filed"
    TAKE = "taken"
    GIVE_BACK = "given_back"
    ASK = "asked"
    ANSWER = "answered"
    UPHOLD = "upheld"
    OVERTURN = "overturned"
    PARTLY = "partly"
    WITHDRAW = "withdrawn"
    EXPIRE = "expired"
    SETTLE = "settled"
    LATE = "late"
    CORRECT = "corrected"


class Outcome(StrEnum):
    """What a decision says about the judgement."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    PARTLY = "partly"


class NotPossible(ValueError):
    """An appeal in this state can't take this step."""


BEING_DONE = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
DECIDED = frozenset({State.UPHELD, State.OVERTURNED, State.PARTLY})
# Decisions that leave something to ask a second person about.
LEAVES_SOMETHING = frozenset({State.UPHELD, State.PARTLY})

TABLE: dict[tuple[State, Step], State] = {
    # Taking an assigned appeal gives it to another person.
    (State.OPEN, Step.TAKE): State.ASSIGNED,
    (State.ASSIGNED, Step.TAKE): State.ASSIGNED,
    (State.WAITING, Step.TAKE): State.WAITING,
    (State.ASSIGNED, Step.GIVE_BACK): State.OPEN,
    (State.ASSIGNED, Step.ASK): State.WAITING,
    (State.WAITING, Step.ANSWER): State.ASSIGNED,
    (State.WAITING, Step.EXPIRE): State.EXPIRED,
    (State.ASSIGNED, Step.UPHOLD): State.UPHELD,
    (State.ASSIGNED, Step.OVERTURN): State.OVERTURNED,
    (State.ASSIGNED, Step.PARTLY): State.PARTLY,
    # What is plain for the creator needs no answer any more.
    (State.WAITING, Step.OVERTURN): State.OVERTURNED,
    (State.OPEN, Step.LATE): State.OPEN,
    (State.ASSIGNED, Step.LATE): State.ASSIGNED,
    # A decision that proves wrong is put right in the creator's favour, never against them.
    (State.UPHELD, Step.CORRECT): State.OVERTURNED,
    (State.PARTLY, Step.CORRECT): State.OVERTURNED,
    **{(state, Step.WITHDRAW): State.WITHDRAWN for state in BEING_DONE},
    **{(state, Step.SETTLE): State.SETTLED for state in BEING_DONE},
}


def after(state: str, step: Step) -> State:
    """Return the state that a step leads to. Raises NotPossible."""
    try:
        return TABLE[State(state), step]
    except KeyError as gap:
        raise NotPossible(f"{step} is not possible while {state}") from gap


def can(state: str, step: Step) -> bool:
    """Say whether the table has this step."""
    return (State(state), step) in TABLE


def step_of(outcome: Outcome) -> Step:
    """Return the step that a decision is."""
    return Step(outcome.value)
