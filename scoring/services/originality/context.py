"""What a standing rests on: when each video was published, by whom, and who may share."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from creatorspark.core.models import Creator, Video
from scoring.domain.verdicts.declarations import Declaration, declared
from scoring.domain.verdicts.policy import OriginalityPolicy
from scoring.domain.verdicts.standing import (
    Likeness,
    Publication,
    Rules,
    Standing,
    has_own,
    person_of,
    standing_of,
)
from scoring.models import OriginalityAllowance
from scoring.services.originality.outcomes import Judged
from scoring.services.originality.searching import Found

_STANDINGS: Mapping[str, Standing] = {
    OriginalityAllowance.Kind.LICENSED: Standing.LICENSED,
    OriginalityAllowance.Kind.SHARED: Standing.ALLOWED,
}


def publications(video_ids: Collection[int]) -> dict[int, Publication]:
    """Return how each video was published; those that don't exist are absent."""
    rows = Video.objects.filter(pk__in=video_ids).values_list(
        "pk",
        "creator_id",
        "creator__merged_into_id",
        "creator__user_id",
        "creator__handle",
        "posted_at",
        "created_at",
    )
    return {
        video: Publication(
            video_id=video,
            person=person_of(user=user, merged=merged, creator=creator),
            handle=handle,
            posted_at=posted,
            received_at=received,
        )
        for video, creator, merged, user, handle, posted, received in rows
    }


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose video matches are weighed, and what it says of itself."""

    publication: Publication
    creator_id: int
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Allowances:
    """The pairs of creators and of videos that may share with one video, and how."""

    of_video: Mapping[int, Standing]
    of_creator: Mapping[int, Standing]

    def between(self, *, video_id: int, creator_id: int) -> Standing | None:
        """Return LICENSED or ALLOWED if the video or its creator may be shared with."""
        return self.of_video.get(video_id) or self.of_creator.get(creator_id)


def whose(video: Video) -> Whose:
    """Return a published video as its matches are weighed."""
    publication = publications([video.pk])[video.pk]
    return Whose(publication, video.creator_id, declared(video.caption, video.hashtags))


def clip_of(creator: Creator | None, *, now: datetime) -> Whose:
    """Return a clip that isn't posted yet: everything published came before it."""
    person = ""
    if creator:
        person = person_of(user=creator.user_id, merged=creator.merged_into_id, creator=creator.pk)
    publication = Publication(0, person, creator.handle if creator else "", now, now)
    return Whose(publication, creator.pk if creator else 0, Declaration())


def stand(this: Whose, found: Collection[Found], rules: OriginalityPolicy) -> list[Judged]:
    """Say of each match what it means for the video or clip."""
    videos = [one.video_id for one in found]
    published = publications(videos)
    creators = dict(Video.objects.filter(pk__in=videos).values_list("pk", "creator_id"))
    allowances = allowances_of(video_id=this.publication.video_id, creator_id=this.creator_id)
    return [
        Judged(
            one,
            standing_of(
                _likeness(one),
                this=this.publication,
                other=published[one.video_id],
                declaration=this.declaration,
                allowance=allowances.between(
                    video_id=one.video_id, creator_id=creators[one.video_id]
                ),
                rules=_rules(rules),
            ),
            published[one.video_id].posted_at,
            is_earlier=published[one.video_id].order < this.publication.order,
        )
        for one in found
        if one.video_id in published
    ]


def could_declare(judged: Collection[Judged], rules: OriginalityPolicy) -> bool:
    """Tell whether naming a duet or stitch in the caption would count for all that is copied."""
    copied = [one for one in judged if one.standing is Standing.COPIED]
    return bool(copied) and all(may_be_declared(one, rules) for one in copied)


def may_be_declared(one: Judged, rules: OriginalityPolicy) -> bool:
    """Tell whether naming a duet or stitch in the caption would count for one match."""
    return has_own(_likeness(one.found), _rules(rules))


def _likeness(found: Found) -> Likeness:
    return Likeness(found.similarity, found.shown, inset="inset" in found.edits)


def _rules(policy: OriginalityPolicy) -> Rules:
    return Rules(policy.threshold, policy.declared_own_share)


def allowances_of(*, video_id: int, creator_id: int) -> Allowances:
    """Return with what a video may share material now."""
    running = OriginalityAllowance.objects.filter(ended_at__isnull=True)
    videos = running.filter(Q(video_a=video_id) | Q(video_b=video_id))
    # What was allowed to a profile is allowed to the one it was merged into.
    family = {creator_id, *_absorbed_by(creator_id)}
    creators = running.filter(Q(creator_a__in=family) | Q(creator_b__in=family))
    return Allowances(
        {
            (b if a == video_id else a): _STANDINGS[kind]
            for a, b, kind in videos.values_list("video_a_id", "video_b_id", "kind")
        },
        {
            (goes_on_b or b if a in family else goes_on_a or a): _STANDINGS[kind]
            for a, goes_on_a, b, goes_on_b, kind in creators.values_list(
                "creator_a_id",
                "creator_a__merged_into_id",
                "creator_b_id",
                "creator_b__merged_into_id",
                "kind",
            )
        },
    )


def _absorbed_by(creator_id: int) -> list[int]:
    return list(Creator.objects.filter(merged_into_id=creator_id).values_list("pk", flat=True))
