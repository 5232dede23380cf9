"""Takes pictures out of a video: single ones, and a strip of small ones. Decodes once.

Run it through the sandbox (`take_stills`): the videos are strangers'.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from scoring.media.decoding import (
    TURNS,
    Limits,
    check_size,
    decoded,
    mean_rate,
    opened,
    video_stream,
)
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import Allowance, run_on_video

JOB = "scoring.media.stills:packed_stills"
LONGEST_SIDE = 640
QUALITY, STRIP_QUALITY = 82, 72
SLOT_WIDTH, SLOT_HEIGHT = 96, 128
SLOTS = 12
HIDDEN = 128
Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Still:
    """One JPEG: the second it was asked for, its size in pixels, its bytes."""

    at: float
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Stills:
    """Pictures in the order of the moments; `strip` is one picture of small ones side by side."""

    pictures: tuple[Still, ...]
    strip: Still | None


def even_slots(seconds: float) -> list[float]:
    """Return the moments of a strip of `SLOTS` small pictures: the middle of each equal part."""
    return [(slot + 0.5) * seconds / SLOTS for slot in range(SLOTS)]


def take_stills(
    path: Path,
    *,
    moments: Sequence[float],
    strip: Sequence[float | None] = (),
    allowance: Allowance | None = None,
) -> Stills:
    """Return a stranger's video at these seconds; None in `strip` leaves that place grey.

    Seconds past the end show the last frame. Raises MediaProblem.
    """
    arguments = {"moments": list(moments), "strip": list(strip)}
    packed = run_on_video(JOB, path, allowance=allowance, arguments=arguments)
    return unpack(packed)


def packed_stills(
    path: Path, *, limits: Limits, moments: Sequence[float], strip: Sequence[float | None]
) -> bytes:
    """Do the sandbox's part."""
    small = [at for at in strip if at is not None]
    shown = pictures_at(path, {*moments, *small}, limits=limits)
    stills = [_still(at, shown[at], QUALITY) for at in moments]
    if strip:
        slots = [_slot(None if at is None else shown[at]) for at in strip]
        stills.append(_still(0.0, np.hstack(slots), STRIP_QUALITY))
    header = {
        "has_strip": bool(strip),
        "stills": [(one.at, one.width, one.height, len(one.content)) for one in stills],
    }
    return b"\n".join(
        (json.dumps(header).encode(), b"".join(one.content for one in stills)),
    )


def unpack(packed: bytes) -> Stills:
    """Read what `packed_stills` wrote."""
    header, _, body = packed.partition(b"\n")
    document = json.loads(header)
    stills = []
    for at, width, height, size in document["stills"]:
        stills.append(Still(at, width, height, body[:size]))
        body = body[size:]
    strip = stills.pop() if document["has_strip"] else None
    return Stills(tuple(stills), strip)


def pictures_at(path: Path, moments: Collection[float], *, limits: Limits) -> dict[float, Picture]:
    """Return the frame nearest to each moment, upright, 640 px on the long side or less.

    Raises MediaProblem.
    """
    wanted = sorted(moments)
    found: dict[float, Picture] = {}
    last: av.VideoFrame | None = None
    with opened(path) as container:
        stream = video_stream(container)
        check_size(container, stream, limits)
        rate = mean_rate(stream)
        for elapsed, last in _timed(decoded(container, stream), rate, limits):
            due = [at for at in wanted[len(found) :] if at <= elapsed + 0.5 / rate]
            if due:
                found |= dict.fromkeys(due, _upright(last))
            if len(found) == len(wanted):
                return found
        if last is None:
            raise MediaProblem(Problem.NO_PICTURES)
        return dict.fromkeys(wanted, _upright(last)) | found


def _timed(
    frames: Iterator[av.VideoFrame], rate: float, limits: Limits
) -> Iterator[tuple[float, av.VideoFrame]]:
    """Yield frames with their seconds from the first one."""
    start: float | None = None
    for number, frame in enumerate(frames):
        time = frame.time if frame.time is not None else number / rate
        start = time if start is None else start
        if number >= limits.frames or time - start > limits.seconds:
            raise MediaProblem(Problem.TOO_LONG)
        if frame.width * frame.height > limits.pixels:
            raise MediaProblem(Problem.TOO_LARGE_PICTURE)
        yield time - start, frame


def _upright(frame: av.VideoFrame) -> Picture:
    scale = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
    size = [max(2, round(side * scale / 2) * 2) for side in (frame.width, frame.height)]
    picture = frame.to_ndarray(format="bgr24", width=size[0], height=size[1])
    turn = TURNS.get(round(frame.rotation) % 360)
    return np.asarray(picture if turn is None else cv2.rotate(picture, turn), np.uint8)


def _slot(picture: Picture | None) -> Picture:
    """Fill a place of the strip with the middle of a picture; grey where nothing may be shown."""
    if picture is None:
        return np.full((SLOT_HEIGHT, SLOT_WIDTH, 3), HIDDEN, np.uint8)
    height, width = picture.shape[:2]
    scale = max(SLOT_WIDTH / width, SLOT_HEIGHT / height)
    size = (max(SLOT_WIDTH, round(width * scale)), max(SLOT_HEIGHT, round(height * scale)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (size[1] - SLOT_HEIGHT) // 2, (size[0] - SLOT_WIDTH) // 2
    return small[top : top + SLOT_HEIGHT, left : left + SLOT_WIDTH]


def _still(at: float, picture: Picture, quality: int) -> Still:
    _done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    height, width = picture.shape[:2]
    return Still(at, width, height, content.tobytes())
