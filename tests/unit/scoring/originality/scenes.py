"""Scenes drawn by our own code: a textured place, and things that move about in it.

The same `place` with other `movers` is another take of the scene. Nothing is read from disk.
"""

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scoring.domain.originality import Fingerprint, Sample, fingerprint_of

Grey = NDArray[np.uint8]
WIDTH, HEIGHT, RATE = 320, 180, 8


@cache
def scene(place: int, movers: int, *, seconds: float = 6.0, rate: float = RATE) -> list[Grey]:
    """Return frames of one place with six things wandering through it."""
    ground = texture(place, WIDTH, HEIGHT)
    random = np.random.default_rng(1000 + movers)
    things = [texture(7000 + movers * 10 + number, 44, 44) for number in range(6)]
    phases, speeds = random.uniform(0, 6.3, (6, 2)), random.uniform(0.6, 2.2, (6, 2))
    frames = []
    for number in range(round(seconds * rate)):
        frame = ground.copy()
        reach = np.array([WIDTH - 44, HEIGHT - 44])
        spots = (np.sin(phases + speeds * number / rate) + 1) / 2 * reach
        for thing, (x, y) in zip(things, spots.astype(int), strict=True):
            frame[y : y + 44, x : x + 44] = thing
        frames.append(frame)
    return frames


@cache
def texture(seed: int, width: int, height: int) -> Grey:
    """Return blotches of several sizes: enough for hashes and for points."""
    random = np.random.default_rng(seed)
    picture = np.zeros((height, width))
    for size in (3, 9, 27):
        grain = random.normal(size=(height, width)).astype(np.float32)
        smooth = cv2.GaussianBlur(grain, (0, 0), size)
        picture += smooth / smooth.std()
    return np.clip(128 + 38 * picture, 0, 255).astype(np.uint8)


def print_of(frames: list[Grey], *, rate: float = RATE) -> Fingerprint:
    """Fingerprint frames as if they had been read from a file."""
    return fingerprint_of(Sample(number / rate, frame) for number, frame in enumerate(frames))


def each(frames: list[Grey], change: Callable[[Grey], Grey]) -> list[Grey]:
    """Edit every frame alike, and code it badly, as platforms do."""
    return [coded(change(frame)) for frame in frames]


def coded(frame: Grey, quality: int = 55) -> Grey:
    """Return what is left of a frame after a JPEG of low quality."""
    _, content = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_GRAYSCALE), np.uint8)


def mirrored(frame: Grey) -> Grey:
    return np.ascontiguousarray(frame[:, ::-1])


def cropped(frame: Grey) -> Grey:
    """Keep 75 % of each side, off the middle, at full size again."""
    part = frame[8 : 8 + int(HEIGHT * 0.75), 60 : 60 + int(WIDTH * 0.75)]
    return np.asarray(cv2.resize(part, (WIDTH, HEIGHT)), np.uint8)


def boxed(frame: Grey) -> Grey:
    """Black bars above and below."""
    return np.pad(frame, ((60, 60), (0, 0)))


def inset(frame: Grey) -> Grey:
    """A small picture in the corner of another place."""
    canvas = texture(99, WIDTH, HEIGHT)
    canvas[80:170, 150:310] = cv2.resize(frame, (160, 90), interpolation=cv2.INTER_AREA)
    return canvas
