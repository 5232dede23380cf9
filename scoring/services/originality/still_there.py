"""What a worker took from files is kept only where the files are still theirs to be looked at."""

from collections.abc import Collection

from creatorspark.core.models import Creator, Video


def still_there(*, video_ids: Collection[int]) -> bool:
    """Lock the creators of videos and tell whether every one of these has a file still.

    Decoding takes its time, and erasing a creator locks the same row: without this, small pictures
    would be written of somebody who was just forgotten. The caller holds the transaction.
    """
    videos = Video.objects.filter(pk__in=video_ids)
    owners = Creator.objects.filter(pk__in=videos.values_list("creator_id", flat=True).distinct())
    list(owners.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return videos.exclude(file="").count() == len(set(video_ids))
