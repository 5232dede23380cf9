"""Reading fairness reports."""

from datetime import date

from django.conf import settings

from rewards.domain.fairness_facts import WeekFairness, comparison_from_json, totals_from_json
from rewards.domain.groups import KINDS
from rewards.models import FairnessReport

HISTORY_WEEKS = 26


def is_public() -> bool:
    """Say whether the operator shows fairness reports to everyone."""
    return bool(settings.FAIRNESS_REPORT_PUBLIC)


def fairness_report(*, week: date | None = None) -> WeekFairness | None:
    """Return a week's report, the newest if none is named; None when there is none."""
    rows = FairnessReport.objects.select_related("policy").order_by("-week")
    row = rows.first() if week is None else rows.filter(week=week).first()
    return _facts(row) if row else None


def fairness_history() -> list[WeekFairness]:
    """Return the reports of the last half year, newest first."""
    rows = FairnessReport.objects.select_related("policy").order_by("-week")[:HISTORY_WEEKS]
    return [_facts(row) for row in rows]


def _facts(row: FairnessReport) -> WeekFairness:
    measures, totals = row.measures, row.measures["totals"]
    return WeekFairness(
        week=row.week,
        policy_version=row.policy.version,
        policy_sha256=row.policy.sha256,
        currency=row.policy.parameters["currency"],
        computed_at=row.computed_at,
        totals=totals and totals_from_json(totals),
        kinds={
            # The database keeps no order of names.
            kind: comparison_from_json(measures["kinds"][kind])
            for kind in KINDS
            if kind in measures["kinds"]
        },
    )
