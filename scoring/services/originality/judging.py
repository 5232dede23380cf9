"""Judging one video: read its file, commit the fingerprint, search, write the verdict.

Every step can be repeated. The fingerprint is committed before the search, so of two videos that
are judged at the same time at least one search sees the other; whichever was posted later is then
asked for again. A worker that dies leaves its row to the sweep.
"""

from datetime import datetime

from creatorspark.core.models import Video
from scoring.domain.verdicts.standing import Standing
from scoring.media.problems import MediaProblem
from scoring.media.sentences import ADVICE
from scoring.media.storage import FileMissing
from scoring.models import JudgementRequest, OriginalityMatch, OriginalityVerdict
from scoring.services.originality import queue
from scoring.services.originality.context import stand, whose
from scoring.services.originality.fingerprints import StoredPrint, fingerprint_video
from scoring.services.originality.outcomes import (
    CATCHING_UP,
    FILE_MISSING,
    NO_FILE,
    PICTURES,
    SAYS_NOTHING,
    UNEXPECTED,
    Judged,
    Outcome,
)
from scoring.services.originality.policies import policy_in_force
from scoring.services.originality.refreshing import is_catching_up
from scoring.services.originality.requests import request_judgements
from scoring.services.originality.searching import Asker, search
from scoring.services.originality.writing import write_outcome
from scoring.services.quality.rating import rate_quietly


def judge(video_id: int, *, now: datetime) -> bool:
    """Judge a video if a request for it waits; False if there is none, or another worker has it.

    What is wrong with a file becomes a verdict that it can't be judged, or another try where that
    may help. An unexpected error puts the row off and is raised again for the log.
    """
    held = queue.claim(video_id, now=now)
    if held is None:
        return False
    try:
        _judge(held, now=now)
    except queue.ClaimLost:
        return False
    except Exception:
        queue.put_off(held, problem=UNEXPECTED, now=now)
        raise
    return True


def _judge(held: queue.Claim, *, now: datetime) -> None:
    video = Video.objects.get(pk=held.video_id)
    if not video.file:
        queue.finish(held, now=now, problem=NO_FILE)
        return
    if is_catching_up(now=now):
        queue.put_off(held, problem=CATCHING_UP, now=now, counts=False)
        return
    try:
        stored = fingerprint_video(video, now=now)
    except FileMissing:
        queue.put_off(held, problem=FILE_MISSING, now=now)
    except MediaProblem as refused:
        _cannot_read(video, refused, held, now=now)
    else:
        rate_quietly(video_id=video.pk, sha256=stored.sha256, now=now)
        queue.reach(held, JudgementRequest.Stage.SEARCH)
        _compare(video, stored, held, now=now)


def _cannot_read(video: Video, refused: MediaProblem, held: queue.Claim, *, now: datetime) -> None:
    if ADVICE[refused.problem].retry and held.attempts < queue.MOST_ATTEMPTS:
        queue.put_off(held, problem=refused.problem.value, now=now)
        return
    policy = policy_in_force(at=now)
    outcome = Outcome(
        verdict=OriginalityVerdict.Verdict.NOT_JUDGEABLE,
        policy=policy,
        sha256=video.sha256,
        problem=refused.problem.value,
    )
    write_outcome(video.pk, outcome, held=held, now=now)


def _compare(video: Video, stored: StoredPrint, held: queue.Claim, *, now: datetime) -> None:
    policy = policy_in_force(at=now)
    if not stored.content.says_something:
        outcome = Outcome(
            verdict=OriginalityVerdict.Verdict.NOT_JUDGEABLE,
            policy=policy,
            sha256=stored.sha256,
            problem=SAYS_NOTHING if stored.content.seconds else PICTURES,
        )
        write_outcome(video.pk, outcome, held=held, now=now)
        return
    asker = Asker(video.pk, video.posted_at, video.created_at, stored.sha256, video.creator_id)
    judged = stand(whose(video), search(stored.content, asker), policy.rules)
    # Before the verdict, and by itself: a crash in between asks again, which does no harm.
    _ask_for_later_ones(judged, stored, now=now)
    queue.reach(held, JudgementRequest.Stage.VERDICT)
    outcome = Outcome.of(judged, policy=policy, sha256=stored.sha256)
    write_outcome(video.pk, outcome, held=held, now=now)


def _ask_for_later_ones(judged: list[Judged], stored: StoredPrint, *, now: datetime) -> None:
    """Have those judged again that were posted later and don't know of this file yet.

    What a person decided stays, so it isn't asked for.
    """
    later = [one.found.video_id for one in judged if one.standing is Standing.LATER]
    current = OriginalityVerdict.objects.filter(video__in=later, is_current=True)
    decided = current.filter(source=OriginalityVerdict.Source.STAFF)
    knowing = OriginalityMatch.objects.filter(
        verdict__in=current, verdict__decided_at__gte=stored.made_at, other=stored.video_id
    )
    settled = {
        *decided.values_list("video_id", flat=True),
        *knowing.values_list("verdict__video_id", flat=True),
    }
    wanted = [video for video in later if video not in settled]
    request_judgements(video_ids=wanted, now=now, cause=JudgementRequest.Cause.EARLIER_FOUND)
