"""Taking what people send: a file at once on disk, a link to be followed by a worker."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, QuerySet

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services import audit
from scoring.media.links.checking import PLATFORMS, Link, read_link
from scoring.media.pictures import LARGEST, MOST, is_picture, wrapped
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sniffing import HEAD, SHORTEST, wrong_with
from scoring.media.storage import stored_name
from scoring.models import Submission
from scoring.services.media.allowance import check_allowance
from scoring.services.media.drafting import NOTHING_SAID, DraftWords
from scoring.services.media.kinds import RECEIVE
from scoring.services.media.known import copied_facts
from scoring.services.media.refusals import (
    creator_gone,
    not_yours,
    refused_file,
    staff_at_it,
)
from scoring.services.media.removal import forget_file
from scoring.services.media.replacing import check_may_replace, speaks_for_staff

UNDER_WAY = (Submission.State.WAITING, Submission.State.FETCHING)
LONGEST_NAME = 255
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a file is for, who sends it and how.

    Staff, and whoever sits at the server's console (no actor), may send for any creator or none.
    """

    purpose: str
    source: str
    actor: User | None
    now: datetime
    video_id: int | None = None
    creator_id: int | None = None
    words: DraftWords = NOTHING_SAID


@dataclass(frozen=True, kw_only=True)
class _Target:
    video: Video | None
    creator: Creator | None


def submit_file(file: "File[bytes]", *, name: str, order: Order) -> Submission:
    """Keep a file under a random name and let a worker look at it. Raises SubmissionRefused.

    The very file that a video has already is recognised, and nothing is kept twice.
    """
    check_file(file)
    return _take(file, name=name, order=order)


def submit_pictures(files: "Sequence[File[bytes]]", *, name: str, order: Order) -> Submission:
    """Keep the pictures of one post, as one file, as `submit_file` does. Raises SubmissionRefused.

    What is no JPEG, PNG or WebP by its first bytes is refused here, what can't be decoded later.
    """
    try:
        if sum(file.size for file in files) > settings.MEDIA.file_bytes:
            raise MediaProblem(Problem.TOO_LARGE_FILE)
        content = wrapped([_picture(file) for file in files[: MOST + 1]])
    except MediaProblem as wrong:
        raise refused_file(wrong) from wrong
    return _take(ContentFile(content), name=name, order=order)


def _picture(file: "File[bytes]") -> bytes:
    if file.size > LARGEST:
        raise MediaProblem(Problem.TOO_LARGE_FILE)
    file.seek(0)
    content: bytes = file.read()
    if not is_picture(content[:HEAD]):
        raise MediaProblem(Problem.NOT_A_PICTURE)
    return content


def _take(file: "File[bytes]", *, name: str, order: Order) -> Submission:
    target = _target(order)
    # Before a byte is read, and again before one is kept; what counts is asked under the lock.
    _check_day(order, target.creator, size=0)
    digest = digest_of(file)
    video = target.video
    if video is not None and video.sha256 == digest and _is_there(video.file.name or ""):
        return _have_it_already(order, target, name=name, digest=digest, size=file.size)
    _check_replacing(order, video, digest=digest)
    _check_day(order, target.creator, size=file.size)
    try:
        stored = default_storage.save(stored_name(), file)
    except OSError as fault:
        # A full disk, or a storage elsewhere that is away.
        raise refused_file(MediaProblem(Problem.OUR_FAULT)) from fault
    try:
        return _record(
            order,
            target,
            file=stored,
            file_name=plain_name(name),
            sha256=digest,
            bytes=file.size,
        )
    except BaseException:
        default_storage.delete(stored)
        raise


def submit_link(url: str, *, order: Order) -> Submission:
    """Let a worker follow a link; an empty one means the video's own. Raises SubmissionRefused."""
    target = _target(order)
    video = target.video
    link = checked_link(url or (video.url if video else ""), video=video)
    return _record(order, target, link, url=link.url)


def checked_link(url: str, *, video: Video | None) -> Link:
    """Return a link that may be followed for a video (None: any platform)."""
    try:
        return read_link(
            url,
            platforms=[video.platform] if video else list(PLATFORMS),
            hosts=settings.MEDIA.link_hosts,
            plain=allowed_addresses(),
        )
    except MediaProblem as wrong:
        raise refused_file(wrong) from wrong


def allowed_addresses() -> tuple[tuple[str, int], ...]:
    """Return what may be reached beyond the public network: nothing, except by tests."""
    return () if settings.PRODUCTION else settings.MEDIA.link_loopback


def plain_name(name: str) -> str:
    """Return a file's name without any directory and control characters, for showing only."""
    base = PurePosixPath(PureWindowsPath(name).name).name
    return "".join(sign for sign in base if sign.isprintable())[:LONGEST_NAME]


