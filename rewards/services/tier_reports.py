"""A creator's tier as they read it: now, what comes, what the next one needs, what was."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from creatorspark.core.models import Policy
from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.domain.tier_facts import (
    TierAsk,
    TierBrings,
    TierChange,
    TierLadder,
    TierNeed,
    TierReport,
    TierRisk,
    TierRung,
    TierState,
)
from rewards.domain.tier_policy import NO_TIER, Need, Tier, TierPolicy
from rewards.domain.tiers import Measure, TierFacts, facts_of, measures, tier_for
from rewards.models import TierStanding, TierWarning
from rewards.services import tier_words
from rewards.services.policies import rpm_steps, tier_policy_at, tier_rules_of
from rewards.services.tier_facts import judged_videos, window_before

UNITS = {Need.STRONG: "percent", Need.ORIGINAL: "percent", Need.QUALITY: "rating"}


class Ladder:
    """The tiers of the policy in force at a moment, with what each brings."""

    def __init__(self, policy: Policy, *, at: datetime) -> None:
        self.policy = policy
        self.rules: TierPolicy = tier_rules_of(policy)
        self._steps = rpm_steps(at=at)

    def brings(self, tier: str) -> TierBrings | None:
        """Return what a tier brings; None for no tier, or one that the policy doesn't have."""
        found = self.rules.named(tier)
        return self._brings(found) if found else None

    def facts(self) -> TierLadder:
        """Return the ladder for people."""
        return TierLadder(
            policy_version=self.policy.version,
            policy_sha256=self.policy.sha256,
            window_weeks=self.rules.window_weeks,
            notice_weeks=self.rules.notice_weeks,
            grace_weeks=self.rules.grace_weeks,
            rungs=tuple(
                TierRung(
                    tier=tier.name,
                    name=tier_words.name_of(tier.name),
                    asks=_asks(tier, rules=self.rules),
                    brings=self._brings(tier),
                )
                for tier in self.rules.tiers
            ),
        )

    def _brings(self, tier: Tier) -> TierBrings:
        step = self._steps.get(tier.name, Decimal(1))
        return TierBrings(
            shop_discount_percent=tier.shop_discount_percent,
            rpm_step=step,
            badge=tier.badge,
            lines=tuple(tier_words.brings(tier, rpm_step=step)),
        )


def ladder_at(*, at: datetime) -> Ladder | None:
    """Return the tiers in force at a moment; None where there is no tier policy."""
    policy = tier_policy_at(at=at)
    return Ladder(policy, at=at) if policy else None


def state_of(creator_id: int, *, ladder: Ladder | None, now: datetime) -> TierState:
    """Return a creator's tier now and the change that was announced, if any."""
    return _state(creator_id, _standings(creator_id), ladder=ladder, now=now)


def report_of(creator_id: int, *, now: datetime) -> TierReport | None:
    """Return a creator's tier page; None where no tier policy or no grade policy is in force."""
    ladder = ladder_at(at=now)
    week = monday_of(now)
    window = window_before(week, rules=ladder.rules) if ladder else None
    if ladder is None or window is None:
        return None
    rules = ladder.rules
    standings = _standings(creator_id)
    announced = standings[0].tier if standings else NO_TIER
    seen = judged_videos([creator_id], window=window).get(creator_id, ())
    facts = facts_of(seen, rules)
    earned = tier_for(facts, rules).tier
    at_risk = rules.rank(earned) < rules.rank(announced)
    above = rules.after(earned)
    is_kept = at_risk or above is None
    goal = rules.named(announced if at_risk else earned) if is_kept else above
    return TierReport(
        state=_state(creator_id, standings, ladder=ladder, now=now),
        ladder=ladder.facts(),
        earned=earned,
        earned_name=tier_words.name_of(earned),
        goal=goal.name if goal else NO_TIER,
        goal_name=tier_words.name_of(goal.name) if goal else "",
        goal_brings=ladder.brings(goal.name) if goal else None,
        is_kept=is_kept,
        needs=_needs(facts, goal, rules=rules) if goal else (),
        risk=_risk(creator_id, standings, earned=earned, rules=rules, week=week),
        history=[_change(row) for row in standings],
        since=window.since,
        until=window.until,
        next_look=week + WEEK,
    )


def _standings(creator_id: int) -> list[TierStanding]:
    """Return everything that was announced to a creator, newest first."""
    rows = TierStanding.objects.filter(creator_id=creator_id).select_related("policy")
    return list(rows.order_by("-week"))


def _state(
    creator_id: int, standings: Sequence[TierStanding], *, ladder: Ladder | None, now: datetime
) -> TierState:
    today = monday_of(now)
    coming = next((row for row in reversed(standings) if row.week > today), None)
    present = next((row for row in standings if row.week <= today), None)
    tier = present.tier if present else NO_TIER
    return TierState(
        creator_id=creator_id,
        tier=tier,
        name=tier_words.name_of(tier),
        since=present.week if present and tier else None,
        brings=ladder.brings(tier) if ladder else None,
        coming=_change(coming) if coming else None,
    )


def _change(row: TierStanding) -> TierChange:
    return TierChange(
        tier=row.tier,
        name=tier_words.name_of(row.tier),
        week=row.week,
        move=row.inputs.get("move", ""),
        decided_at=row.decided_at,
        policy_version=row.policy.version,
    )


def _risk(
    creator_id: int,
    standings: Sequence[TierStanding],
    *,
    earned: str,
    rules: TierPolicy,
    week: date,
) -> TierRisk | None:
    """Return this week's warning, unless a fall was announced after it."""
    warned = TierWarning.objects.filter(creator_id=creator_id, week=week).first()
    later = warned and any(row.decided_at >= week_start(week) for row in standings)
    if warned is None or later or rules.rank(earned) >= rules.rank(warned.tier):
        return None
    return TierRisk(
        tier=warned.tier,
        name=tier_words.name_of(warned.tier),
        earned=earned,
        earned_name=tier_words.name_of(earned),
        weeks_left=warned.weeks_left,
    )


def _needs(facts: TierFacts, goal: Tier, *, rules: TierPolicy) -> tuple[TierNeed, ...]:
    return tuple(_need(one, goal=goal, rules=rules) for one in measures(facts, goal))


def _need(measure: Measure, *, goal: Tier, rules: TierPolicy) -> TierNeed:
    strong = rules.strong_letters
    return TierNeed(
        need=measure.need.value,
        label=tier_words.label_of(measure.need, strong=strong),
        sentence=tier_words.sentence(measure, tier=goal.name, strong=strong),
        have=measure.have,
        wanted=measure.wanted,
        unit=UNITS.get(measure.need, "videos"),
        share=100 if measure.is_met else min(99, 100 * measure.have // measure.wanted),
        is_met=measure.is_met,
        is_unknown=measure.unknown,
    )


def _asks(tier: Tier, *, rules: TierPolicy) -> tuple[TierAsk, ...]:
    return tuple(
        TierAsk(
            need=need.value,
            label=tier_words.label_of(need, strong=rules.strong_letters),
            wanted=tier.needs[need],
            unit=UNITS.get(need, "videos"),
        )
        for need in Need
    )
