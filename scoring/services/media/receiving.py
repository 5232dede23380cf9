"""What a worker does with a submission: get the file, look at it, keep it or say why not."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobCancelled
from scoring.media.decoding import Limits
from scoring.media.links.checking import Link
from scoring.media.links.fetching import FetchLimits, fetch_link
from scoring.media.probing import probe
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import Allowance
from scoring.media.storage import FileMissing, StorageAway, local_file, stored_name
from scoring.models import Submission
from scoring.services.media import outcomes
from scoring.services.media.allowance import check_download
from scoring.services.media.claims import Held, Lost, beat, take
from scoring.services.media.known import known_facts
from scoring.services.media.outcomes import Found
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.sending import allowed_addresses, checked_link

PROBE_SECONDS = 60
CREATORS_OWN = (Submission.Source.UPLOAD, Submission.Source.API)
# Platforms count whole seconds and cut a little; a share of a long video, two seconds of a short.
LENGTH_ROUNDING = 2.0
LENGTH_TOLERANCE = 0.05
Clock = Callable[[], datetime]
Report = Callable[..., None]


def receive(
    submission_id: UUID, *, report: Report, clock: Clock = timezone.now
) -> Submission | None:
    """Do what is to be done for one submission; None when it isn't free.

    Anything wrong with a file or link ends as a state with a sentence. `report(stage, done=,
    total=)` may raise JobCancelled. Runs again harmlessly after a crash.
    """
    held = take(submission_id, now=clock())
    if held is None:
        return None
    try:
        with suppress(Lost):
            _work(held, report=report, clock=clock)
    except MediaProblem as wrong:
        _fail(held, wrong.problem, now=clock())
    except JobCancelled:
        _fail(held, Problem.STOPPED, now=clock())
        raise
    except Exception:
        # Where the work isn't ours any more, its file may have gone under our hands.
        if _fail(held, Problem.OUR_FAULT, now=clock()):
            raise
    return Submission.objects.get(pk=submission_id)


def _fail(held: Held, problem: Problem, *, now: datetime) -> bool:
    """Note what is wrong; False where the work isn't ours any more."""
    try:
        outcomes.fail(held, problem, now=now)
    except Lost:
        return False
    return True


def _work(held: Held, *, report: Report, clock: Clock) -> None:
    with _folder(held) as folder, _brought(held, folder, report=report, clock=clock) as path:
        report(_("Looking at the file"), done=1, total=2)
        beat(held, now=clock())
        size, digest = path.stat().st_size, _digest(path)
        facts = known_facts(digest) or probe(path, allowance=_allowance(), limits=limits())
        _check_length(held.submission, facts.seconds)
        _keep(held, path, Found(facts=facts, sha256=digest, size=size), clock=clock)


def _check_length(submission: Submission, seconds: float | None) -> None:
    """Refuse a creator's file that can't be the video that the platform counted.

    A verdict on another film would be a verdict on nothing. A link is checked by the platform's
    own id of the video, and staff may know better.
    """
    posted = submission.video.duration_seconds if submission.video else None
    seconds = seconds or 0.0
    if not posted or submission.source not in CREATORS_OWN:
        return
    if abs(seconds - posted) > max(LENGTH_ROUNDING, LENGTH_TOLERANCE * posted):
        raise MediaProblem(Problem.OTHER_LENGTH)


def _keep(held: Held, path: Path, found: Found, *, clock: Clock) -> None:
    """Move a downloaded file into storage; where that is in vain, the file goes again.

    After any other failure the sweep decides: only it can tell whether the commit went through.
    """
    already = held.submission.file.name or ""
    name = already or default_storage.save(stored_name(), Moving(path))
    try:
        outcomes.receive(held, found, file=name, now=clock())
    except (Lost, MediaProblem):
        if not already:
            default_storage.delete(name)
        raise


class Moving(File):  # type: ignore[type-arg]
    """A file on disk that storage takes by renaming it, as it does with uploads."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        """Say where the file lies."""
        return str(self._path)


@contextmanager
def _folder(held: Held) -> Iterator[Path]:
    """Make a folder for this piece of work alone, and leave nothing of it."""
    folder = settings.MEDIA.incoming / f"{held.submission.pk.hex}-{held.claim.hex}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _brought(held: Held, folder: Path, *, report: Report, clock: Clock) -> Iterator[Path]:
    """Give where the file lies on this machine's disk."""
    name = held.submission.file.name
    if not name:
        yield _download(held, folder, report=report, clock=clock)
        return
    try:
        with local_file(name, folder=folder) as path:
            yield path
    except StorageAway:
        # Nothing is wrong with the file: it is tried again, as after any surprise of our own.
        raise
    except FileMissing as missing:
        raise MediaProblem(Problem.FILE_LOST) from missing


def _download(held: Held, folder: Path, *, report: Report, clock: Clock) -> Path:
    submission, media = held.submission, settings.MEDIA

    def tick(done: int, total: int) -> None:
        report(_("Getting the video"), done=done, total=2 * total)
        beat(held, now=clock())

    # Which hosts are followed may have changed since the link was sent.
    link = _link(submission)
    check_download(submission, now=clock())
    return fetch_link(
        link,
        folder=folder,
        expected_id=submission.video.external_id if submission.video else "",
        limits=FetchLimits(
            most_bytes=media.file_bytes,
            most_seconds=media.seconds,
            wall_seconds=media.link_seconds,
            patience=media.link_patience,
        ),
        tick=tick,
        allowed=allowed_addresses(),
    )


def _link(submission: Submission) -> Link:
    try:
        return checked_link(submission.url, video=submission.video)
    except SubmissionRefused as refused:
        raise MediaProblem(Problem(refused.code)) from refused


def limits() -> Limits:
    """Return how large a video may be."""
    return Limits(seconds=settings.MEDIA.seconds)


def _allowance() -> Allowance:
    return Allowance(
        wall_seconds=PROBE_SECONDS, cpu_seconds=PROBE_SECONDS, file_bytes=settings.MEDIA.file_bytes
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
