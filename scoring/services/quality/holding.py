"""Whose files are here still."""

from collections.abc import Collection

from creatorspark.core.models import Creator, Video
from scoring.models import Submission


def held(files: Collection[str], *, besides: Creator | None = None) -> set[str]:
    """Return which of these files, by digest, a video or a clip holds still.

    `besides`: a creator who is leaving, and so holds nothing any more.
    """
    videos = Video.objects.filter(sha256__in=files).exclude(file="")
    clips = Submission.objects.filter(sha256__in=files).exclude(file="")
    if besides is not None:
        videos, clips = videos.exclude(creator=besides), clips.exclude(creator=besides)
    return {*videos.values_list("sha256", flat=True), *clips.values_list("sha256", flat=True)}
