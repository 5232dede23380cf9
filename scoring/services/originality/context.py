"""What a standing rests on: when each video was published, by whom, and who may share."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from creatorspark.core.models import Video
from scoring.domain.verdicts.standing import Publication, Standing
from scoring.models import OriginalityAllowance

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
            # An account outranks profiles: one person may have several.
            person=f"user {user}" if user else f"creator {merged or creator}",
            handle=handle,
            posted_at=posted,
            received_at=received,
        )
        for video, creator, merged, user, handle, posted, received in rows
    }


@dataclass(frozen=True, slots=True)
class Allowances:
    """The pairs of creators and of videos that may share with one video, and how."""

    of_video: Mapping[int, Standing]
    of_creator: Mapping[int, Standing]

    def between(self, *, video_id: int, creator_id: int) -> Standing | None:
        """Return LICENSED or ALLOWED if the video or its creator may be shared with."""
        return self.of_video.get(video_id) or self.of_creator.get(creator_id)


def allowances_of(*, video_id: int, creator_id: int) -> Allowances:
    """Return with what a video may share material now."""
    running = OriginalityAllowance.objects.filter(ended_at__isnull=True)
    videos = running.filter(Q(video_a=video_id) | Q(video_b=video_id))
    creators = running.filter(Q(creator_a=creator_id) | Q(creator_b=creator_id))
    return Allowances(
        {
            (b if a == video_id else a): _STANDINGS[kind]
            for a, b, kind in videos.values_list("video_a_id", "video_b_id", "kind")
        },
        {
            (b if a == creator_id else a): _STANDINGS[kind]
            for a, b, kind in creators.values_list("creator_a_id", "creator_b_id", "kind")
        },
    )
