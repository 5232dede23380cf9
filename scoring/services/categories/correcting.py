"""What people say a video is about: it stands above the models, and they learn from it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.models import User, Video
from creatorspark.core.services import audit
from scoring.domain.categories import Category
from scoring.models import CategoryAssessment, CategoryCorrection
from scoring.services.categories.assessing import assessment, evidence_of
from scoring.services.categories.serving import answering

MOST_CATEGORIES = 5


class CorrectionRefused(ValueError):
    """A correction can't be made; the message is for a person."""


def correct_categories(
    *, video_id: int, categories: Collection[str], reason: str, actor: User, now: datetime
) -> None:
    """Say what a video is about, in the order given; none is an answer too.

    Raises CorrectionRefused for an unknown video or category, more than five, someone who isn't
    staff, or their own video.
    """
    named = list(dict.fromkeys(categories))
    if not set(named) <= {category.value for category in Category}:
        raise CorrectionRefused(_("Choose from the categories on the list."))
    if len(named) > MOST_CATEGORIES:
        raise CorrectionRefused(
            _("At most %(most)d: name those that matter most.") % {"most": MOST_CATEGORIES}
        )
    with transaction.atomic():
        video = _locked(video_id, actor)
        _append(video, named, handed_back=False, reason=reason, actor=actor, now=now)


def hand_back_categories(*, video_id: int, reason: str, actor: User, now: datetime) -> None:
    """Let the models say again what a video is about; the correction stays as history.

    Raises CorrectionRefused where there is no correction, or for someone who isn't staff.
    """
    with transaction.atomic():
        video = _locked(video_id, actor)
        source = CategoryAssessment.Source.STAFF
        if not _current(video).filter(source=source).exists():
            raise CorrectionRefused(_("Nobody has corrected this video; nothing changed."))
        _append(video, [], handed_back=True, reason=reason, actor=actor, now=now)


def _append(
    video: Video,
    categories: list[str],
    *,
    handed_back: bool,
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    before = _current(video).values_list("categories", flat=True).first() or []
    row = CategoryCorrection.objects.create(
        video=video,
        categories=categories,
        handed_back=handed_back,
        before=before,
        reason=reason.strip(),
        decided_by=actor,
        decided_at=now,
    )
    _current(video).update(is_current=False)
    (found,) = evidence_of([video.pk])
    assessed = assessment(found, by=answering(), now=now, correction=None if handed_back else row)
    assessed.save(force_insert=True)
    audit.record(
        "scoring.categories.handed_back" if handed_back else "scoring.categories.corrected",
        target=video,
        actor=actor,
        before={"categories": before},
        after={"categories": assessed.categories, "reason": row.reason, "row": row.pk},
    )


def _locked(video_id: int, actor: User) -> Video:
    if not (actor.is_active and actor.is_staff):
        raise CorrectionRefused(_("Only staff can correct categories."))
    videos = Video.objects.select_related("creator").select_for_update(of=("self",), no_key=True)
    video = videos.filter(pk=video_id).first()
    if video is None:
        raise CorrectionRefused(_("There is no such video any more."))
    if video.creator.user_id == actor.pk:
        raise CorrectionRefused(_("It is about your own profile, so somebody else decides."))
    return video


def _current(video: Video) -> QuerySet[CategoryAssessment]:
    return CategoryAssessment.objects.filter(video=video, is_current=True)
