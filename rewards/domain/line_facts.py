"""What a stored or estimated line says, with its inputs as typed facts. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from creatorspark.lib.periods import parse_week
from rewards.domain.bonus import NO_BONUS, Grade, Originality, bonus
from rewards.domain.earnings_facts import (
    BonusFacts,
    ExclusionFacts,
    LineFacts,
    StaffFacts,
    ViewsFacts,
)
from rewards.domain.pay_policy import PayPolicy


def line_facts(
    *,
    position: int,
    week: date,
    video_id: int | None,
    kind: str,
    cause: str,
    amount: int,
    inputs: Mapping[str, Any],
    policy: PayPolicy,
    policy_version: str,
) -> LineFacts:
    """Return a line with its inputs read; `policy` is the one that the line names."""
    about, _colon, _rest = cause.partition(":")
    return LineFacts(
        position=position,
        week=week,
        video_id=video_id,
        kind=kind,
        cause=cause,
        amount=amount,
        currency=policy.currency,
        policy_version=policy_version,
        policy_sha256=policy.sha256,
        views=_views(inputs) if about == "views" else None,
        bonus=_bonus(inputs, policy) if about == "base" else None,
        staff=_staff(inputs) if about == "staff" else None,
    )


def _views(inputs: Mapping[str, Any]) -> ViewsFacts:
    return ViewsFacts(
        platform=inputs["platform"],
        market=inputs["market"],
        niche=inputs["niche"],
        tier=inputs["tier"],
        seconds=inputs["seconds"],
        age_days=inputs["age_days"],
        views_to=inputs["views_to"],
        observed_at=datetime.fromisoformat(inputs["observed_at"]).astimezone(UTC),
        excluded_views=inputs["excluded_views"],
        exclusions=tuple(
            ExclusionFacts(reason=row["reason"], views=row["views"]) for row in inputs["exclusions"]
        ),
        counted_before=inputs["counted_before"],
        unpaid_views=inputs["unpaid_views"],
        unpaid_rule=inputs["unpaid_rule"],
        qualified_views=inputs["qualified_views"],
        rpm_minor=Decimal(inputs["rpm_minor"]),
    )


def _bonus(inputs: Mapping[str, Any], policy: PayPolicy) -> BonusFacts:
    grade, originality = inputs["grade"], Originality(inputs["originality"])
    letter = Grade(grade["letter"])
    rates = policy.bonus.get(letter, NO_BONUS)
    is_original = originality is Originality.ORIGINAL
    due = bonus(inputs["base"], grade=letter, originality=originality, rates=policy.bonus)
    return BonusFacts(
        base=inputs["base"],
        base_week=parse_week(inputs["base_week"]),
        letter=str(letter),
        score=grade["score"],
        originality=str(originality),
        rate=rates.original if is_original else rates.not_original,
        rate_original=rates.original,
        rate_not_original=rates.not_original,
        due=due.sure,
        paid_before=inputs["paid_before"],
        waiting=inputs["waiting"],
        reason=inputs.get("reason", ""),
        reference_sha256=grade["reference_sha256"],
        grade_policy_sha256=grade["policy_sha256"],
    )


def _staff(inputs: Mapping[str, Any]) -> StaffFacts:
    return StaffFacts(reason=inputs["reason"], link=inputs["link"])
