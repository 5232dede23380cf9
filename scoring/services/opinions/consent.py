"""Who agreed that their videos are sent to the model. Without it nothing of theirs is."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from scoring.models import OpinionConsent, OpinionRequest
from scoring.services.opinions.problems import Problem

UNDER_WAY = (OpinionRequest.State.WAITING, OpinionRequest.State.ASKING)


class ConsentRefused(Exception):
    """This person can't agree for this creator; the message is for a person."""


def agrees(creator: Creator) -> bool:
    """Say whether a creator's videos may be sent."""
    if settings.GEMINI.consent == "terms":
        return True
    return _standing(creator.pk).exists()


def agreed() -> Q:
    """Say which videos' creators agreed."""
    if settings.GEMINI.consent == "terms":
        return Q()
    rows = OpinionConsent.objects.filter(creator=OuterRef("creator"), ended_at__isnull=True)
    return Q(Exists(rows))


def has_agreed(*, creator_id: int) -> bool:
    """Say whether a creator agreed themselves."""
    return _standing(creator_id).exists()


def give(*, creator_id: int, actor: User, now: datetime) -> None:
    """Note that a creator agrees; does nothing where they did before. Raises ConsentRefused."""
    with transaction.atomic():
        creator = _own(creator_id, actor)
        if _standing(creator.pk).exists():
            return
        row = OpinionConsent.objects.create(creator=creator, given_by=actor, given_at=now)
        audit.record("scoring.opinion_consent.given", target=row, actor=actor)


def end(*, creator_id: int, actor: User, now: datetime) -> None:
    """Note that a creator doesn't agree any more: what is under way stops and is removed there.

    Answers that came before stay and go on counting within the cap. Raises ConsentRefused.
    """
    with transaction.atomic():
        creator = _own(creator_id, actor)
        end_all(creator, now=now)
        audit.record("scoring.opinion_consent.ended", target=creator, actor=actor)


def end_all(creator: Creator, *, now: datetime) -> None:
    """End a creator's consent and take back what is under way. The creator is locked."""
    _standing(creator.pk).update(ended_at=now)
    OpinionRequest.objects.filter(video__creator=creator, state__in=UNDER_WAY).update(
        state=OpinionRequest.State.WITHDRAWN,
        stage="",
        claim=None,
        retry_at=None,
        nudged_at=None,
        problem=Problem.NO_CONSENT,
        finished_at=now,
    )


def _standing(creator_id: int) -> QuerySet[OpinionConsent]:
    return OpinionConsent.objects.filter(creator_id=creator_id, ended_at__isnull=True)


def _own(creator_id: int, actor: User) -> Creator:
    """Lock the creator, if it is the actor's own: nobody agrees for somebody else."""
    rows = Creator.objects.select_for_update(no_key=True)
    creator = rows.filter(pk=creator_id, user=actor).first()
    if creator is None or creator.is_gone:
        raise ConsentRefused(_("Only the creator themselves can decide this."))
    return creator
