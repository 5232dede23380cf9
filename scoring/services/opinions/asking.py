"""Asking about one video: send its file, wait until it is ready, ask, store, remove it there.

Every step can be repeated, and what lies at the service is named in our row before a byte of it
leaves. A worker that dies leaves its row to the sweep; the next one finds the file by its name.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.utils import timezone

from creatorspark.core.models import Video
from scoring.domain.opinions import PROMPT
from scoring.media.storage import FileMissing, StorageAway, local_file
from scoring.models import OpinionRequest
from scoring.services.opinions import budget, queue
from scoring.services.opinions.answers import Exchange, write
from scoring.services.opinions.consent import agrees
from scoring.services.opinions.gemini import (
    Gemini,
    GeminiBusy,
    GeminiError,
    GeminiKeyRefused,
    GeminiNoAnswer,
    GeminiProtocolError,
    GeminiRequestRefused,
    RemoteFile,
)
from scoring.services.opinions.gemini.transport import Transport
from scoring.services.opinions.problems import Problem
from scoring.services.opinions.sending import HEAD, mime_type_of, seconds_of, words_of
from scoring.services.quality.rating import rate_quietly

Clock = Callable[[], datetime]
Stage = OpinionRequest.Stage
PROCESSING, ACTIVE = "PROCESSING", "ACTIVE"
LOOKS, LOOK_EVERY = 6, 3.0
LOOK_AGAIN_AFTER = timedelta(seconds=30)
KEY_TRIED_AGAIN_AFTER = timedelta(hours=1)
MAY_PASS: dict[type[GeminiError], Problem] = {
    GeminiNoAnswer: Problem.NO_ANSWER,
    GeminiProtocolError: Problem.BAD_PROTOCOL,
}


class Stop(Exception):
    """There is no opinion to be had, and trying again wouldn't help."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Later(Exception):
    """There is none to be had yet."""

    def __init__(self, problem: Problem, *, after: timedelta, counts: bool = False) -> None:
        super().__init__(problem.value)
        self.problem, self.after, self.counts = problem, after, counts


@dataclass(frozen=True, slots=True)
class Work:
    """One try: who holds the row, the video as it is now, and how time passes."""

    held: queue.Claim
    video: Video
    gemini: Gemini
    clock: Clock
    sleep: Callable[[float], None]


