"""Plays a stored video to staff: the whole file, or the piece that a player asks for."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse

from creatorspark.core.models import Video

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
WEBM = b"\x1aE\xdf\xa3"


def played(video_id: int, *, asked: str) -> HttpResponseBase:
    """Return a video's file; `asked` is the Range header, "" for all of it.

    Its type is told from its content and nothing else may be guessed, whatever it claims to be.
    """
    video = Video.objects.only("file").get(pk=video_id)
    try:
        file = video.file.open("rb")
        size = video.file.size
    except OSError as gone:
        raise Http404 from gone
    span = _span(asked, size)
    start, end = span or (0, size - 1)
    if start >= size or start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    kind = "video/webm" if file.read(4) == WEBM else "video/mp4"
    response = StreamingHttpResponse(_pieces(file, start, end), content_type=kind)
    if span:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte of a Range header of one piece, None for anything else."""
    match = RANGE.fullmatch(asked.strip())
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
