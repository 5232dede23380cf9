"""The re-poster appeals three verdicts: one was decided, one has a question, one waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from creatorspark.core.appeals import desk, filing
from creatorspark.core.appeals.handlers import needed
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Appeal, User, Video
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of, demo_user
from creatorspark.demo.services.logins import ADMIN
from scoring import interface as scoring

KIND = "originality"
OPEN_SINCE, ASKED_SINCE, DECIDED_SINCE = (
    timedelta(days=5),
    timedelta(days=9),
    timedelta(days=13),
)


def appeal_verdicts(*, now: datetime) -> None:
    """File the appeals, once; the desk's part is done by the demo's administrator."""
    creator = creator_of(Story.REPOSTER)
    if creator.user is None or Appeal.objects.filter(creator=creator).exists():
        return
    copies = _judged_before(creator.pk, now - DECIDED_SINCE)
    admin = demo_user(ADMIN)
    for tell, video_id in zip((_wait, _question, _decided), copies, strict=False):
        tell(video_id, owner=creator.user, admin=admin, now=now)


def _judged_before(creator_id: int, moment: datetime) -> Iterator[int]:
    """Yield the videos found not original by then, the newest first."""
    videos = Video.objects.filter(creator_id=creator_id).order_by("-posted_at", "pk")
    ids = list(videos.values_list("pk", flat=True))
    verdicts = scoring.originality(video_ids=ids)
    handler = needed(KIND)
    for video_id in (pk for pk in ids if verdicts.get(pk) == "not_original"):
        judgement = handler.judgement(str(video_id))
        if judgement is not None and judgement.made_at < moment:
            yield video_id


def _wait(video_id: int, *, owner: User, admin: User, now: datetime) -> None:
    _file(
        video_id,
        ground="licensed",
        statement="The other account said in a message that I may use it. I can look for it.",
        owner=owner,
        now=now - OPEN_SINCE,
    )


def _question(video_id: int, *, owner: User, admin: User, now: datetime) -> None:
    appeal = _file(
        video_id,
        ground="duet",
        statement="I react to the clip, so it is a duet.",
        owner=owner,
        now=now - ASKED_SINCE,
    )
    asked = now - ASKED_SINCE + timedelta(days=2)
    desk.take(appeal.pk, person=admin, actor=admin, now=asked)
    desk.ask(
        appeal.pk,
        question="Where in the video do we see or hear your part? A second or two is enough.",
        actor=admin,
        now=asked,
    )


def _decided(video_id: int, *, owner: User, admin: User, now: datetime) -> None:
    appeal = _file(
        video_id,
        ground="mine",
        statement="Everybody posts this one.",
        owner=owner,
        now=now - DECIDED_SINCE,
    )
    decided = now - DECIDED_SINCE + timedelta(days=4)
    desk.take(appeal.pk, person=admin, actor=admin, now=decided)
    reason = (
        "We laid both videos side by side. They show the same recording, and the other one was "
        "posted first. If you have the file as your camera made it, send it with a second look."
    )
    verdict = desk.Verdict(outcome=Outcome.UPHELD, reason=reason)
    desk.decide(appeal.pk, verdict, actor=admin, now=decided)


def _file(video_id: int, *, ground: str, statement: str, owner: User, now: datetime) -> Appeal:
    wish = filing.Wish(kind=KIND, subject_id=str(video_id), ground=ground, statement=statement)
    return filing.file_appeal(wish, actor=owner, now=now)
