"""From a video's facts to the lines of the open week. Pure: what is stored decides, not when.

Each rule compares what is due with what earlier lines already paid and writes the difference.
That makes closing a week repeatable, and lets a late fact (a verdict, a grade, a counter that
fell) reach the creator as a line of its own in the open week instead of an edit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rewards.domain.bonus import BonusRate, Grade, Originality, base_pay, bonus
from rewards.domain.pay_policy import PayPolicy, VideoTerms


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
class PaidViews:
    """How far the lines written so far have counted a video's views.

    `counted` views (net of exclusions) were looked at and `unpaid` of them met no pay rule.
    `terms` and `rpm_minor` are those of the last line that paid views; None where none did.
    """

    counted: int = 0
    unpaid: int = 0
    policy_sha256: str = ""
    terms: VideoTerms | None = None
    rpm_minor: str = ""
    rates: Mapping[Grade, BonusRate] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PaidBase:
    """What a week's views were paid, and what the bonus lines on it so far paid and last said."""

    week: str
    amount: int
    policy_sha256: str
    is_correction: bool = False
    bonus_paid: int = 0
    said: str = ""
    rates: Mapping[Grade, BonusRate] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class VideoWeek:
    """All that decides a video's lines in a week. Views are cumulative at the week's end."""

    video_id: int
    terms: VideoTerms
    views: int
    observed_at: str
    exclusions: Sequence[Exclusion]
    before: PaidViews
    bases: Sequence[PaidBase]
    grade: GradeFacts | None
    originality: Originality


@dataclass(frozen=True, kw_only=True)
class LineDraft:
    """A line before it is stored; `amount` is in minor units.

    `counted` and `unpaid` say where a line on views leaves off; `base_week` names the base that a
    bonus line is on, and `judgement` what it rests on.
    """

    video_id: int | None
    kind: LineKind
    cause: str
    amount: int
    policy_sha256: str
    inputs: dict[str, Any]
    counted: int | None = None
    unpaid: int | None = None
    base_week: str = ""
    judgement: str = ""
    waiting: int = 0


def taken_off(
    exclusions: Sequence[Exclusion], *, views: int, counted: int
) -> tuple[Exclusion, ...]:
    """Return what of these exclusions a line takes off a counter of `views`, in their order.

    Only what the counter shows beyond the views `counted` before can be taken off, so what was
    paid goes back where the counter itself fell, and nowhere else. What finds no room now comes
    off what is gained later.
    """
    room, taken = max(0, views - counted), []
    for one in exclusions:
        part = min(one.views, room)
        room -= part
        if part:
            taken.append(Exclusion(reason=one.reason, views=part))
    return tuple(taken)


def lines_for(facts: VideoWeek, *, week: str, policy: PayPolicy) -> list[LineDraft]:
    """Return the lines that this week owes the video, in the order a person reads them."""
    views = _views_line(facts, week=week, policy=policy)
    lines = [views] if views else []
    bases = list(facts.bases)
    if views:
        fell = views.kind is LineKind.ADJUSTMENT
        bases.append(
            PaidBase(
                week=week,
                amount=views.amount,
                policy_sha256=views.policy_sha256,
                is_correction=fell,
                rates=facts.before.rates if fell else policy.bonus,
            )
        )
    if facts.grade is not None:
        lines += [
            line for base in bases if (line := _bonus_line(facts, base=base, grade=facts.grade))
        ]
    return lines


def _views_line(facts: VideoWeek, *, week: str, policy: PayPolicy) -> LineDraft | None:
    excluded = sum(item.views for item in facts.exclusions)
    gained = facts.views - excluded - facts.before.counted
    if gained == 0 or (gained < 0 and facts.before.terms is None):
        # Where nothing was ever paid, there is nothing to correct.
        return None
    fell = gained < 0
    terms, rpm, policy_sha256 = facts.terms, "", policy.sha256
    if fell and facts.before.terms is not None:
        # Views that vanished are taken back as the last line that paid views paid them; those
        # that never were paid go first.
        terms, rpm, policy_sha256 = (
            facts.before.terms,
            facts.before.rpm_minor,
            facts.before.policy_sha256,
        )
        unpaid, rule = -min(-gained, facts.before.unpaid), ""
    else:
        rule = policy.why_unpaid(terms)
        unpaid = gained if rule else 0
        rpm = str(policy.rpm_for(terms))
    qualified = gained - unpaid
    inputs = {
        **terms.to_json(),
        "views_to": facts.views,
        "observed_at": facts.observed_at,
        "excluded_views": excluded,
        "exclusions": [{"reason": x.reason, "views": x.views} for x in facts.exclusions],
        "counted_before": facts.before.counted,
        "unpaid_before": facts.before.unpaid,
        "unpaid_views": unpaid,
        "unpaid_rule": rule,
        "qualified_views": qualified,
        "rpm_minor": rpm,
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
        counted=facts.before.counted + gained,
        unpaid=facts.before.unpaid + unpaid,
    )


def judgement_label(letter: Grade, originality: Originality) -> str:
    """Return what a bonus line rests on, for example “A:pending”."""
    return f"{letter}:{originality}"


def _bonus_line(facts: VideoWeek, *, base: PaidBase, grade: GradeFacts) -> LineDraft | None:
    says = judgement_label(grade.letter, facts.originality)
    if says == base.said:
        return None
    due = bonus(base.amount, grade=grade.letter, originality=facts.originality, rates=base.rates)
    if base.said.startswith(f"{grade.letter}:") and grade.letter not in base.rates:
        # A verdict on a grade that earns no bonus changes nothing worth a line.
        return None
    if not base.said and not base.amount:
        return None
    inputs = {
        "base": base.amount,
        "base_week": base.week,
        "grade": grade.to_json(),
        "originality": str(facts.originality),
        "paid_before": base.bonus_paid,
        "waiting": due.waiting,
    }
    kind = _bonus_kind(base, letter=grade.letter)
    if kind is LineKind.ADJUSTMENT:
        inputs["reason"] = "judgement_changed" if base.said else "views_fell"
    return LineDraft(
        video_id=facts.video_id,
        kind=kind,
        cause=f"base:{base.week}",
        amount=due.sure - base.bonus_paid,
        policy_sha256=base.policy_sha256,
        inputs=inputs,
        base_week=base.week,
        judgement=says,
        waiting=due.waiting,
    )


def _bonus_kind(base: PaidBase, *, letter: Grade) -> LineKind:
    if base.is_correction:
        return LineKind.ADJUSTMENT
    if not base.said:
        return LineKind.BONUS
    if base.said == judgement_label(letter, Originality.PENDING):
        return LineKind.BONUS_REMAINDER
    return LineKind.ADJUSTMENT
