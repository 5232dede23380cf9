"""How a tier moves from week to week: up with notice, down after warnings, never backwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rewards.domain.tier_policy import TierPolicy

WEEK = timedelta(days=7)


class Move(StrEnum):
    """What one week's look at a creator leads to."""

    STAY = "stay"
    RISE = "rise"
    WARN = "warn"
    FALL = "fall"
    RENAME = "rename"  # the tier doesn't exist any more under the policy now in force


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What happens, and to which tier. `weeks_left`: further weeks below before a fall is said."""

    move: Move
    tier: str
    weeks_left: int = 0


def decide(
    policy: TierPolicy, *, present: str, earned: str, warned: Mapping[date, str], week: date
) -> Decision:
    """Compare what the facts earn in `week` with the tier announced last.

    `warned` holds the tier earned in earlier weeks that lay below `present`. A tier is lost only
    after `grace_weeks` warnings without a gap, and then falls to the best of those weeks.
    """
    if present and policy.named(present) is None:
        return Decision(move=Move.RENAME, tier=earned)
    if policy.rank(earned) > policy.rank(present):
        return Decision(move=Move.RISE, tier=earned)
    if earned == present:
        return Decision(move=Move.STAY, tier=present)
    below = _run_before(week, warned)[: policy.grace_weeks]
    if len(below) < policy.grace_weeks:
        left = policy.grace_weeks - len(below)
        return Decision(move=Move.WARN, tier=earned, weeks_left=left)
    return Decision(move=Move.FALL, tier=max([earned, *below], key=policy.rank))


def _run_before(week: date, warned: Mapping[date, str]) -> list[str]:
    """Return what was earned in the unbroken run of warned weeks just before `week`."""
    run = []
    while (week := week - WEEK) in warned:
        run.append(warned[week])
    return run


def starts_on(decided: date, *, notice_weeks: int, after: date | None) -> date:
    """Return the first Monday at least `notice_weeks` from the day of deciding.

    It is always later than `after`, the week in which the standing announced before starts.
    """
    earliest = decided + notice_weeks * WEEK
    monday = earliest + timedelta(days=-earliest.weekday() % 7)
    return max(monday, after + WEEK) if after else monday
