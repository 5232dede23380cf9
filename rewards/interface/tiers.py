"""Creators' tiers as other apps see them."""

from collections.abc import Collection
from datetime import date, datetime

from creatorspark.core.jobs.services import JobProgress
from rewards.domain.tier_facts import TierLadder, TierReport, TierState
from rewards.services import tier_reports, tier_weeks, tiers


def tier_of(*, creator_id: int, now: datetime) -> TierState:
    """Return a creator's tier now, what it brings, and the change that was announced, if any."""
    return tier_reports.state_of(creator_id, ladder=tier_reports.ladder_at(at=now), now=now)


def tiers_at(*, creator_ids: Collection[int], week: date) -> dict[int, str]:
    """Return the tier of each creator in the week of a Monday; those without one are absent."""
    return tiers.tiers_at(creator_ids, week=week)


def tier_report(*, creator_id: int, now: datetime) -> TierReport | None:
    """Return a creator's tier with what the next one needs and everything that was announced.

    None where no tier policy or no grade policy is in force.
    """
    return tier_reports.report_of(creator_id, now=now)


def tier_ladder(*, now: datetime) -> TierLadder | None:
    """Return the tiers in force with what each asks for and brings; None without a policy."""
    ladder = tier_reports.ladder_at(at=now)
    return ladder.facts() if ladder else None


def assess_tiers(*, now: datetime) -> None:
    """Look at everybody's tier here and at once, in the week of `now`; once a week."""
    tier_weeks.assess_tiers(JobProgress(None), now=now)
