"""What the shop of the demo world sells, who buys there, and what becomes of each purchase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from creatorspark.demo.domain.cast import Story


@dataclass(frozen=True, kw_only=True)
class ItemPart:
    """Something to buy. `cost` in points, `value_minor` in cents; None is no limit."""

    name: str
    kind: str
    cost: int
    description: str
    exposure: str = ""
    value_minor: int | None = None
    stock: int | None = None
    limit_per_creator: int | None = None


# Costs name the shop's own four; what is added makes stock, limits and credit visible.
EXPOSURE_30, EXPOSURE_120, CASH_1, CASH_5 = 200, 790, 150, 730
EDITING, RING_LIGHT = 1_380, 1_950

ADDED_TO_SHOP: tuple[ItemPart, ...] = (
    ItemPart(
        name="$10 editing credit",
        kind="credit",
        cost=EDITING,
        value_minor=1_000,
        description="Ten dollars towards captions and colour work.",
    ),
    ItemPart(
        name="Folding ring light",
        kind="merchandise",
        cost=RING_LIGHT,
        stock=12,
        limit_per_creator=1,
        description="Fits a small kitchen. One for each creator while they last.",
    ),
)


# How long after the week's points arrived somebody goes shopping, and again.
THINKING_TIME, BETWEEN_VISITS = timedelta(hours=14, minutes=25), timedelta(hours=50)


class Ending(StrEnum):
    """What becomes of a purchase once it is old enough."""

    FULFILLED = "fulfilled"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    HELD = "held"


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How somebody shops: wishes (costs of items) in turn, keeping `reserve` points.

    `visits`: purchases a week at most. `endings`: what becomes of single purchases, counted from
    0, `newest_ending` of those of the present week; the others are fulfilled. `newest_visit`: how
    long ago the newest visit was.
    """

    wishes: tuple[int, ...]
    reserve: int
    visits: int = 1
    endings: Mapping[int, Ending] = field(default_factory=dict)
    newest_ending: Ending = Ending.FULFILLED
    newest_visit: timedelta = timedelta(hours=33)


HABITS: Mapping[Story, Habit] = {
    Story.SMALL_BUT_GOOD: Habit(
        wishes=(EXPOSURE_30, CASH_5, EXPOSURE_120, RING_LIGHT, CASH_5, EDITING, CASH_1, CASH_5),
        reserve=650,
        visits=2,
        endings={2: Ending.REJECTED, 5: Ending.CANCELLED},
        newest_visit=timedelta(hours=5),
    ),
    Story.VIRAL_HIT: Habit(wishes=(CASH_5, EXPOSURE_120, CASH_1), reserve=150),
    Story.BOT_VICTIM: Habit(
        wishes=(CASH_1, EXPOSURE_30, CASH_5), reserve=900, newest_visit=timedelta(hours=7)
    ),
    Story.REPOSTER: Habit(wishes=(CASH_5, CASH_1), reserve=0, newest_ending=Ending.HELD),
    Story.BOUGHT_BURST: Habit(wishes=(CASH_5, EXPOSURE_30), reserve=600),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A moment at which somebody opens the shop; `is_newest` in the present week."""

    at: datetime
    is_newest: bool


class Act(StrEnum):
    """What somebody does with a purchase."""

    APPROVE = "approve"
    FULFIL = "fulfil"
    REJECT = "reject"
    CANCEL = "cancel"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act at a moment, with the words the creator reads."""

    act: Act
    at: datetime
    words: str = ""


_COURSE: Mapping[Ending, tuple[tuple[Act, timedelta, str], ...]] = {
    Ending.FULFILLED: (
        (Act.APPROVE, timedelta(hours=31), ""),
        (Act.FULFIL, timedelta(days=4), "Done. Thank you for your patience."),
    ),
    Ending.REJECTED: (
        (
            Act.REJECT,
            timedelta(hours=40),
            "All slots of that evening were taken. Please choose another time.",
        ),
    ),
    Ending.CANCELLED: ((Act.CANCEL, timedelta(hours=3), ""),),
    Ending.HELD: (
        (
            Act.HOLD,
            timedelta(hours=20),
            "We are checking whether some videos are somebody else's. A person decides.",
        ),
    ),
}


def wishes_in_turn(habit: Habit, *, bought: int) -> tuple[int, ...]:
    """Return the costs wished for after so many purchases, most wanted first."""
    turn = bought % len(habit.wishes)
    return tuple(dict.fromkeys(habit.wishes[turn:] + habit.wishes[:turn]))


def visits_after(habit: Habit, *, paid_at: datetime, now: datetime) -> list[Visit]:
    """Return the visits between one weekly payment and the next, all before `now`.

    The present week has one.
    """
    if now - paid_at > timedelta(weeks=1):
        first = paid_at + THINKING_TIME
        return [Visit(first + number * BETWEEN_VISITS, False) for number in range(habit.visits)]
    first = max(now - habit.newest_visit, paid_at + (now - paid_at) / 3)
    return [Visit(first, True)]


def course_of(habit: Habit, visit: Visit, *, number: int, now: datetime) -> list[Deed]:
    """Return what has happened until now to the `number`-th purchase, oldest first."""
    usual = habit.newest_ending if visit.is_newest else Ending.FULFILLED
    course = _COURSE[habit.endings.get(number, usual)]
    return [
        Deed(act, visit.at + after, words) for act, after, words in course if visit.at + after < now
    ]
