"""Reads the brightness of a video's frames, in order, at about the rate asked for.

PyAV decodes every frame, since that is what costs; only the frames that are wanted are scaled. Run
it in a process of its own for files that strangers sent (`scoring.media.sandbox`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import cv2
import numpy as np
import numpy.typing as npt

from scoring.media.problems import MediaProblem, Problem

PLANAR = frozenset(
    {"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12", "gray"}
)
# No playlists, scripts or image sequences: they make the decoder open what the file names.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,ogg,flv,mpegts,mpeg,mpegvideo,asf"
OPEN_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a video may be before it is refused."""

    seconds: float = 600.0
    pixels: int = 4096 * 2304
    frames: int = 600 * 120


@dataclass(frozen=True, slots=True)
class Luma:
    """One frame: seconds from the first one, and its brightness, upright."""

    time: float
    image: npt.NDArray[np.uint8]


def read_luma(
    path: Path, *, rate: float, side: int, limits: Limits | None = None
) -> Iterator[Luma]:
    """Yield about `rate` frames a second, `side` px on the long side or less, from the first on.

    Raises MediaProblem with what is wrong with the file.
    """
    limits = limits or Limits()
    with opened(path) as container:
        stream = video_stream(container)
        check_size(container, stream, limits)
        yield from _sampled(container, stream, rate=rate, side=side, limits=limits)


@contextmanager
def opened(path: Path) -> Iterator[av.container.InputContainer]:
    """Open a file as a video and nothing else. Raises MediaProblem."""
    try:
        container = av.open(str(path), options=OPEN_OPTIONS)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise MediaProblem(Problem.UNREADABLE) from error
    with container:
        yield container


def video_stream(container: av.container.InputContainer) -> av.VideoStream:
    """Return the moving pictures of a file, not its cover. Raises MediaProblem."""
    streams = [stream for stream in container.streams.video if not _is_cover(stream)]
    if not streams:
        sound_only = bool(container.streams.audio)
        raise MediaProblem(Problem.SOUND_ONLY if sound_only else Problem.NO_PICTURES)
    stream = streams[0]
    stream.codec_context.thread_count = 1
    return stream


def _is_cover(stream: av.VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def check_size(
    container: av.container.InputContainer, stream: av.VideoStream, limits: Limits
) -> None:
    """Refuse what says itself that it is too large or too long. Raises MediaProblem."""
    if stream.width * stream.height > limits.pixels:
        raise MediaProblem(Problem.TOO_LARGE_PICTURE)
    if container.duration is not None and container.duration / av.time_base > limits.seconds:
        raise MediaProblem(Problem.TOO_LONG)


def _sampled(
    container: av.container.InputContainer,
    stream: av.VideoStream,
    *,
    rate: float,
    side: int,
    limits: Limits,
) -> Iterator[Luma]:
    start: float | None = None
    due = 0.0
    count = 0
    for count, frame in enumerate(decoded(container, stream), 1):
        time = frame.time if frame.time is not None else (count - 1) / mean_rate(stream)
        start = time if start is None else start
        elapsed = time - start
        if count > limits.frames or elapsed > limits.seconds:
            raise MediaProblem(Problem.TOO_LONG)
        if frame.width * frame.height > limits.pixels:
            raise MediaProblem(Problem.TOO_LARGE_PICTURE)
        if elapsed + 1e-3 >= due:
            due = (np.floor(elapsed * rate + 1e-2) + 1) / rate
            yield Luma(elapsed, _upright(frame, side))
    if not count:
        raise MediaProblem(Problem.NO_PICTURES)


def decoded(
    container: av.container.InputContainer, stream: av.VideoStream
) -> Iterator[av.VideoFrame]:
    """Decode to the end, or to where the file breaks off if something came before that."""
    something = False
    try:
        for frame in container.decode(stream):
            something = True
            yield frame
    except av.error.FFmpegError as error:
        if not something:
            raise MediaProblem(Problem.UNREADABLE) from error


def mean_rate(stream: av.VideoStream) -> float:
    """Return frames a second, as the file says or its codec usually has them."""
    return float(stream.average_rate or stream.guessed_rate or 25)


def _upright(frame: av.VideoFrame, side: int) -> npt.NDArray[np.uint8]:
    """Return a frame's brightness, scaled down and turned as the file says."""
    if frame.format.name not in PLANAR:
        frame = frame.reformat(format="gray")
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    image = rows[: frame.height, : frame.width]
    scale = min(1.0, side / max(image.shape))
    size = (max(2, round(frame.width * scale)), max(2, round(frame.height * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    turn = TURNS.get(round(frame.rotation) % 360)
    return small if turn is None else np.asarray(cv2.rotate(small, turn), np.uint8)
