"""Award the points of closed weeks: count each week once, then post what was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, User
from creatorspark.lib.periods import week_label, week_start
from rewards.services import award_posting, award_weeks
from rewards.services.award_weeks import Candidate
from scoring import interface as scoring

JOB_KIND = "rewards.post_awards"


@dataclass(frozen=True, kw_only=True)
class AwardRun:
    """What one run did: weeks it counted, and awards it posted to the ledger."""

    weeks_counted: int
    awards_posted: int


def post_awards(progress: jobs.JobProgress, *, now: datetime) -> AwardRun:
    """Count every closed week that has scored videos without an award, and post what is due.

    Running it twice, at once, or after a crash pays each video once. Without a points policy in
    force nothing is counted.
    """
    counted = 0
    for week, videos in award_weeks.by_week(_candidates(progress, now=now), now=now).items():
        progress.report(_("Counting %(week)s") % {"week": week_label(week)})
        policy = scoring.week_policy(week_start=week_start(week))

        def count(
            rows: Sequence[Candidate], version: str = policy.version
        ) -> list[scoring.CountedVideo]:
            return scoring.counted_points(
                videos=[
                    scoring.WeekVideo(row.video_id, row.creator_id, row.points) for row in rows
                ],
                policy_version=version,
            )

        done = award_weeks.count_week(
            week, videos, policy_id=policy.policy_id, count=count, now=now
        )
        counted += done is not None
    posted = award_posting.post_counted_weeks(progress, now=now)
    return AwardRun(weeks_counted=counted, awards_posted=posted)


def _candidates(progress: jobs.JobProgress, *, now: datetime) -> Iterator[Candidate]:
    """Yield every scored video of a closed week, under the policy of that week."""
    try:
        weeks = scoring.weeks_with_scores(now=now)
    except scoring.UnknownPolicy:
        return
    for done, start in enumerate(weeks):
        progress.report(_("Reading scores"), done=done, total=len(weeks))
        try:
            policy_id = scoring.week_policy(week_start=start).policy_id
        except scoring.UnknownPolicy:
            continue  # nothing was in force then, so nothing is due for that week
        for row in scoring.points_for_award(week_start=start, now=now):
            yield Candidate(
                row.video_id, row.creator_id, policy_id, row.score_id, row.points, row.due_at
            )


def request_posting(*, actor: User | None, now: datetime) -> Job:
    """Queue a run; it shows itself as a job."""
    return jobs.enqueue(JOB_KIND, parameters={}, actor=actor, now=now)


@jobs.job_kind(JOB_KIND)
def _work(progress: jobs.JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    run = post_awards(progress, now=timezone.now())
    return {"weeks_counted": run.weeks_counted, "awards_posted": run.awards_posted}
