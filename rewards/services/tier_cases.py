"""What one week's look finds out about each creator, and what follows from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.domain.tier_course import Decision, decide
from rewards.domain.tier_policy import NO_TIER, TierPolicy
from rewards.domain.tiers import JudgedVideo, TierResult, facts_of, tier_for
from rewards.models import TierStanding, TierWarning, TierWeek
from rewards.services.tier_facts import Window


@dataclass(frozen=True, kw_only=True)
class Look:
    """All that one week's look shares. `rpm_steps` are those of the pay policy in force."""

    record: TierWeek
    rules: TierPolicy
    window: Window
    rpm_steps: Mapping[str, Decimal]
    now: datetime

    @property
    def week(self) -> date:
        """Return the Monday of the week in which it happens."""
        return self.record.week


@dataclass(frozen=True, kw_only=True)
class Case:
    """One creator in this look: the tier announced last, what the videos earn, what follows."""

    creator_id: int
    latest: TierStanding | None
    videos: Sequence[JudgedVideo]
    result: TierResult
    warned: Mapping[date, str]
    decision: Decision

    @property
    def present(self) -> str:
        """Return the tier that was announced last."""
        return self.latest.tier if self.latest else NO_TIER


def undecided(
    creator_ids: Collection[int], *, videos: Mapping[int, Sequence[JudgedVideo]], look: Look
) -> list[Case]:
    """Return the cases of the creators without a decision of this week, by id.

    Call it while the creators are locked.
    """
    latest = {
        row.creator_id: row
        for row in TierStanding.objects.filter(creator_id__in=creator_ids)
        .order_by("creator_id", "-week")
        .distinct("creator_id")
    }
    warnings = _warnings(creator_ids, look=look)
    since = week_start(look.week)
    decided = {pk for pk, row in latest.items() if row.decided_at >= since}
    decided |= {pk for pk, warned in warnings.items() if look.week in warned}
    cases = []
    for creator_id in sorted(set(creator_ids) - decided):
        seen = videos.get(creator_id, ())
        result = tier_for(facts_of(seen, look.rules), look.rules)
        standing = latest.get(creator_id)
        warned = _since(warnings.get(creator_id, {}), standing)
        decision = decide(
            look.rules,
            present=standing.tier if standing else NO_TIER,
            earned=result.tier,
            warned=warned,
            week=look.week,
        )
        cases.append(
            Case(
                creator_id=creator_id,
                latest=standing,
                videos=seen,
                result=result,
                warned=warned,
                decision=decision,
            )
        )
    return cases


def _warnings(creator_ids: Collection[int], *, look: Look) -> dict[int, dict[date, str]]:
    rows = TierWarning.objects.filter(
        creator_id__in=creator_ids, week__gte=look.week - look.rules.grace_weeks * WEEK
    )
    found: dict[int, dict[date, str]] = {}
    for creator_id, week, earned in rows.values_list("creator_id", "week", "earned"):
        found.setdefault(creator_id, {})[week] = earned
    return found


def _since(warned: Mapping[date, str], standing: TierStanding | None) -> dict[date, str]:
    """Return the warnings given since the present tier was announced: each starts the count."""
    if standing is None:
        return dict(warned)
    announced = monday_of(standing.decided_at)
    return {week: earned for week, earned in warned.items() if week > announced}
