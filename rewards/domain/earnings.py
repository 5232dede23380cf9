"""From a video's facts to the lines of the open week. Pure: what is stored decides, not when.

Each rule compares what is due with what earlier lines already paid and writes the difference.
That makes closing a week repeatable, and lets a late fact (a verdict, a grade, a counter that
fell) reach the creator as a line of its own in the open week instead of an edit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rewards.domain.bonus import BonusRate, Grade, Originality, base_pay, bonus
from rewards.domain.pay_policy import PayPolicy


class LineKind(StrEnum):
    """Kinds of earnings line."""

    BASE = "base"
    BONUS = "bonus"
    BONUS_REMAINDER = "bonus_remainder"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Views that do not count, and the rule that says so."""

    reason: str
    views: int


@dataclass(frozen=True, kw_only=True)
class GradeFacts:
    """A final grade with what it was computed from, as the statement will state it."""

    letter: Grade
    score: str
    counts: Mapping[str, Any]
    policy_sha256: str
    reference_sha256: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the grade as lines store it."""
        return {
            "letter": str(self.letter),
            "score": self.score,
            "counts": dict(self.counts),
            "policy_sha256": self.policy_sha256,
            "reference_sha256": self.reference_sha256,
        }


@dataclass(frozen=True, kw_only=True)
class PaidBase:
    """A base line, and what the bonus lines written on it so far paid and last said."""

    week: str
    amount: int
    policy_sha256: str
    bonus_paid: int = 0
    said: str = ""
    rates: Mapping[Grade, BonusRate] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class VideoWeek:
    """All that decides a video's lines in a week. Views are cumulative at the week's end."""

    video_id: int
    platform: str
    market: str
    niche: str
    views: int
    observed_at: str
    exclusions: Sequence[Exclusion]
    counted_before: int
    last_base: PaidBase | None
    last_rpm_minor: Decimal | None
    bases: Sequence[PaidBase]
    grade: GradeFacts | None
    originality: Originality


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A line before it is stored; `amount` is in minor units."""

    video_id: int
    kind: LineKind
    cause: str
    amount: int
    policy_sha256: str
    inputs: dict[str, Any]
    judgement: str = ""


def lines_for(facts: VideoWeek, *, week: str, policy: PayPolicy) -> list[LineDraft]:
    """Return the lines that this week owes the video, in the order a person reads them."""
    views = _views_line(facts, week=week, policy=policy)
    lines = [views] if views else []
    bases = list(facts.bases)
    if views and views.kind is LineKind.BASE:
        bases.append(
            PaidBase(
                week=week,
                amount=views.amount,
                policy_sha256=policy.sha256,
                rates=policy.bonus,
            )
        )
    if facts.grade is not None:
        lines += [
            line for base in bases if (line := _bonus_line(facts, base=base, grade=facts.grade))
        ]
    return lines


def _views_line(facts: VideoWeek, *, week: str, policy: PayPolicy) -> LineDraft | None:
    excluded = sum(item.views for item in facts.exclusions)
    qualified = facts.views - excluded - facts.counted_before
    if qualified == 0:
        return None
    fell = qualified < 0 and facts.last_base is not None and facts.last_rpm_minor is not None
    if qualified < 0 and not fell:
        # Nothing was ever paid, so there is nothing to correct.
        return None
    rpm = policy.rpm_for(platform=facts.platform, market=facts.market, niche=facts.niche)
    policy_sha256 = policy.sha256
    if fell and facts.last_base is not None and facts.last_rpm_minor is not None:
        # Views that vanished are taken back at the rate of the last line that paid them.
        rpm, policy_sha256 = facts.last_rpm_minor, facts.last_base.policy_sha256
    inputs = {
        "platform": facts.platform,
        "market": facts.market,
        "niche": facts.niche,
        "views_to": facts.views,
        "observed_at": facts.observed_at,
        "excluded_views": excluded,
        "exclusions": [{"reason": x.reason, "views": x.views} for x in facts.exclusions],
        "counted_before": facts.counted_before,
        "qualified_views": qualified,
        "rpm_minor": str(rpm),
    }
    if fell:
        inputs["reason"] = "views_fell"
    return LineDraft(
        video_id=facts.video_id,
        kind=LineKind.ADJUSTMENT if fell else LineKind.BASE,
        cause=f"views:{week}",
        amount=base_pay(qualified, rpm_minor=rpm),
        policy_sha256=policy_sha256,
        inputs=inputs,
    )


def judgement_label(letter: Grade, originality: Originality) -> str:
    """Return what a bonus line rests on, for example “A:pending”."""
    return f"{letter}:{originality}"


def _bonus_line(facts: VideoWeek, *, base: PaidBase, grade: GradeFacts) -> LineDraft | None:
    says = judgement_label(grade.letter, facts.originality)
    if says == base.said:
        return None
    due = bonus(base.amount, grade=grade.letter, originality=facts.originality, rates=base.rates)
    inputs = {
        "base": base.amount,
        "base_week": base.week,
        "grade": grade.to_json(),
        "originality": str(facts.originality),
        "paid_before": base.bonus_paid,
        "waiting": due.waiting,
    }
    kind = _bonus_kind(said=base.said, letter=grade.letter)
    if kind is LineKind.ADJUSTMENT:
        inputs["reason"] = "judgement_changed"
    return LineDraft(
        video_id=facts.video_id,
        kind=kind,
        cause=f"base:{base.week}",
        amount=due.sure - base.bonus_paid,
        policy_sha256=base.policy_sha256,
        inputs=inputs,
        judgement=says,
    )


def _bonus_kind(*, said: str, letter: Grade) -> LineKind:
    if not said:
        return LineKind.BONUS
    if said == judgement_label(letter, Originality.PENDING):
        return LineKind.BONUS_REMAINDER
    return LineKind.ADJUSTMENT
