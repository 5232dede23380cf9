"""Asking for opinions: by a person for one video, by night for those that have none."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services import audit
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.domain.opinions import PROMPT
from scoring.models import Opinion, OpinionRequest
from scoring.services.opinions import budget
from scoring.services.opinions.consent import agreed, agrees
from scoring.services.opinions.problems import SENTENCES, Problem
from scoring.services.opinions.queue import TASK

State = OpinionRequest.State
# What a night later may go well.
TRIED_BY_NIGHT = (
    Problem.BUSY,
    Problem.NO_ANSWER,
    Problem.NOT_READY,
    Problem.BAD_PROTOCOL,
    Problem.NO_CONSENT,
    Problem.OFF,
)

_ASK = """
INSERT INTO scoring_opinionrequest AS row (
    video_id, cause, requested_by_id, state, stage, requested_at, attempts, problem, sha256,
    remote_name)
VALUES (%(video)s, %(cause)s, %(actor)s, 'waiting', '', %(now)s, 0, '', '', '')
ON CONFLICT (video_id) DO UPDATE SET
    cause = excluded.cause, requested_by_id = excluded.requested_by_id, state = 'waiting',
    stage = '', requested_at = excluded.requested_at, attempts = 0, problem = '',
    retry_at = NULL, nudged_at = NULL, finished_at = NULL
WHERE row.state <> 'asking'
RETURNING id
"""


class OpinionRefused(Exception):
    """There is no asking about this video now; the message is for a person."""


def request_opinion(*, video_id: int, actor: User | None, now: datetime) -> OpinionRequest:
    """Ask about one video, again if it was before. Raises OpinionRefused."""
    video = Video.objects.select_related("creator").filter(pk=video_id).first()
    if video is None:
        raise OpinionRefused(_("There is no video with this number."))
    with transaction.atomic():
        Creator.objects.select_for_update(no_key=True).get(pk=video.creator_id)
        video.refresh_from_db()
        problem = _in_the_way(video)
        if problem is not None:
            raise OpinionRefused(str(SENTENCES[problem]))
        if not _ask(video_id, cause=OpinionRequest.Cause.STAFF, actor=actor, now=now):
            raise OpinionRefused(_("A worker is asking about this video right now."))
        row = OpinionRequest.objects.get(video=video)
        audit.record("scoring.opinion.requested", target=row, actor=actor)
    return row


def request_nightly(*, now: datetime) -> int:
    """Ask about the newest videos that have no opinion, as many as the day's budget has room for.

    Returns how many. Without a key it does nothing. Videos that wait already count as well.
    """
    if not settings.GEMINI.is_on:
        return 0
    spent = budget.spent(now=now)
    waiting = OpinionRequest.objects.filter(state__in=[State.WAITING, State.ASKING]).count()
    room = max(0, spent.asks_at_most - spent.asks - waiting)
    videos = list(without_opinion().values_list("pk", flat=True)[:room])
    for video_id in videos:
        with transaction.atomic():
            _ask(video_id, cause=OpinionRequest.Cause.NIGHTLY, actor=None, now=now)
    return len(videos)


def without_opinion() -> QuerySet[Video]:
    """Return the videos that may be asked about and have no answer by this model and prompt."""
    answered = Opinion.objects.filter(
        video=OuterRef("pk"),
        sha256=OuterRef("sha256"),
        model=settings.GEMINI.model,
        prompt_version=PROMPT.version,
    ).exclude(outcome=Opinion.Outcome.UNREADABLE)
    closed = OpinionRequest.objects.filter(video=OuterRef("pk")).filter(
        Q(state__in=[State.WAITING, State.ASKING])
        | Q(state=State.FAILED, sha256=OuterRef("sha256")) & ~Q(problem__in=TRIED_BY_NIGHT)
    )
    videos = Video.objects.filter(agreed()).exclude(file="").exclude(sha256="")
    videos = videos.filter(creator__erased_at=None, creator__merged_into=None)
    return videos.filter(~Exists(answered), ~Exists(closed)).order_by("-posted_at", "-pk")


def _in_the_way(video: Video) -> Problem | None:
    if not settings.GEMINI.is_on:
        return Problem.OFF
    if video.creator.is_gone:
        return Problem.CREATOR_GONE
    if not video.file:
        return Problem.NO_FILE
    return None if agrees(video.creator) else Problem.NO_CONSENT


def _ask(video_id: int, *, cause: str, actor: User | None, now: datetime) -> bool:
    given: dict[str, Any] = {
        "video": video_id,
        "cause": cause,
        "actor": actor.pk if actor else None,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASK, given)
        asked = cursor.fetchone() is not None
    if asked:
        nudge_on_commit(TASK, video_id)
    return asked
