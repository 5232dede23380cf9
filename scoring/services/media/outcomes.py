"""How work on a submission ends: received, put off, or failed. Only the claim's holder may say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from creatorspark.core.services.removal import remove_on_commit
from scoring.media.facts import VideoFacts
from scoring.media.problems import Problem
from scoring.media.sentences import ADVICE
from scoring.models import Submission
from scoring.services.media.claims import Held, finish
from scoring.services.media.draft_time import draft_kept
from scoring.services.media.known import FACTS
from scoring.services.media.refusals import sentence_of
from scoring.services.media.replacing import check_may_replace
from scoring.services.media.sending import checked_link
from scoring.services.originality.requests import request_judgement
from scoring.services.originality.searches import request_search
from scoring.services.quality.reading import came_back

# What may be better soon is tried again by itself: after these many minutes, then given up.
PAUSES = (1, 5, 30, 120)
MAY_PASS = frozenset(
    {
        Problem.LINK_BUSY,
        Problem.LINK_SLOW,
        Problem.NETWORK_DOWN,
        Problem.DAILY_LIMIT,
        Problem.TOO_SLOW,
        Problem.TOO_MUCH_MEMORY,
        Problem.OUR_FAULT,
    }
)
TOLD = (Submission.Source.UPLOAD, Submission.Source.LINK, Submission.Source.API)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a worker found out about a file; `size` in bytes."""

    facts: VideoFacts
    sha256: str
    size: int


def receive(held: Held, found: Found, *, file: str, now: datetime) -> None:
    """Keep a file that was read, and have it judged.

    Raises Lost, or MediaProblem where it may not replace the video's file; what was brought is the
    caller's then.
    """
    submission = held.submission
    for_video = submission.purpose == Submission.Purpose.VIDEO
    with transaction.atomic():
        _lock(submission)
        finish(
            held,
            state=Submission.State.RECEIVED,
            problem="",
            sha256=found.sha256,
            bytes=found.size,
            received_at=now,
            file="" if for_video else file,
            expires_at=None if for_video else now + kept_for(submission, now=now),
            **{name: getattr(found.facts, name) for name in FACTS},
        )
        came_back(found.sha256)
        if submission.video_id is not None:
            _give_to_video(submission, file=file, sha256=found.sha256, now=now)
        else:
            request_search(submission_id=submission.pk, now=now)
        _audit("received", submission, {"sha256": found.sha256, "bytes": found.size})


def fail(held: Held, problem: Problem, *, now: datetime) -> None:
    """Note what is wrong; try again later by itself where that can help. Raises Lost."""
    submission = held.submission
    with transaction.atomic():
        _lock(submission)
        pause = _pause(submission, problem)
        if pause is not None:
            finish(
                held, state=Submission.State.WAITING, problem=problem.value, retry_at=now + pause
            )
            _audit("put_off", submission, {"problem": problem.value})
            return
        finish(held, **_failure(submission, problem, now=now))
        _audit("failed", submission, {"problem": problem.value})
        _tell(submission, problem, now=now)


def kept_for(submission: Submission, *, now: datetime) -> timedelta:
    """Return how long a file is kept that belongs to no video."""
    if submission.purpose == Submission.Purpose.SEARCH:
        return settings.MEDIA.search_kept
    return draft_kept(now=now)


def _lock(submission: Submission) -> None:
    """Wait for whatever else happens to the creator: creator first, then their rows."""
    if submission.creator_id is not None:
        Creator.objects.select_for_update(no_key=True).get(pk=submission.creator_id)


def _give_to_video(submission: Submission, *, file: str, sha256: str, now: datetime) -> None:
    rows = Video.objects.select_for_update(no_key=True, of=("self",)).select_related("creator")
    video = rows.get(pk=submission.video_id or 0)
    # The file before may have been judged while this one was on its way.
    check_may_replace(
        video,
        source=submission.source,
        actor=submission.submitted_by,
        link=checked_link(submission.url, video=video) if submission.url else None,
        sha256=sha256,
    )
    if video.file and video.file.name != file:
        remove_on_commit(video.file.name or "")
    Video.objects.filter(pk=video.pk).update(file=file, sha256=sha256, updated_at=now)
    request_judgement(video_id=video.pk, now=now, soon=submission.source in TOLD)


def _pause(submission: Submission, problem: Problem) -> timedelta | None:
    if problem not in MAY_PASS or submission.attempts > len(PAUSES):
        return None
    return timedelta(minutes=PAUSES[max(submission.attempts, 1) - 1])


def _failure(submission: Submission, problem: Problem, *, now: datetime) -> dict[str, Any]:
    """Keep the file where trying again may help, for as long as a draft; else remove it."""
    values: dict[str, Any] = {"state": Submission.State.FAILED, "problem": problem.value}
    if submission.file and ADVICE[problem].retry:
        return values | {"expires_at": now + draft_kept(now=now)}
    remove_on_commit(submission.file.name or "")
    return values | {"file": "", "expires_at": None}


def _tell(submission: Submission, problem: Problem, *, now: datetime) -> None:
    """Tell the creator: they may have left the page long ago."""
    creator = submission.creator
    if creator is None or creator.user is None or submission.source not in TOLD:
        return
    video = submission.video
    notify(
        creator.user,
        # Every try that a person asks for may fail anew.
        key=f"scoring.submission.{submission.pk}.failed.{now:%Y%m%d%H%M%S}",
        title=_("We couldn’t take in your video’s file"),
        body=sentence_of(problem),
        url=f"/studio/videos/{video.pk}/file/" if video else "",
        now=now,
    )


def _audit(act: str, submission: Submission, after: dict[str, Any]) -> None:
    audit.record(f"scoring.submission.{act}", target=submission, actor=None, after=after)
