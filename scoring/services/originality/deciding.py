"""Verdicts on originality: each a new row, with its reason; a video without one is pending."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services import audit
from scoring.models import OriginalityVerdict
from scoring.services.originality.contested import has_open_appeal

# An array parameter: a list of thousands of ids is one value, not thousands.
_CURRENT = """
SELECT video_id, verdict FROM scoring_originalityverdict WHERE is_current AND video_id = ANY(%s)
"""


class VerdictRefused(ValueError):
    """The verdict can't be recorded; the message is for a person."""


def originality(*, video_ids: Collection[int]) -> dict[int, str]:
    """Return "original", "not_original" or "not_judgeable"; videos without a verdict are absent."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [list(video_ids)])
        return dict(cursor.fetchall())


def record_verdict(
    *,
    video_id: int,
    verdict: str,
    reason: str,
    actor: User,
    now: datetime,
    similarity: float | None = None,
) -> None:
    """Record a person's verdict by hand; the one before it stays as history.

    Raises VerdictRefused for an unknown video or verdict, an empty reason, a similarity that
    isn't between 0 and 1, someone who isn't staff, their own video, or an appeal on it that is
    still open: that is decided at its desk.
    """
    reason = reason.strip()
    _check(verdict, reason, actor, similarity)
    with transaction.atomic():
        video = Video.objects.filter(pk=video_id).first()
        if video is None:
            raise VerdictRefused(_("There is no such video any more."))
        # A verdict moves money: it waits for whatever else is happening to this creator's.
        creator = Creator.objects.select_for_update(no_key=True).get(pk=video.creator_id)
        _check_free(video, creator, actor)
        before = OriginalityVerdict.objects.filter(video=video, is_current=True)
        said = before.values_list("verdict", flat=True).first()
        before.update(is_current=False)
        row = OriginalityVerdict.objects.create(
            video=video,
            verdict=verdict,
            similarity=similarity,
            reason=reason,
            source=OriginalityVerdict.Source.STAFF,
            # Which file they saw: another one that comes later is shown to staff.
            evidence={"sha256": video.sha256},
            decided_by=actor,
            decided_at=now,
        )
        audit.record(
            "scoring.originality.decided",
            target=video,
            actor=actor,
            before={"verdict": said},
            after={"verdict": verdict, "reason": reason, "row": row.pk},
        )


def _check_free(video: Video, creator: Creator, actor: User) -> None:
    if creator.user_id == actor.pk:
        raise VerdictRefused(_("It is about your own profile, so somebody else decides."))
    if has_open_appeal(video.pk):
        raise VerdictRefused(
            _("An appeal on this video is open. Decide at the appeals desk; nothing changed.")
        )


def _check(verdict: str, reason: str, actor: User, similarity: float | None) -> None:
    if not (actor.is_active and actor.is_staff):
        raise VerdictRefused(_("Only staff can record a verdict by hand."))
    if verdict not in OriginalityVerdict.Verdict.values:
        raise VerdictRefused(_("Choose original, not original, or can’t be judged."))
    if not reason:
        raise VerdictRefused(_("Say why: the creator reads the reason."))
    if similarity is not None and not 0 <= similarity <= 1:
        raise VerdictRefused(_("A similarity is a number from 0 to 1."))