def digest_of(file: "File[bytes]") -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    for chunk in file.chunks(1024 * 1024):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _target(order: Order) -> _Target:
    """Find the video and creator concerned, if the sender may send for them."""
    if order.purpose == Submission.Purpose.VIDEO:
        video = _found(Video.objects.select_related("creator"), order.video_id)
        if video is None or not _may_send_for(order.actor, video.creator):
            raise not_yours()
        return _Target(video=video, creator=video.creator)
    if order.creator_id is None and _is_trusted(order.actor):
        return _Target(video=None, creator=None)
    creator = _found(Creator.objects.all(), order.creator_id)
    if creator is None or not _may_send_for(order.actor, creator):
        raise not_yours()
    return _Target(video=None, creator=creator)


def _found(rows: QuerySet[Row], key: int | None) -> Row | None:
    return None if key is None else rows.filter(pk=key).first()


def _is_trusted(actor: User | None) -> bool:
    return actor is None or actor.is_staff


def _may_send_for(actor: User | None, creator: Creator) -> bool:
    if actor is None or actor.is_staff:
        return True
    return creator.user_id is not None and creator.user_id == actor.pk


def check_file(file: "File[bytes]") -> None:
    """Look at the size and the first bytes; what a name or a header says doesn't count.

    Raises SubmissionRefused.
    """
    if file.size < SHORTEST:
        raise refused_file(MediaProblem(Problem.EMPTY))
    if file.size > settings.MEDIA.file_bytes:
        raise refused_file(MediaProblem(Problem.TOO_LARGE_FILE))
    file.seek(0)
    problem = wrong_with(file.read(HEAD))
    file.seek(0)
    if problem is not None:
        raise refused_file(MediaProblem(problem))


def _record(order: Order, target: _Target, link: Link | None = None, **values: Any) -> Submission:
    said = asdict(order.words.checked()) if order.purpose == Submission.Purpose.DRAFT else {}
    with transaction.atomic():
        _lock(order, target, size=values.get("bytes") or 0)
        _check_replacing(order, target.video, link=link, digest=values.get("sha256", ""))
        _supersede(order, target)
        submission = Submission(
            purpose=order.purpose,
            source=order.source,
            video=target.video,
            creator=target.creator,
            submitted_by=order.actor,
            submitted_at=order.now,
            **said,
            **values,
        )
        submission.job = jobs.enqueue(
            RECEIVE,
            parameters={"submission_id": str(submission.pk)},
            actor=order.actor,
            now=order.now,
            soon=order.source != Submission.Source.BULK,
        )
        submission.save(force_insert=True)
        _audit(order, submission)
    return submission


def _is_there(name: str) -> bool:
    """Tell whether storage has a file; one that was lost is taken in anew."""
    try:
        return bool(name) and default_storage.exists(name)
    except OSError:
        return True  # it can't be asked just now, which loses nothing


def _have_it_already(
    order: Order, target: _Target, *, name: str, digest: str, size: int
) -> Submission:
    with transaction.atomic():
        _lock(order, target, size=0)
        _supersede(order, target)
        submission = Submission.objects.create(
            purpose=order.purpose,
            source=order.source,
            video=target.video,
            creator=target.creator,
            submitted_by=order.actor,
            submitted_at=order.now,
            received_at=order.now,
            file_name=plain_name(name),
            sha256=digest,
            bytes=size,
            state=Submission.State.RECEIVED,
            **copied_facts(digest),
        )
        _audit(order, submission)
    return submission


def _lock(order: Order, target: _Target, *, size: int) -> None:
    """Wait for whatever else happens to this creator, then count what they sent today."""
    if target.creator is None:
        return
    creator = Creator.objects.select_for_update(no_key=True).get(pk=target.creator.pk)
    if creator.is_gone:
        raise creator_gone()
    _check_day(order, creator, size=size)


def _check_day(order: Order, creator: Creator | None, *, size: int) -> None:
    if creator is not None and not _is_trusted(order.actor):
        check_allowance(creator, size=size, now=order.now)


def _check_replacing(
    order: Order, video: Video | None, *, digest: str, link: Link | None = None
) -> None:
    """Refuse what may not replace the file that the video has now."""
    if video is None:
        return
    video.refresh_from_db(fields=["file", "sha256"])
    try:
        check_may_replace(video, source=order.source, actor=order.actor, link=link, sha256=digest)
    except MediaProblem as wrong:
        raise refused_file(wrong) from wrong


def _supersede(order: Order, target: _Target) -> None:
    """Let the newest file of a video win over those that are still under way."""
    if target.video is None:
        return
    older = Submission.objects.select_for_update().filter(video=target.video, state__in=UNDER_WAY)
    by_staff = speaks_for_staff(target.video, source=order.source, actor=order.actor)
    for submission in older:
        if submission.source == Submission.Source.BULK and not by_staff:
            raise staff_at_it()
        forget_file(submission)
        submission.state = Submission.State.WITHDRAWN
        submission.claim = submission.claimed_at = submission.retry_at = None
        submission.url = submission.file_name = submission.sha256 = ""
        submission.save()
        audit.record("scoring.submission.superseded", target=submission, actor=order.actor)


def _audit(order: Order, submission: Submission) -> None:
    audit.record(
        "scoring.submission.sent",
        target=submission,
        actor=order.actor,
        after={
            "purpose": submission.purpose,
            "source": submission.source,
            "video": submission.video_id,
            "sha256": submission.sha256,
            "state": submission.state,
        },
    )
