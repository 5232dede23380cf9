"""What the shop of the demo world sells, who buys there, and what becomes of each purchase."""

from collections.abc import Mapping
from dataclasses import dataclass
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


EXPOSURE_30, EXPOSURE_120 = "30 min exposure", "120 min exposure"
CASH_1, CASH_5 = "$1 cash", "$5 cash"
RING_LIGHT = "Folding ring light"

# The four of the prototype at its prices, then what makes stock, limits and credit visible.
SHOP: tuple[ItemPart, ...] = (
    ItemPart(
        name=EXPOSURE_30,
        kind="exposure",
        cost=200,
        exposure="30 min exposure",
        description="Your next video is shown to new viewers for half an hour.",
    ),
    ItemPart(
        name=EXPOSURE_120,
        kind="exposure",
        cost=790,
        exposure="120 min exposure",
        description="Your next video is shown to new viewers for two hours.",
    ),
    ItemPart(
        name=CASH_1, kind="cash", cost=150, value_minor=100, description="One dollar, paid out."
    ),
    ItemPart(
        name=CASH_5, kind="cash", cost=730, value_minor=500, description="Five dollars, paid out."
    ),
    ItemPart(
        name="$10 editing credit",
        kind="credit",
        cost=1_380,
        value_minor=1_000,
        description="Ten dollars towards captions and colour work.",
    ),
    ItemPart(
        name=RING_LIGHT,
        kind="merchandise",
        cost=1_950,
        stock=12,
        limit_per_creator=1,
        description="Fits a small kitchen. One for each creator while they last.",
    ),
)


class Ending(StrEnum):
    """What becomes of a purchase once it is old enough."""

    FULFILLED = "fulfilled"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    HELD = "held"


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How somebody shops: the wishes in turn, one a week at most, keeping `reserve` points.

    `endings`: for single purchases, counted from 0, what becomes of them; the others are
    fulfilled.
    """

    wishes: tuple[str, ...]
    reserve: int
    endings: Mapping[int, Ending]


HABITS: Mapping[Story, Habit] = {
    Story.SMALL_BUT_GOOD: Habit(
        wishes=(EXPOSURE_30, CASH_5, EXPOSURE_120, CASH_5, RING_LIGHT, CASH_1, EXPOSURE_120),
        reserve=350,
        endings={2: Ending.REJECTED, 5: Ending.CANCELLED},
    ),
    Story.VIRAL_HIT: Habit(wishes=(CASH_5, EXPOSURE_120), reserve=500, endings={}),
    Story.BOT_VICTIM: Habit(wishes=(CASH_1, EXPOSURE_30, CASH_5), reserve=900, endings={}),
    Story.REPOSTER: Habit(
        wishes=(CASH_5,), reserve=0, endings=dict.fromkeys(range(5, 100), Ending.HELD)
    ),
    Story.BOUGHT_BURST: Habit(wishes=(CASH_5, EXPOSURE_30), reserve=600, endings={}),
}


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


def wish(habit: Habit, *, bought: int) -> str:
    """Return what is wished for after so many purchases."""
    return habit.wishes[bought % len(habit.wishes)]


def course_of(habit: Habit, *, number: int, bought_at: datetime, now: datetime) -> list[Deed]:
    """Return what has happened until now to the `number`-th purchase, oldest first."""
    course = _COURSE[habit.endings.get(number, Ending.FULFILLED)]
    return [
        Deed(act, bought_at + after, words)
        for act, after, words in course
        if bought_at + after < now
    ]
