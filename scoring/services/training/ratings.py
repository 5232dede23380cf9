"""People rate videos for training: blind, one video after another, each by several people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from creatorspark.core.models import User, Video
from creatorspark.core.services import audit
from scoring.domain.quality.learning.agreement import GRADES, Agreement, ordinal_alpha
from scoring.domain.quality.measured import VERSION
from scoring.models import HumanRating, Measurement, QualityFrame
from scoring.services.quality.rating import caption_digest

PERMISSION = "scoring.rate_quality"
DIMENSIONS = HumanRating.DIMENSIONS
# So many people for each video: enough to see whether they agree.
ENOUGH = 3
NAMES = re.compile(r"@[\w.]+")


class RatingRefused(Exception):
    """A rating isn't kept; the message is for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindVideo:
    """What a rater sees: the video and its words, nobody's name and no count.

    `dimensions` are what it has; `given` the rater's own earlier points; `strip` a picture of small
    ones, None until it is made. `sha256` and `caption_sha256` say what was looked at.
    """

    video_id: int
    caption: str
    seconds: float
    dimensions: tuple[str, ...]
    given: Mapping[str, int | None]
    strip: QualityFrame | None
    sha256: str
    caption_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionAgreement:
    """How far people agree about one dimension."""

    dimension: str
    agreement: Agreement


def may_rate(user: User) -> bool:
    """Say whether a person may rate: staff who were let."""
    return bool(user.is_active and user.is_staff and user.has_perm(PERMISSION))


def next_to_rate(*, rater: User) -> BlindVideo | None:
    """Return the next video for a person: first those that others have begun on.

    The same order for everybody, and none that anybody could guess. None when all is done.
    """
    video = _queue(rater).first()
    return _blind(video, rater) if video else None


def video_to_rate(video_id: int, *, rater: User) -> BlindVideo | None:
    """Return one video, rated by the person before or not; None if it isn't for them."""
    video = _ratable(rater).filter(pk=video_id).first()
    return _blind(video, rater) if video else None


def rated_by(rater: User) -> int:
    """How many videos a person has rated."""
    return HumanRating.objects.filter(rater=rater, is_current=True).count()


def give_rating(
    *,
    video_id: int,
    points: Mapping[str, int],
    sha256: str,
    caption_sha256: str,
    rater: User,
    now: datetime,
) -> HumanRating:
    """Keep a person's points, 1 to 5 for everything that the video has, in place of earlier ones.

    Raises RatingRefused.
    """
    if not may_rate(rater):
        raise RatingRefused(_("Rating is for staff who were asked to."))
    with transaction.atomic():
        Video.objects.select_for_update(no_key=True).filter(pk=video_id).first()
        shown = video_to_rate(video_id, rater=rater)
        if shown is None:
            raise RatingRefused(_("This video isn’t there to be rated any more. Take the next."))
        if (shown.sha256, shown.caption_sha256) != (sha256, caption_sha256):
            raise RatingRefused(_("The video has changed since you looked. Please look again."))
        _check(points, shown.dimensions)
        before = HumanRating.objects.filter(video_id=video_id, rater=rater, is_current=True).first()
        if before and _same(before, shown, points):
            return before
        if before:
            HumanRating.objects.filter(pk=before.pk).update(is_current=False)
        row = HumanRating.objects.create(
            video_id=video_id,
            rater=rater,
            sha256=sha256,
            caption_sha256=caption_sha256,
            rated_at=now,
            **points,
        )
        audit.record(
            "scoring.rating.given",
            target=row,
            actor=rater,
            before=_points(before) if before else None,
            after=_points(row),
        )
    return row


def agreement() -> list[DimensionAgreement]:
    """Return how far people agree, by dimension; of ratings of the same file and caption."""
    rows = HumanRating.objects.filter(is_current=True)
    fields = ("video_id", "sha256", "caption_sha256", *DIMENSIONS)
    given = list(rows.values(*fields))
    return [
        DimensionAgreement(
            dimension=name,
            agreement=ordinal_alpha(
                ((row["video_id"], row["sha256"], row["caption_sha256"]), row[name])
                for row in given
                if row[name] is not None
            ),
        )
        for name in DIMENSIONS
    ]


def let_rate(person: User, *, may: bool, actor: User) -> bool:
    """Let a member of staff rate, or end that; False when it was so. Raises RatingRefused."""
    if not actor.is_superuser:
        raise RatingRefused(_("Only an owner of this installation can change who rates."))
    if may and not person.is_staff:
        raise RatingRefused(_("Only staff can rate videos."))
    permission = Permission.objects.get(
        content_type__app_label="scoring", codename=PERMISSION.partition(".")[2]
    )
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if person.user_permissions.filter(pk=permission.pk).exists() is may:
            return False
        change = person.user_permissions.add if may else person.user_permissions.remove
        change(permission)
        action = "scoring.rating.allowed" if may else "scoring.rating.ended"
        audit.record(action, target=person, actor=actor)
    return True


def _ratable(rater: User) -> QuerySet[Video]:
    """Measured files of others: only those can be learned from."""
    measured = Measurement.objects.filter(sha256=OuterRef("sha256"), version=VERSION)
    videos = Video.objects.exclude(file="").exclude(sha256="").filter(Exists(measured))
    return videos.filter(creator__erased_at__isnull=True).exclude(creator__user=rater)


def _queue(rater: User) -> QuerySet[Video]:
    given = HumanRating.objects.filter(sha256=OuterRef("sha256"), is_current=True)
    mine = given.filter(rater=rater, video=OuterRef("pk"))
    by_others = given.order_by().values("sha256").annotate(n=Count("rater", distinct=True))
    salted = Concat(Value("rating "), Cast("pk", TextField()), output_field=TextField())
    return (
        _ratable(rater)
        .filter(~Exists(mine))
        .annotate(people=Coalesce(Subquery(by_others.values("n")[:1]), 0))
        .filter(people__lt=ENOUGH)
        .order_by("-people", MD5(salted))
    )


def _blind(video: Video, rater: User) -> BlindVideo:
    measurement = Measurement.objects.filter(sha256=video.sha256, version=VERSION)
    seconds, has_sound = measurement.values_list("seconds", "has_sound").get()
    has = {"visual": True, "audio": has_sound, "text": bool(video.caption.strip())}
    mine = HumanRating.objects.filter(video=video, rater=rater, is_current=True).first()
    strips = QualityFrame.objects.filter(sha256=video.sha256, kind=QualityFrame.Kind.STRIP)
    return BlindVideo(
        video_id=video.pk,
        caption=NAMES.sub("@…", video.caption),
        seconds=seconds,
        dimensions=tuple(name for name in DIMENSIONS if has.get(name, True)),
        given=_points(mine) if mine else {},
        strip=strips.first(),
        sha256=video.sha256,
        caption_sha256=caption_digest(video.caption),
    )


def _check(points: Mapping[str, int], dimensions: tuple[str, ...]) -> None:
    if set(points) != set(dimensions):
        raise RatingRefused(_("Please give points for everything that the video has."))
    if not all(value in GRADES for value in points.values()):
        raise RatingRefused(_("Points go from 1 to 5."))


def _points(row: HumanRating) -> dict[str, Any]:
    return {name: getattr(row, name) for name in DIMENSIONS}


def _same(row: HumanRating, shown: BlindVideo, points: Mapping[str, int]) -> bool:
    looked = (row.sha256, row.caption_sha256) == (shown.sha256, shown.caption_sha256)
    return looked and _points(row) == {name: points.get(name) for name in DIMENSIONS}
