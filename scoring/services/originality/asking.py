"""A person asks for another look, or for a look at everything."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobProgress, enqueue, job_kind
from creatorspark.core.models import Job, User, Video
from creatorspark.core.services import audit
from scoring.models import JudgementRequest
from scoring.services.locks import Report, silent
from scoring.services.originality.judging import judge
from scoring.services.originality.reports import UNDER_WAY, originality_report
from scoring.services.originality.requests import request_judgement, request_judgements
from scoring.services.originality.tending import ask_for_unasked

JUDGE = "scoring.judge_originality"
CHUNK = 500
EVERY = 10_000_000


class RetryRefused(ValueError):
    """There is nothing to try again; the message is for a person."""


def ask_again(*, video_id: int, actor: User, now: datetime) -> None:
    """Have a video judged once more because a person asked.

    Staff may ask at any time, a creator where trying again can help. Raises RetryRefused.
    """
    with transaction.atomic():
        video = Video.objects.filter(pk=video_id).first()
        if video is None or not video.file:
            raise RetryRefused(_("We don't have this video's file yet. Send it first."))
        if not (actor.is_active and actor.is_staff):
            _check_it_can_help(video_id)
        request_judgement(video_id=video_id, now=now, cause=JudgementRequest.Cause.ASKED, soon=True)
        audit.record("scoring.originality.asked", target=video, actor=actor)


def _check_it_can_help(video_id: int) -> None:
    report = originality_report(video_id=video_id)
    if report.again or report.state in UNDER_WAY:
        raise RetryRefused(_("We are looking at this video already. The result appears here."))
    if not report.can_retry:
        raise RetryRefused(
            _(
                "Looking again wouldn’t change anything, so the result stays. If you think it is "
                "wrong, appeal: a person looks at it."
            )
        )


def request_run(*, actor: User | None, now: datetime, everything: bool = False) -> Job:
    """Queue a job that judges what waits, or everything anew; return the one queued already."""
    parameters = {"everything": everything}
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JUDGE, state=Job.State.QUEUED, parameters=parameters)
        found = waiting.first()
        if found is not None:
            return found
        job = enqueue(JUDGE, parameters=parameters, actor=actor, now=now)
        audit.record("scoring.originality.run_requested", target=job, actor=actor, after=parameters)
        return job


@job_kind(JUDGE)
def run_judging(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Judge what waits. Runs again harmlessly after a crash, beside any number of workers."""
    everything = bool(parameters.get("everything", False))
    return {"judged": judge_waiting(everything=everything, report=progress.report)}


def judge_waiting(
    *,
    everything: bool = False,
    report: Report = silent,
    clock: Callable[[], datetime] = timezone.now,
) -> int:
    """Judge every video that waits, here and at once; return how many were judged.

    `everything` first asks for all videos with a file. Other workers may take some of them.
    """
    started = clock()
    if everything:
        ask_for_everything(now=started)
    else:
        ask_for_unasked(now=started, most=EVERY)
    total, done, judged = _waiting().count(), 0, 0
    while chunk := _longest_waiting():
        before = judged
        for video_id in chunk:
            report(_("Judging originality"), done=done, total=max(total, done))
            judged += judge(video_id, now=clock())
            done += 1
        if judged == before:
            break  # other workers have them all
    report(_("Judging originality"), done=done, total=max(total, done))
    return judged


def ask_for_everything(*, now: datetime) -> int:
    """Ask for every video that has a file; return how many."""
    asked, last = 0, 0
    while True:
        videos = Video.objects.exclude(file="").filter(pk__gt=last).order_by("pk")
        ids = list(videos.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return asked
        request_judgements(video_ids=ids, now=now, cause=JudgementRequest.Cause.ASKED, nudge=False)
        asked, last = asked + len(ids), ids[-1]


def _longest_waiting() -> list[int]:
    rows = _waiting().order_by("requested_at", "video_id")
    return list(rows.values_list("video_id", flat=True)[:CHUNK])


def _waiting() -> QuerySet[JudgementRequest]:
    return JudgementRequest.objects.filter(
        state=JudgementRequest.State.WAITING, retry_at__isnull=True
    )
