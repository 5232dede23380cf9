"""The course of an offer: which side may do what, from where, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where an offer stands."""

    INVITED = "invited"
    OFFERED = "offered"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Side(StrEnum):
    """Who acts. `RULE` is the clock."""

    BRAND = "brand"
    CREATOR = "creator"
    STAFF = "staff"
    RULE = "rule"


class Act(StrEnum):
    """What can be done to an offer that exists."""

    OFFER = "offer"
    COUNTER = "counter"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    DELIVER = "deliver"
    COMPLETE = "complete"
    CANCEL = "cancel"
    DISPUTE = "dispute"
    PAY = "pay"
    STOP = "stop"


WAITING: Final = frozenset({State.INVITED, State.OFFERED, State.COUNTERED})
COMMITTED: Final = frozenset({State.ACCEPTED, State.DELIVERED, State.DISPUTED})
OPEN: Final = WAITING | COMMITTED
ENDED: Final = frozenset(State) - OPEN
# What counts against a campaign's budget: promises, and answers that bind the brand when given.
BINDING: Final = frozenset({State.OFFERED, *COMMITTED, State.COMPLETED})

Course = Mapping[State, State]
_TALK: Final[Course] = dict.fromkeys(WAITING, State.OFFERED)

COURSES: Final[Mapping[tuple[Act, Side], Course]] = {
    (Act.OFFER, Side.BRAND): _TALK,
    (Act.COUNTER, Side.CREATOR): {
        State.INVITED: State.COUNTERED,
        State.OFFERED: State.COUNTERED,
        State.COUNTERED: State.COUNTERED,
    },
    (Act.ACCEPT, Side.CREATOR): {State.OFFERED: State.ACCEPTED},
    (Act.ACCEPT, Side.BRAND): {State.COUNTERED: State.ACCEPTED},
    (Act.DECLINE, Side.CREATOR): dict.fromkeys(WAITING, State.DECLINED),
    (Act.DECLINE, Side.BRAND): {State.COUNTERED: State.DECLINED},
    (Act.WITHDRAW, Side.BRAND): {
        State.INVITED: State.WITHDRAWN,
        State.OFFERED: State.WITHDRAWN,
    },
    # Its campaign was closed, or its brand suspended.
    (Act.WITHDRAW, Side.RULE): dict.fromkeys(WAITING, State.WITHDRAWN),
    (Act.EXPIRE, Side.RULE): dict.fromkeys(WAITING, State.EXPIRED),
    (Act.DELIVER, Side.CREATOR): {
        State.ACCEPTED: State.DELIVERED,
        State.DELIVERED: State.DELIVERED,
    },
    (Act.COMPLETE, Side.BRAND): {State.DELIVERED: State.COMPLETED},
    (Act.COMPLETE, Side.RULE): {State.DELIVERED: State.COMPLETED},
    (Act.CANCEL, Side.CREATOR): {State.ACCEPTED: State.CANCELLED},
    # Only once the day of delivery is over: a brand that accepted is bound.
    (Act.CANCEL, Side.BRAND): {State.ACCEPTED: State.CANCELLED},
    # Work that nobody showed long after its day.
    (Act.CANCEL, Side.RULE): {State.ACCEPTED: State.CANCELLED},
    (Act.CANCEL, Side.STAFF): {
        **dict.fromkeys(WAITING, State.CANCELLED),
        State.ACCEPTED: State.CANCELLED,
    },
    (Act.DISPUTE, Side.BRAND): {
        State.ACCEPTED: State.DISPUTED,
        State.DELIVERED: State.DISPUTED,
    },
    (Act.DISPUTE, Side.CREATOR): {
        State.ACCEPTED: State.DISPUTED,
        State.DELIVERED: State.DISPUTED,
    },
    (Act.PAY, Side.STAFF): {State.DISPUTED: State.COMPLETED},
    (Act.STOP, Side.STAFF): {State.DISPUTED: State.CANCELLED},
}


class Hurdle(StrEnum):
    """Why an act isn't possible."""

    NOT_NOW = "not_now"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What decides on an act: the state and the two days."""

    state: State
    deadline: datetime | None = None
    deliver_by: datetime | None = None


def state_after(act: Act, *, side: Side, state: State) -> State | None:
    """Return where an act of a side leads, or None where it isn't possible."""
    return COURSES.get((act, side), {}).get(state)


def hurdle(act: Act, *, side: Side, standing: Standing, now: datetime) -> Hurdle | None:
    """Return what is in the way of an act, or None when it is possible now."""
    if state_after(act, side=side, state=standing.state) is None:
        return Hurdle.NOT_NOW
    is_over = standing.deadline is not None and now >= standing.deadline
    if act is Act.EXPIRE and not is_over:
        return Hurdle.TOO_EARLY
    if standing.state in WAITING and act in (Act.ACCEPT, Act.COUNTER) and is_over:
        return Hurdle.TOO_LATE
    if act is Act.CANCEL and side is Side.BRAND:
        return _before_delivery(standing, now=now)
    return None


def _before_delivery(standing: Standing, *, now: datetime) -> Hurdle | None:
    waits = standing.deliver_by is None or now < standing.deliver_by
    return Hurdle.TOO_EARLY if waits else None


def possible(side: Side, *, standing: Standing, now: datetime) -> tuple[Act, ...]:
    """Return what a side can do now, in the order of `Act`."""
    return tuple(act for act in Act if hurdle(act, side=side, standing=standing, now=now) is None)
