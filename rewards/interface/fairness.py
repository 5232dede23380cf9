"""How alike groups are paid: the reports, who may read them, and the export for reviewers."""

from collections.abc import Iterator
from datetime import date, datetime

from creatorspark.core.jobs.services import JobProgress
from rewards.domain.fairness_facts import WeekFairness
from rewards.selectors import fairness as selectors
from rewards.services import fairness, outcomes


def fairness_is_public() -> bool:
    """Say whether the operator shows fairness reports to everyone."""
    return selectors.is_public()


def fairness_report(*, week: date | None = None) -> WeekFairness | None:
    """Return a week's report, the newest if none is named; None when there is none."""
    return selectors.fairness_report(week=week)


def fairness_history() -> list[WeekFairness]:
    """Return the reports of the last half year, newest first."""
    return selectors.fairness_history()


def report_fairness(*, now: datetime) -> list[date]:
    """Report on the closed weeks that need it, here and at once; return their Mondays."""
    return fairness.report_weeks(JobProgress(None), now=now)


def outcomes_csv() -> Iterator[str]:
    """Yield what was decided in every closed week as CSV, without ids, ten creators alike."""
    return outcomes.outcomes_csv()
