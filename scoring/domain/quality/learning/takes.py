"""Reads a piece of a stranger's video as plain pictures and samples; runs in the sandbox.

What comes out is numbers only: nothing of the file itself is ever decoded outside.
"""

import contextlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path

import av
import av.error
import cv2
import numpy as np

from scoring.domain.quality.degrading import RATE, Frame, Samples, Take
from scoring.media.decoding import Limits, check_size, decoded, opened, video_stream
from scoring.media.problems import MediaProblem, Problem

JOB = "scoring.domain.quality.learning.takes:packed_takes"
HEADER = struct.Struct("<Q")
PICTURE_SECONDS, SOUND_SECONDS = 2.0, 6.0
LONG_SIDE = 640
MOST_FRAMES = 60
LEAST_FRAMES = 10
# Where in the video the pieces are taken, as shares of its length.
PLACES = (0.2, 0.65)
LOUDNESS = 0.1
STILL = np.full((64, 64, 3), 90, np.uint8)
STILL_RATE = 4
SILENT = 1e-4


def packed_takes(path: Path, *, limits: Limits) -> bytes:
    """Return pieces of a video's pictures and sound, for `unpack`. Raises MediaProblem."""
    cv2.setNumThreads(1)
    with opened(path) as container:
        stream = video_stream(container)
        check_size(container, stream, limits)
        seconds = min(limits.seconds, (container.duration or 0) / av.time_base)
        has_sound = bool(container.streams.audio)
    starts = _starts(seconds, PICTURE_SECONDS)[:1]
    pieces = [piece for piece in _pictures(path, starts, limits) if len(piece) >= LEAST_FRAMES]
    sounds = _sounds(path, _starts(seconds, SOUND_SECONDS)) if has_sound else []
    if not pieces and not sounds:
        raise MediaProblem(Problem.UNREADABLE)
    header = {
        "pictures": [[len(piece), *piece[0][1].shape[:2], _rate(piece)] for piece in pieces],
        "sounds": [list(sound.shape) for sound in sounds],
    }
    plain = json.dumps(header).encode()
    frames = b"".join(image.tobytes() for piece in pieces for _time, image in piece)
    return HEADER.pack(len(plain)) + plain + frames + b"".join(one.tobytes() for one in sounds)


def unpack(content: bytes) -> tuple[list[Take], list[Take]]:
    """Read what `packed_takes` returned: takes to see, without sound, and takes to hear."""
    (length,) = HEADER.unpack_from(content)
    header = json.loads(content[HEADER.size : HEADER.size + length])
    at = HEADER.size + length
    seen, heard = [], []
    for count, high, wide, rate in header["pictures"]:
        size = count * high * wide * 3
        block = np.frombuffer(content, np.uint8, size, at).reshape(count, high, wide, 3)
        seen.append(Take(frames=list(block), rate=rate, sound=None))
        at += size
    for channels, samples in header["sounds"]:
        sound = np.frombuffer(content, np.float32, channels * samples, at)
        heard.append(_heard(sound.reshape(channels, samples)))
        at += sound.nbytes
    return seen, heard


def _starts(seconds: float, length: float) -> list[float]:
    """Where pieces begin: two where the video is long enough for both, else one."""
    room = max(0.0, seconds - length)
    starts = [round(room * place, 3) for place in PLACES]
    return starts if starts[1] - starts[0] >= length else [round(room / 2, 3)]


Timed = tuple[float, Frame]


def _pictures(path: Path, starts: list[float], limits: Limits) -> list[list[Timed]]:
    pieces: list[list[Timed]] = [[] for _ in starts]
    with opened(path) as container:
        stream = video_stream(container)
        for number, frame in enumerate(decoded(container, stream)):
            time = float(frame.time or 0.0)
            if number > limits.frames or time >= starts[-1] + PICTURE_SECONDS:
                break
            for start, piece in zip(starts, pieces, strict=True):
                if start <= time < start + PICTURE_SECONDS and len(piece) < MOST_FRAMES:
                    piece.append((time, _small(frame)))
    return pieces


def _small(frame: av.VideoFrame) -> Frame:
    """A frame in BGR with even sides, 640 px long at most."""
    image = frame.to_ndarray(format="bgr24")
    scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
    size = tuple(max(2, round(side * scale) // 2 * 2) for side in (image.shape[1], image.shape[0]))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _rate(piece: list[Timed]) -> int:
    span = piece[-1][0] - piece[0][0]
    return min(60, max(1, round((len(piece) - 1) / span))) if span > 0 else 25


def _sounds(path: Path, starts: list[float]) -> list[Samples]:
    end = starts[-1] + SOUND_SECONDS
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    rows, known = [], 0
    with opened(path) as container:
        for frame in _readable(container):
            for piece in resampler.resample(frame):
                rows.append(piece.to_ndarray()[0])
                known += len(rows[-1])
            if known >= end * RATE:
                break
    whole = np.concatenate(rows) if rows else np.zeros(0, np.float32)
    cut = [whole[int(start * RATE) :][: int(SOUND_SECONDS * RATE)] for start in starts]
    return [_as_loud_as_it_should_be(one) for one in cut if _ok(one)]


def _as_loud_as_it_should_be(sound: Samples) -> Samples:
    return np.asarray(np.tanh(sound / _level(sound) * LOUDNESS)[None], np.float32)


def _ok(sound: Samples) -> bool:
    return len(sound) >= RATE * SOUND_SECONDS / 2 and _level(sound) > SILENT


def _level(sound: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if len(sound) else 0.0


def _readable(container: av.container.InputContainer) -> Iterator[av.AudioFrame]:
    """Frames of sound; packets that can't be read are left out."""
    for packet in container.demux(container.streams.audio[0]):
        with contextlib.suppress(av.error.InvalidDataError):
            yield from (frame for frame in packet.decode() if isinstance(frame, av.AudioFrame))


def _heard(sound: Samples) -> Take:
    frames = [STILL] * max(1, round(sound.shape[1] / RATE * STILL_RATE))
    return Take(frames=frames, rate=STILL_RATE, sound=np.array(sound))
