"""Videos with real files: scenes drawn and encoded by our own code, once a run of tests."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from creatorspark.core.models import Video
from scoring.services.originality.requests import request_judgement
from tests.factories import NOW, VideoFactory
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import Grey, each, inset, mirrored, scene

EDITS: dict[str, Callable[[list[Grey]], list[Grey]]] = {
    "": lambda frames: frames,
    "coded": lambda frames: each(frames, lambda frame: frame),
    "mirrored": lambda frames: each(frames, mirrored),
    "inset": lambda frames: each(frames, inset),
    "black": lambda frames: [frame * 0 for frame in frames],
}


@cache
def film(place: int, movers: int = 1, *, edit: str = "", seconds: float = 4.0) -> bytes:
    """Return an MP4 of a scene; the same arguments give the very same bytes."""
    frames = EDITS[edit](scene(place, movers, seconds=seconds))
    with tempfile.TemporaryDirectory() as folder:
        return write_film(Path(folder) / "film.mp4", frames).read_bytes()


def put_file(video: Video, content: bytes) -> None:
    """Give a video a file, as receiving a submission does."""
    video.file.save("film", ContentFile(content), save=False)
    video.sha256 = hashlib.sha256(content).hexdigest()
    video.save(update_fields=["file", "sha256"])


def filmed(content: bytes, *, days: float = 8, asked: bool = True, **values: Any) -> Video:
    """Return a video posted so many days before `NOW` whose file waits to be judged."""
    video = VideoFactory(posted_at=NOW - timedelta(days=days), snapshots=0, **values)
    put_file(video, content)
    if asked:
        request_judgement(video_id=video.pk, now=NOW, nudge=False)
    return video
