"""Who may share material: staff allow and end, and what that touches is judged anew."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services import audit
from scoring.models import (
    JudgementRequest,
    OriginalityAllowance,
    OriginalityMatch,
    OriginalityVerdict,
)
from scoring.services.originality.requests import request_judgements


class AllowanceRefused(ValueError):
    """It can't be allowed or ended; the message is for a person."""


def allow_creators(
    *,
    creator_ids: tuple[int, int],
    licensed: bool,
    reason: str,
    actor: User,
    now: datetime,
    decision: str = "",
) -> int:
    """Let two creators share material from now on; return the allowance's number.

    Their verdicts that rest on each other are judged anew. Raises AllowanceRefused for the same or
    an unknown creator, for no reason, or for someone who isn't staff.
    """
    first, second = _pair(creator_ids, reason, actor)
    with transaction.atomic():
        if Creator.objects.filter(pk__in=(first, second)).count() < 2:
            raise AllowanceRefused(_("There is no such creator."))
        _check_free([first, second], [], actor)
        facts = {**_facts(licensed, reason, actor, now), "decision": decision}
        return _allow({"creator_a_id": first, "creator_b_id": second}, facts, actor=actor, now=now)


def allow_videos(
    *,
    video_ids: tuple[int, int],
    licensed: bool,
    reason: str,
    actor: User,
    now: datetime,
    decision: str = "",
) -> int:
    """Let two videos share material from now on, as `allow_creators` does for creators."""
    first, second = _pair(video_ids, reason, actor)
    with transaction.atomic():
        if Video.objects.filter(pk__in=(first, second)).count() < 2:
            raise AllowanceRefused(_("There is no such video."))
        _check_free([], [first, second], actor)
        facts = {**_facts(licensed, reason, actor, now), "decision": decision}
        return _allow({"video_a_id": first, "video_b_id": second}, facts, actor=actor, now=now)


def end_allowance(*, allowance_id: int, reason: str, actor: User, now: datetime) -> None:
    """End an allowance; what rested on it is judged anew. Raises AllowanceRefused."""
    _check(reason, actor)
    with transaction.atomic():
        row = OriginalityAllowance.objects.select_for_update().filter(pk=allowance_id).first()
        if row is None or row.ended_at is not None:
            raise AllowanceRefused(_("This has ended already."))
        creators, videos = [row.creator_a_id, row.creator_b_id], [row.video_a_id, row.video_b_id]
        _check_free(creators, videos, actor)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        _settle(row, "scoring.originality.allowance_ended", actor=actor, now=now, reason=reason)


def _allow(pair: Mapping[str, int], facts: dict[str, object], *, actor: User, now: datetime) -> int:
    row, made = OriginalityAllowance.objects.get_or_create(**pair, ended_at=None, defaults=facts)
    if made:
        _settle(row, "scoring.originality.allowed", actor=actor, now=now)
    return row.pk


def _settle(
    row: OriginalityAllowance, action: str, *, actor: User, now: datetime, reason: str = ""
) -> None:
    concerned = _concerned(row)
    audit.record(
        action,
        target=row,
        actor=actor,
        after={
            "kind": row.kind,
            "creators": [row.creator_a_id, row.creator_b_id],
            "videos": [row.video_a_id, row.video_b_id],
            "reason": reason or row.reason,
        },
    )
    request_judgements(video_ids=concerned, now=now, cause=JudgementRequest.Cause.ALLOWANCE)


def _concerned(row: OriginalityAllowance) -> Collection[int]:
    """The engine's current verdicts that rest on the pair; what a person decided stays."""
    current = OriginalityMatch.objects.filter(
        verdict__is_current=True, verdict__source=OriginalityVerdict.Source.ENGINE
    )
    if row.video_a_id is not None:
        pair = [row.video_a_id, row.video_b_id]
        found = current.filter(verdict__video__in=pair, other__in=pair)
    else:
        people = [row.creator_a_id, row.creator_b_id]
        found = current.filter(verdict__video__creator__in=people, other__creator__in=people)
    return set(found.values_list("verdict__video_id", flat=True))


def _pair(numbers: tuple[int, int], reason: str, actor: User) -> tuple[int, int]:
    _check(reason, actor)
    first, second = sorted(numbers)
    if first == second:
        raise AllowanceRefused(_("Name two different ones."))
    return first, second


def _check(reason: str, actor: User) -> None:
    if not (actor.is_active and actor.is_staff):
        raise AllowanceRefused(_("Only staff can decide what may be shared."))
    if not reason.strip():
        raise AllowanceRefused(_("Say why: it is kept with the decision."))


def _check_free(creators: Sequence[int | None], videos: Sequence[int | None], actor: User) -> None:
    """Refuse whoever stands to gain: one of the two is their own."""
    own = Creator.objects.filter(user_id=actor.pk)
    touched = own.filter(pk__in=[one for one in creators if one is not None])
    posted = Video.objects.filter(
        creator__in=own, pk__in=[one for one in videos if one is not None]
    )
    if touched.exists() or posted.exists():
        raise AllowanceRefused(_("It is about your own profile, so somebody else decides."))


def _facts(licensed: bool, reason: str, actor: User, now: datetime) -> dict[str, object]:
    kinds = OriginalityAllowance.Kind
    return {
        "kind": kinds.LICENSED if licensed else kinds.SHARED,
        "reason": reason.strip(),
        "decided_by": actor,
        "created_at": now,
    }
