"""What a creator says of a clip before it is posted: its caption, its sound, whom it is made with.

Nobody else reads it, and it goes with the clip.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import AuditEntry, User
from creatorspark.core.services import audit
from scoring.domain.verdicts.declarations import plain
from scoring.models import Submission
from scoring.services.media.refusals import (
    SubmissionRefused,
    file_gone,
    moved_on,
    too_many_words,
)
from scoring.services.media.steps import locked
from scoring.services.quality.rating import rate_quietly

# The longest that a platform takes (YouTube); TikTok and Instagram take 2,200 characters.
LONGEST_CAPTION: Final = 5_000
LONGEST_HANDLE: Final = 120
# Each is rated anew, and that is kept for good.
MOST_A_DAY: Final = 50
REWORDED: Final = "scoring.submission.reworded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWords:
    """What a creator says of a draft. `sound`: a value of Submission.Sound; `partner`: a handle."""

    caption: str = ""
    sound: str = ""
    partner: str = ""

    def checked(self) -> "DraftWords":
        """Return it as it is kept. Raises SubmissionRefused."""
        if len(self.caption) > LONGEST_CAPTION:
            raise SubmissionRefused(
                "caption_too_long",
                _("This caption is longer than any platform takes (%(most)s characters).")
                % {"most": LONGEST_CAPTION},
            )
        if self.sound not in Submission.Sound.values:
            raise SubmissionRefused("unknown_sound", _("Choose one of the answers on the sound."))
        return DraftWords(
            caption=self.caption.strip().replace("\r\n", "\n"),
            sound=self.sound,
            partner=plain(self.partner)[:LONGEST_HANDLE],
        )


NOTHING_SAID: Final = DraftWords()


def rewrite_draft(
    submission_id: UUID, words: DraftWords, *, actor: User, now: datetime
) -> Submission:
    """Keep what a creator says of a draft now, and have its text rated. Raises SubmissionRefused.

    Only the words are read again: the file isn't.
    """
    words = words.checked()
    with transaction.atomic():
        submission = locked(submission_id)
        if not can_rewrite(submission) or not is_holders(submission, actor):
            raise moved_on()
        if is_expired(submission):
            raise file_gone()
        before = {name: getattr(submission, name) for name in asdict(words)}
        if before == asdict(words):
            return submission
        _check_day(actor, now=now)
        for name, value in asdict(words).items():
            setattr(submission, name, value)
        submission.save(update_fields=list(before))
        # The words themselves stay out of the record, which outlives the draft.
        changed = [name for name, value in asdict(words).items() if value != before[name]]
        audit.record(
            REWORDED,
            target=submission,
            actor=actor,
            after={"changed": changed},
        )
        rate_quietly(submission_id=submission.pk, now=now)
    return submission


def is_holders(submission: Submission, user: User) -> bool:
    """Say whether a draft is this user's own: nobody else reads or changes its words."""
    creator = submission.creator
    return creator is not None and user.pk == submission.submitted_by_id == creator.user_id


def _check_day(actor: User, *, now: datetime) -> None:
    said = AuditEntry.objects.filter(
        actor=actor, action=REWORDED, at__gt=now - timedelta(days=1)
    ).count()
    if said >= MOST_A_DAY:
        raise too_many_words(MOST_A_DAY)


def can_rewrite(submission: Submission) -> bool:
    """Say whether its creator may still say something of it."""
    is_draft = submission.purpose == Submission.Purpose.DRAFT
    return is_draft and submission.state != Submission.State.WITHDRAWN


def is_expired(submission: Submission) -> bool:
    """Say whether its file is gone and can't come any more, so that its words tell nothing."""
    if submission.file:
        return False
    is_lost = submission.state == Submission.State.FAILED and not submission.url
    return is_lost or submission.state == Submission.State.RECEIVED
