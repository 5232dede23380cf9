"""What people do with what they sent: try again, or take it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from scoring.models import OriginalitySearch, Submission
from scoring.services.media.allowance import check_allowance
from scoring.services.media.kinds import RECEIVE
from scoring.services.media.refusals import (
    SubmissionRefused,
    creator_gone,
    moved_on,
    staff_at_it,
    too_many_retries,
)
from scoring.services.media.removal import forget_file
from scoring.services.quality.keeping import forget_clip

State = Submission.State
UNDER_WAY = (State.WAITING, State.FETCHING)
MOST_RETRIES = 5


def can_retry(submission: Submission) -> bool:
    """Say whether there is still something to try again with."""
    put_off = submission.state == State.WAITING and submission.retry_at is not None
    has_source = bool(submission.file or submission.url)
    return has_source and (submission.state == State.FAILED or put_off)


def can_withdraw(submission: Submission) -> bool:
    """Say whether it can be taken back: not once a published video has the file."""
    if submission.state == State.RECEIVED:
        # A draft's report and words outlive its file; they go when it is taken back.
        is_draft = submission.purpose == Submission.Purpose.DRAFT
        is_search = submission.purpose == Submission.Purpose.SEARCH
        return is_draft or (is_search and bool(submission.file))
    return submission.state in (*UNDER_WAY, State.FAILED)


def retry(submission_id: UUID, *, actor: User, now: datetime) -> Submission:
    """Let a worker try again now. Raises SubmissionRefused."""
    with transaction.atomic():
        submission = locked(submission_id)
        if not can_retry(submission):
            raise moved_on()
        if submission.state == State.FAILED:
            _check_is_newest(submission)
        if not actor.is_staff:
            _count_retry(submission, now=now)
        submission.state, submission.problem = State.WAITING, ""
        submission.attempts, submission.retry_at = 0, None
        submission.job = jobs.enqueue(
            RECEIVE,
            parameters={"submission_id": str(submission.pk)},
            actor=actor,
            now=now,
            soon=True,
        )
        submission.save()
        audit.record("scoring.submission.retried", target=submission, actor=actor)
    return submission


def withdraw(submission_id: UUID, *, actor: User, now: datetime) -> Submission:
    """Take back what was sent; nothing of it is kept. Raises SubmissionRefused."""
    with transaction.atomic():
        submission = locked(submission_id)
        if not can_withdraw(submission):
            raise moved_on()
        if submission.source == Submission.Source.BULK and not actor.is_staff:
            raise staff_at_it()
        before, sha256 = submission.state, submission.sha256
        let_go(submission, actor=actor, now=now)
        submission.url = submission.file_name = submission.sha256 = ""
        submission.caption = submission.sound = submission.partner = ""
        OriginalitySearch.objects.filter(submission=submission).delete()
        submission.save()
        forget_clip(submission, sha256=sha256)
        audit.record(
            "scoring.submission.withdrawn",
            target=submission,
            actor=actor,
            before={"state": before},
        )
    return submission


def let_go(submission: Submission, *, actor: User | None, now: datetime) -> None:
    """Take a submission out of everybody's hands; the caller saves the row."""
    if submission.job is not None and submission.state in UNDER_WAY:
        jobs.cancel(submission.job, actor=actor, now=now)
    forget_file(submission)
    submission.state = State.WITHDRAWN
    submission.claim = submission.claimed_at = submission.retry_at = None


def locked(submission_id: UUID) -> Submission:
    """Lock the creator, then the row: the order of everything here. Raises SubmissionRefused."""
    found = Submission.objects.select_related("job").get(pk=submission_id)
    if found.creator_id is not None:
        creator = Creator.objects.select_for_update(no_key=True).get(pk=found.creator_id)
        if creator.is_gone:
            raise creator_gone()
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("job", "creator")
        .get(pk=submission_id)
    )


def _check_is_newest(submission: Submission) -> None:
    """Refuse what failed once another file of its video is on its way, or a newer one is here."""
    if submission.video_id is None:
        return
    others = Submission.objects.filter(video_id=submission.video_id)
    if others.filter(state__in=UNDER_WAY).exists():
        raise SubmissionRefused(
            "another_under_way", _("Another file of this video is on its way already.")
        )
    newer = others.filter(state=State.RECEIVED, received_at__gt=submission.submitted_at)
    if newer.exists():
        raise SubmissionRefused(
            "newer_received",
            _("We have a newer file of this video. It stays; this older one isn’t needed."),
        )


def _count_retry(submission: Submission, *, now: datetime) -> None:
    """Count one more try of a creator's, as another file of the day."""
    if submission.retries >= MOST_RETRIES:
        raise too_many_retries(MOST_RETRIES)
    if submission.creator is not None:
        check_allowance(submission.creator, size=0, now=now)
    submission.retries += 1
    submission.retried_at = now
