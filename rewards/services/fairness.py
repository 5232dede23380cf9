"""The fairness report of each closed week, worked out by night and kept."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Job, User
from creatorspark.core.services import audit
from creatorspark.lib.intervals import Interval, wilson
from creatorspark.lib.periods import week_label
from rewards.domain.fairness import MIN_CREATORS, MIN_VIDEOS, Outcomes
from rewards.domain.fairness_facts import (
    FORMAT,
    WeekTotals,
    comparison_to_json,
    totals_to_json,
)
from rewards.domain.intervals import effective_videos
from rewards.domain.replay import as_paid
from rewards.models import FairnessReport, WeekClose
from rewards.services.sandbox.grouping import compare_kinds, graded_videos, groupings
from rewards.services.sandbox.reading import PastWeeks, read_past

JOB_KIND = "rewards.report_fairness"
# Grades come a week after posting and verdicts some weeks later; then a week's bonuses are settled.
UNSETTLED_WEEKS = 8


def request_reports(*, actor: User | None, now: datetime) -> Job:
    """Queue the work on reports; return the waiting job when there is one."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JOB_KIND, state=Job.State.QUEUED).first()
        if waiting is not None:
            return waiting
        job = jobs.enqueue(JOB_KIND, parameters={}, actor=actor, now=now)
        audit.record("rewards.fairness.requested", target=job, actor=actor)
        return job


@jobs.job_kind(JOB_KIND)
def _work(progress: JobProgress, _parameters: dict[str, Any]) -> dict[str, Any]:
    return {"weeks": [week_label(week) for week in report_weeks(progress, now=timezone.now())]}


def report_weeks(progress: JobProgress, *, now: datetime) -> list[date]:
    """Report on every closed week that has no report or isn't settled; return them."""
    closes = list(WeekClose.objects.filter(closed_at__isnull=False).order_by("-week"))
    reported = set(FairnessReport.objects.values_list("week", flat=True))
    due = [
        close
        for place, close in enumerate(closes)
        if place < UNSETTLED_WEEKS or close.week not in reported
    ]
    for done, close in enumerate(due):
        stage = _("Fairness of %(week)s") % {"week": week_label(close.week)}
        progress.report(stage, done=done, total=len(due))
        _report(close, now=now)
    return [close.week for close in due]


def _report(close: WeekClose, *, now: datetime) -> None:
    past = read_past(close.week, close.week, progress=JobProgress(None))
    FairnessReport.objects.update_or_create(
        week=close.week,
        defaults={
            "policy_id": close.policy_id,
            "measures": measures_of(past),
            "computed_at": now,
        },
    )


def measures_of(past: PastWeeks) -> dict[str, Any]:
    """Return the measures of what was paid as plain JSON, blind to groups that are too small."""
    paid = as_paid(past.rows)
    outcomes, groups = graded_videos(past, paid, groups=groupings(past))
    totals = _totals(outcomes)
    found = compare_kinds(outcomes, groups=groups, min_creators=MIN_CREATORS) if totals else {}
    return {
        "format": FORMAT,
        "totals": totals and totals_to_json(totals),
        "kinds": {kind: comparison_to_json(one) for kind, one in found.items()},
    }


def _totals(outcomes: Outcomes) -> WeekTotals | None:
    creators = len(set(outcomes.owner.tolist()))
    if len(outcomes) < MIN_VIDEOS or creators < MIN_CREATORS:
        return None
    worth = effective_videos(outcomes.owner, outcomes.has_bonus)
    share = float(outcomes.has_bonus.mean())
    around = wilson(share * worth, worth)
    return WeekTotals(
        videos=len(outcomes),
        creators=creators,
        base=int(outcomes.base.sum()),
        bonus=int(outcomes.bonus.sum()),
        share=Interval(share, around.low, around.high),
    )
