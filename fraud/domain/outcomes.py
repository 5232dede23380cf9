"""How alerts end, and what each ending does. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from fraud.domain.findings import Family, Finding

WHOLE: Final = 10_000
# What an appeal against an alert is about.
SUBJECT_KIND: Final = "fraud_alert"


class Outcome(StrEnum):
    """How an alert was decided; the last decision stands."""

    CLEARED = "cleared"
    UPHELD = "upheld"
    PARTLY = "partly"
    OVERTURNED = "overturned"
    EXPIRED = "expired"


# What a person may decide at the first look; the others come from an appeal or from the clock.
FIRST_LOOK: Final = (Outcome.CLEARED, Outcome.UPHELD, Outcome.PARTLY)
# Everything is free again.
RELEASING: Final = frozenset({Outcome.CLEARED, Outcome.OVERTURNED, Outcome.EXPIRED})
# Something stays withheld until nobody can appeal any more.
KEEPING: Final = frozenset({Outcome.UPHELD, Outcome.PARTLY})


def share_of(false_views: int, totals: Sequence[int]) -> int:
    """Return which part of what a hold covers is in question, in ten-thousandths, 1 to 10,000.

    `totals` are counts of what is covered, the best known first; the first above zero is used.
    None of them: all of it, because nothing says how much was honest.
    """
    total = next((one for one in totals if one > 0), 0)
    if not total:
        return WHOLE
    return max(1, min(WHOLE, false_views * WHOLE // total))


def parts_of(false_views: int, weights: Sequence[int]) -> list[int]:
    """Return how much of `false_views` falls on each thing that is held, by what was found there.

    Together never more than `false_views`. Where nothing was found anywhere, all parts are alike.
    """
    found = sum(weights)
    if not found:
        return [false_views // len(weights) for _one in weights]
    return [false_views * weight // found for weight in weights]


def held_videos(findings: Sequence[Finding]) -> tuple[int | None, ...]:
    """Return the videos whose views' pay and points a case puts on hold; (None,): all of them.

    Nothing is held where only gifts are in question, because rewards pay for views, not gifts.
    """
    paid = [one for one in findings if one.family is not Family.MONEY]
    named = sorted({one.video for one in paid if one.video is not None})
    return tuple(named) or ((None,) if paid else ())
