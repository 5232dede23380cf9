"""What other apps ask for: the same services, with plain data in and out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files import File

from creatorspark.core.models import User
from scoring.models import Submission
from scoring.services.media import drafting, sending, steps
from scoring.services.media.describing import SubmissionFacts, describe
from scoring.services.media.drafting import NOTHING_SAID, DraftWords
from scoring.services.media.sending import Order

Purpose = Submission.Purpose


def send_file(
    file: "File[bytes]",
    *,
    name: str,
    actor: User,
    now: datetime,
    video_id: int | None = None,
    creator_id: int | None = None,
    words: DraftWords = NOTHING_SAID,
) -> SubmissionFacts:
    """Take a file for a video, or (without one) a creator's clip that isn't posted yet.

    `words` are what the creator says of a clip. Raises SubmissionRefused; nothing is kept then.
    """
    order = _order(Submission.Source.UPLOAD, actor, now, video_id, creator_id, words)
    return describe(sending.submit_file(file, name=name, order=order))


def send_pictures(
    files: "Sequence[File[bytes]]",
    *,
    name: str,
    actor: User,
    now: datetime,
    video_id: int | None = None,
    creator_id: int | None = None,
    words: DraftWords = NOTHING_SAID,
) -> SubmissionFacts:
    """Take the pictures of one post, in their order, as `send_file` takes a video's file."""
    order = _order(Submission.Source.UPLOAD, actor, now, video_id, creator_id, words)
    return describe(sending.submit_pictures(files, name=name, order=order))


def send_link(
    url: str,
    *,
    actor: User,
    now: datetime,
    video_id: int | None = None,
    creator_id: int | None = None,
    words: DraftWords = NOTHING_SAID,
) -> SubmissionFacts:
    """Take a link likewise; an empty one means the video's own. Raises SubmissionRefused."""
    order = _order(Submission.Source.LINK, actor, now, video_id, creator_id, words)
    return describe(sending.submit_link(url, order=order))


def retry_submission(submission_id: UUID, *, actor: User, now: datetime) -> SubmissionFacts:
    """Let a worker try again now. Raises SubmissionRefused."""
    return describe(steps.retry(submission_id, actor=actor, now=now))


def withdraw_submission(submission_id: UUID, *, actor: User, now: datetime) -> SubmissionFacts:
    """Take back what was sent; nothing of it is kept. Raises SubmissionRefused."""
    return describe(steps.withdraw(submission_id, actor=actor, now=now))


def rewrite_draft(
    submission_id: UUID, words: DraftWords, *, actor: User, now: datetime
) -> SubmissionFacts:
    """Keep what a creator says of a draft now. Raises SubmissionRefused."""
    return describe(drafting.rewrite_draft(submission_id, words, actor=actor, now=now))


def _order(
    source: str,
    actor: User,
    now: datetime,
    video_id: int | None,
    creator_id: int | None,
    words: DraftWords,
) -> Order:
    return Order(
        purpose=Purpose.DRAFT if video_id is None else Purpose.VIDEO,
        source=source,
        actor=actor,
        now=now,
        video_id=video_id,
        creator_id=creator_id,
        words=words,
    )
