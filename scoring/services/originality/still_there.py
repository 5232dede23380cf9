"""What a worker took from files is kept only where the files are still theirs to be looked at."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from creatorspark.core.models import Creator, Video
from scoring.models import Submission


def still_there(*, video_ids: Collection[int]) -> bool:
    """Lock the creators of videos and tell whether every one of these has a file still.

    Decoding takes its time, and erasing a creator locks the same row: without this, small pictures
    would be written of somebody who was just forgotten. The caller holds the transaction.
    """
    videos = Video.objects.filter(pk__in=video_ids)
    _lock(videos.values_list("creator_id", flat=True))
    return videos.exclude(file="").count() == len(set(video_ids))


def is_held(name: str, *, sha256: str) -> bool:
    """Lock the creators of a file and tell whether a video or a clip has it still.

    It is found by its digest, or by its name where the digest was never written down. The caller
    holds the transaction.
    """
    clips = Submission.objects.filter(sha256=sha256).exclude(file="")
    videos = Video.objects.filter(sha256=sha256).exclude(file="")
    if not videos.exists() and not clips.exists():
        videos = Video.objects.filter(sha256="", file=name).exclude(file="")
    _lock([*videos.values_list("creator_id", flat=True), *_senders(clips)])
    return videos.exists() or clips.exists()


def _senders(clips: QuerySet[Submission]) -> QuerySet[Submission, int | None]:
    return clips.values_list("creator_id", flat=True)


def _lock(creators: Iterable[int | None]) -> None:
    owners = Creator.objects.filter(pk__in=set(creators))
    list(owners.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
