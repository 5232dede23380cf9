"""Keep each creator's estimate of the open week, so that its statement can say what changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, Job
from creatorspark.lib.periods import week_label
from rewards.domain.earnings import LineDraft
from rewards.models import WeekEstimate
from rewards.services.estimates import CreatorWeek, OpenWeek, creator_weeks, open_week

JOB_KIND = "rewards.store_estimates"
CREATORS_AT_ONCE = 400


def request_estimates(*, now: datetime) -> Job:
    """Queue a run; return the waiting job when there is one."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JOB_KIND, state=Job.State.QUEUED).first()
        return waiting or jobs.enqueue(JOB_KIND, parameters={}, actor=None, now=now)


def store_estimates(progress: jobs.JobProgress, *, now: datetime) -> int:
    """Store every creator's estimate of the open week over the last one; return how many.

    A week that is over is left as its creators last saw it while it was open.
    """
    week = open_week(now=now)
    if week is None or week.ends_at <= now:
        return 0
    stage = _("Estimating %(week)s") % {"week": week_label(week.week)}
    total, done, last, stored = Creator.objects.count(), 0, 0, 0
    progress.report(stage, done=0, total=total)
    while creators := _next_creators(after=last):
        stored += _store(creator_weeks(creators, week=week), week, now=now)
        last, done = creators[-1], done + len(creators)
        progress.report(stage, done=done, total=total)
    return stored


def _next_creators(*, after: int) -> list[int]:
    rows = Creator.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(rows[:CREATORS_AT_ONCE])


def _store(found: Iterable[CreatorWeek], week: OpenWeek, *, now: datetime) -> int:
    rows = [
        WeekEstimate(
            creator_id=one.creator_id,
            week=week.week,
            low=one.low,
            high=one.high,
            lines=_lines(one),
            computed_at=now,
        )
        for one in found
    ]
    WeekEstimate.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["creator", "week"],
        update_fields=["low", "high", "lines", "computed_at"],
    )
    return len(rows)


def _lines(one: CreatorWeek) -> list[dict[str, Any]]:
    lines = [_line(draft) for video in one.videos for draft in video.drafts]
    return lines + [
        {"video": video, "kind": "adjustment", "cause": f"staff:{pk}", "amount": amount}
        for pk, video, amount in one.adjustments
    ]


def _line(draft: LineDraft) -> dict[str, Any]:
    line = {
        "video": draft.video_id,
        "kind": str(draft.kind),
        "cause": draft.cause,
        "amount": draft.amount,
        "waiting": draft.waiting,
        "judgement": draft.judgement,
    }
    if draft.counted is not None:
        line |= {
            "views": draft.inputs["qualified_views"],
            "excluded": draft.inputs["excluded_views"],
            "rpm_minor": draft.inputs["rpm_minor"],
        }
    return line


@jobs.job_kind(JOB_KIND)
def _work(progress: jobs.JobProgress, _parameters: dict[str, Any]) -> dict[str, Any]:
    return {"estimates": store_estimates(progress, now=timezone.now())}