def ask_about(
    video_id: int, *, clock: Clock = timezone.now, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Ask about a video if a request for it waits; False if there is none, or another has it.

    What goes wrong becomes another try or a state with a sentence. An unexpected error puts the
    row off and is raised again for the log.
    """
    held = queue.claim(video_id, now=clock())
    if held is None:
        return False
    try:
        with talking(sleep) as transport:
            _try(held, Gemini(transport), clock=clock, sleep=sleep)
    except queue.ClaimLost:
        return False
    except Exception:
        queue.put_off(held, problem=Problem.CRASHED, now=clock(), counts=True)
        raise
    rate_quietly(video_id=video_id, now=clock())
    forget_remote(video_id, now=clock(), sleep=sleep)
    return True


def talking(sleep: Callable[[float], None]) -> Transport:
    """Return a line to the service."""
    gemini = settings.GEMINI
    return Transport(gemini.url, key=gemini.key, seconds=gemini.answer_seconds, sleep=sleep)


def forget_remote(
    video_id: int, *, now: datetime, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Remove what a finished question left at the service; False if that has to be tried again."""
    over = [
        OpinionRequest.State.DONE,
        OpinionRequest.State.FAILED,
        OpinionRequest.State.WITHDRAWN,
    ]
    rows = OpinionRequest.objects.filter(video_id=video_id, state__in=over)
    row = rows.exclude(remote_name="").first()
    if row is None:
        return True
    expired = row.remote_since is not None and now - row.remote_since > queue.REMOTE_KEPT
    if not expired:
        try:
            with talking(sleep) as transport:
                Gemini(transport).remove(row.remote_name)
        except GeminiError:
            return False
    rows.filter(remote_name=row.remote_name).update(remote_name="", remote_since=None)
    return True


def _try(
    held: queue.Claim, gemini: Gemini, *, clock: Clock, sleep: Callable[[float], None]
) -> None:
    """Do what is to be done, and turn every known fault into a state."""
    try:
        video = Video.objects.select_related("creator").get(pk=held.video_id)
        _ask(Work(held, video, gemini, clock, sleep))
    except Stop as stop:
        queue.fail(held, problem=stop.problem, now=clock())
    except Later as later:
        _later(held, later, now=clock())
    except GeminiBusy as busy:
        _later(held, Later(Problem.BUSY, after=busy.after, counts=True), now=clock())
    except GeminiKeyRefused:
        _later(held, Later(Problem.WRONG_KEY, after=KEY_TRIED_AGAIN_AFTER), now=clock())
    except GeminiRequestRefused:
        queue.fail(held, problem=Problem.BAD_REQUEST, now=clock())
    except GeminiError as error:
        problem = MAY_PASS[type(error)]
        _later(held, Later(problem, after=timedelta(0), counts=True), now=clock())


def _later(held: queue.Claim, later: Later, *, now: datetime) -> None:
    queue.put_off(held, problem=later.problem, now=now, after=later.after, counts=later.counts)


def _ask(work: Work) -> None:
    _check_may_ask(work.video)
    _check_budget(work)
    file = _ready(work, _there(work))
    # The creator may have thought better of it while the file was on its way.
    _check_may_ask(Video.objects.select_related("creator").get(pk=work.video.pk))
    words = words_of(work.video)
    if not budget.spend(seconds=seconds_of(work.video), now=work.clock()):
        raise _until_tomorrow(work)
    queue.reach(work.held, now=work.clock(), stage=Stage.QUESTION)
    raw, body = work.gemini.ask(
        model=settings.GEMINI.model, prompt=PROMPT, file=file, caption=words.part
    )
    exchange = Exchange(
        sha256=work.video.sha256,
        caption_sha256=words.sha256,
        model=settings.GEMINI.model,
        raw=raw,
        body=body,
    )
    write(work.held, exchange, now=work.clock())


def _check_may_ask(video: Video) -> None:
    if not settings.GEMINI.is_on:
        raise Stop(Problem.OFF)
    if video.creator.is_gone:
        raise Stop(Problem.CREATOR_GONE)
    if not agrees(video.creator):
        raise Stop(Problem.NO_CONSENT)
    if not video.file:
        raise Stop(Problem.NO_FILE)


def _check_budget(work: Work) -> None:
    """Don't send a file that can't be asked about today."""
    spent = budget.spent(now=work.clock())
    if spent.is_over or spent.seconds + seconds_of(work.video) > spent.seconds_at_most:
        raise _until_tomorrow(work)


def _until_tomorrow(work: Work) -> Later:
    if seconds_of(work.video) > settings.GEMINI.daily_seconds:
        raise Stop(Problem.BUDGET)
    return Later(Problem.BUDGET, after=budget.until_midnight(work.clock()))


# The file ---------------------------------------------------------------------------------------
def _there(work: Work) -> RemoteFile:
    """Return the video's file at the service; send it where it isn't there."""
    row = OpinionRequest.objects.get(video=work.video)
    if row.remote_name and row.sha256 == work.video.sha256:
        found = work.gemini.look(row.remote_name)
        if found is not None:
            return found
    elif row.remote_name:
        # Of the file that the video had before.
        work.gemini.remove(row.remote_name)
    # The same name again where sending was cut short: nothing can be left there unknown to us.
    same = row.remote_name and row.sha256 == work.video.sha256
    return _send(work, row.remote_name if same else f"files/cs-{uuid.uuid4().hex}")


def _send(work: Work, name: str) -> RemoteFile:
    try:
        with local_file(work.video.file.name or "") as path, path.open("rb") as file:
            return _upload(work, file, name=name, size=path.stat().st_size)
    except StorageAway as away:
        raise Later(Problem.FILE_MISSING, after=timedelta(0), counts=True) from away
    except FileMissing as missing:
        raise Stop(Problem.FILE_MISSING) from missing
    except (GeminiNoAnswer, GeminiRequestRefused):
        # The last answer may have got lost on its way, with the file in place.
        found = work.gemini.look(name)
        if found is None:
            raise
        return found


def _upload(work: Work, file: IO[bytes], *, name: str, size: int) -> RemoteFile:
    kind = mime_type_of(file.read(HEAD))
    if not kind:
        raise Stop(Problem.NOT_SENDABLE)
    queue.reach(
        work.held,
        now=work.clock(),
        stage=Stage.UPLOAD,
        sha256=work.video.sha256,
        remote_name=name,
        remote_since=work.clock(),
    )
    return work.gemini.upload(
        file,
        name=name,
        size=size,
        mime_type=kind,
        tick=lambda: queue.reach(work.held, now=work.clock()),
    )


def _ready(work: Work, file: RemoteFile) -> RemoteFile:
    """Wait a little until the service has prepared the file; for longer, come back later."""
    for looked in range(LOOKS):
        if file.state == ACTIVE:
            return file
        if file.state != PROCESSING:
            raise Stop(Problem.CANNOT_READ)
        if looked:
            work.sleep(LOOK_EVERY)
        queue.reach(work.held, now=work.clock(), stage=Stage.PREPARING)
        found = work.gemini.look(file.name)
        if found is None:
            raise Later(Problem.NO_ANSWER, after=timedelta(0), counts=True)
        file = found
    if file.state == ACTIVE:
        return file
    since = OpinionRequest.objects.values_list("remote_since", flat=True).get(video=work.video)
    if since is not None and work.clock() - since > settings.GEMINI.patience:
        raise Stop(Problem.NOT_READY)
    raise Later(Problem.NOT_READY, after=LOOK_AGAIN_AFTER)
