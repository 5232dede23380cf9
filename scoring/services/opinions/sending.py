"""What is sent of a video, and what kind of file it is by its own bytes."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from creatorspark.core.models import Video
from scoring.domain.opinions import caption_part
from scoring.models import Fingerprint, Submission

HEAD = 64
# Where a mark stands, the mark, and what the service calls such a file.
KINDS = (
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"\x00\x00\x01\xb3", "video/mpeg"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video/wmv"),
    (8, b"AVI ", "video/avi"),
    (4, b"ftypqt", "video/mov"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (4, b"moov", "video/mov"),
    (4, b"mdat", "video/mov"),
    (4, b"wide", "video/mov"),
    (4, b"free", "video/mov"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The caption as it is sent (empty: none is), and its digest."""

    part: str
    sha256: str


def mime_type_of(head: bytes) -> str:
    """Return what the first bytes say, empty for what the service can't read."""
    for place, mark, kind in KINDS:
        if head[place : place + len(mark)] == mark:
            return kind
    return ""


def words_of(video: Video) -> Words:
    """Return what is sent of a caption."""
    if "caption" not in settings.GEMINI.sends or not video.caption.strip():
        return Words("", "")
    return Words(caption_part(video.caption), sha256(video.caption.encode()).hexdigest())


def seconds_of(video: Video) -> float:
    """Return a video's length: as it was read, else as posted, else the longest there may be."""
    for rows in (
        Fingerprint.objects.filter(sha256=video.sha256),
        Submission.objects.filter(sha256=video.sha256, seconds__isnull=False),
    ):
        found = rows.values_list("seconds", flat=True).first() if video.sha256 else None
        if found is not None:
            return float(found)
    return float(video.duration_seconds or settings.MEDIA.seconds)
