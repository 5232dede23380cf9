"""Staff look at a video beside the one it is like, decide, and say what may be shared."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from scoring.models import OriginalityMatch
from scoring.services.originality.allowances import (
    AllowanceRefused,
    allow_creators,
    allow_videos,
)
from scoring.services.originality.deciding import VerdictRefused, record_verdict
from scoring.services.originality.writing import current_verdict, tell

NOTHING, VIDEOS, CREATORS = "", "videos", "creators"


def decide_pair(
    *,
    match_id: int,
    verdict: str,
    reason: str,
    teach: str = NOTHING,
    licensed: bool = False,
    actor: User,
    now: datetime,
) -> None:
    """Record a person's verdict on the video of a match; `teach` allows the pair from now on.

    Raises VerdictRefused.
    """
    matches = OriginalityMatch.objects.select_related(
        "verdict__video__creator__user", "other__creator"
    )
    with transaction.atomic():
        row = matches.filter(pk=match_id).first()
        if row is None:
            raise VerdictRefused(_("There is no such match any more."))
        if row.other.creator.user_id == actor.pk:
            raise VerdictRefused(_("The other video is your own, so somebody else decides."))
        video = row.verdict.video
        before = current_verdict(video.pk)
        record_verdict(
            video_id=video.pk,
            verdict=verdict,
            reason=reason,
            similarity=min(1.0, round(row.similarity, 4)),
            actor=actor,
            now=now,
        )
        decided = current_verdict(video.pk)
        if decided is not None:
            tell(video, before, decided, now=now)
        try:
            _teach(row, teach, licensed=licensed, reason=reason, actor=actor, now=now)
        except AllowanceRefused as refusal:
            raise VerdictRefused(str(refusal)) from refusal


def _teach(
    row: OriginalityMatch, teach: str, *, licensed: bool, reason: str, actor: User, now: datetime
) -> None:
    video, other = row.verdict.video, row.other
    decision = f"match {row.pk}"
    if teach == VIDEOS:
        allow_videos(
            video_ids=(video.pk, other.pk),
            licensed=licensed,
            reason=reason,
            decision=decision,
            actor=actor,
            now=now,
        )
    elif teach == CREATORS:
        allow_creators(
            creator_ids=(video.creator_id, other.creator_id),
            licensed=licensed,
            reason=reason,
            decision=decision,
            actor=actor,
            now=now,
        )
