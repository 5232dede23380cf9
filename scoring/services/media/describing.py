"""What a person reads about something sent: where it is, what went wrong, what helps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Job
from scoring.media.problems import Problem
from scoring.media.sentences import ADVICE
from scoring.models import Submission
from scoring.services.media.steps import can_retry, can_withdraw

State = Submission.State
DRAFTS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFacts:
    """A file on its way, in plain data. `sentence` says what happened, `next_step` what helps.

    `percent` counts the steps of getting it; sizes are upright pixels, `bytes` those of the file.
    `is_expired`: it was here, and its file is gone. `caption`, `sound` and `partner` are what a
    draft's creator says of it.
    """

    id: UUID
    purpose: str
    source: str
    video_id: int | None
    state: str
    problem: str
    sentence: str
    next_step: str
    stage: str
    percent: int
    is_under_way: bool
    can_retry: bool
    can_withdraw: bool
    is_expired: bool
    file_name: str
    url: str
    bytes: int | None
    seconds: float | None
    width: int | None
    height: int | None
    has_sound: bool | None
    frame_rate: float | None
    caption: str
    sound: str
    partner: str
    submitted_at: datetime
    received_at: datetime | None
    retry_at: datetime | None
    expires_at: datetime | None


def submission_of_video(*, video_id: int) -> SubmissionFacts | None:
    """Return what was last sent for a video and not taken back."""
    rows = Submission.objects.select_related("job").exclude(state=State.WITHDRAWN)
    found = rows.filter(video_id=video_id).order_by("-submitted_at").first()
    return describe(found) if found else None


def seen_by_holder() -> Q:
    """Say which of a profile's submissions its holder may see.

    A clip before posting is its sender's: it doesn't pass on with the profile.
    """
    return Q(purpose=Submission.Purpose.VIDEO) | Q(submitted_by=F("creator__user"))


def submission_of_creator(*, creator_id: int, submission_id: UUID) -> SubmissionFacts | None:
    """Return one thing that a creator sent, or None if it isn't theirs."""
    rows = Submission.objects.select_related("job").filter(seen_by_holder(), creator_id=creator_id)
    found = rows.filter(pk=submission_id).first()
    return describe(found) if found else None


def drafts_of(creator: Creator) -> list[SubmissionFacts]:
    """Return a creator's newest drafts that weren't taken back."""
    rows = Submission.objects.select_related("job").exclude(state=State.WITHDRAWN)
    rows = rows.filter(seen_by_holder(), creator=creator, purpose=Submission.Purpose.DRAFT)
    return [describe(row) for row in rows.order_by("-submitted_at")[:DRAFTS_SHOWN]]


def describe(submission: Submission) -> SubmissionFacts:
    """Put a submission into words. Bring its job along, or it costs a query."""
    under_way = submission.state in (State.WAITING, State.FETCHING)
    job = submission.job
    at_work = job is not None and job.state == Job.State.RUNNING and under_way
    sentence, next_step = words_of(submission)
    return SubmissionFacts(
        id=submission.pk,
        purpose=submission.purpose,
        source=submission.source,
        video_id=submission.video_id,
        state=submission.state,
        problem=submission.problem,
        sentence=sentence,
        next_step=next_step,
        stage=job.stage if job and at_work else "",
        percent=job.percent if job and at_work else 0,
        is_under_way=under_way,
        can_retry=can_retry(submission),
        can_withdraw=can_withdraw(submission),
        is_expired=submission.state == State.RECEIVED and not submission.file,
        file_name=submission.file_name,
        url=submission.url,
        bytes=submission.bytes,
        seconds=submission.seconds,
        width=submission.width,
        height=submission.height,
        has_sound=submission.has_sound,
        frame_rate=submission.frame_rate,
        caption=submission.caption,
        sound=submission.sound,
        partner=submission.partner,
        submitted_at=submission.submitted_at,
        received_at=submission.received_at,
        retry_at=submission.retry_at,
        expires_at=submission.expires_at,
    )


def words_of(submission: Submission) -> tuple[str, str]:
    """Return what happened and what helps."""
    if submission.state == State.WAITING and submission.problem:
        happened = str(ADVICE[Problem(submission.problem)].happened)
        return happened, _("We try again by ourselves; you need do nothing.")
    if submission.state == State.WAITING:
        return _("It waits for its turn."), _(
            "This takes seconds, or minutes when much is going on."
        )
    if submission.state == State.FETCHING:
        return _("We are getting it and looking at it."), _("You can leave this page.")
    if submission.state == State.FAILED:
        advice = ADVICE[Problem(submission.problem)]
        return str(advice.happened), str(advice.next_step)
    if submission.state == State.WITHDRAWN:
        return _("It was taken back. Nothing of it was kept."), ""
    if submission.purpose != Submission.Purpose.VIDEO and not submission.file:
        return _("We looked at it; its time with us is over and the file is removed."), ""
    return _("We have the file."), ""
