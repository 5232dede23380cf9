"""The fingerprint of a video, made in one pass over its frames.

Three layers, from cheap to exact: 256-bit hashes of two frames a second and of every new scene (for
finding), a few points of one frame a second (for crops and pictures in pictures), and small grey
thumbnails eight times a second (a copy moves as its original moves; another take does not).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.originality.content import Box, ContentFinder
from scoring.domain.originality.frames import (
    SIDE,
    Floats,
    Grey,
    Words,
    says_something,
    shown_hashes,
    sign_hashes,
)
from scoring.domain.originality.points import Points, find_points, join

VERSION = 1
SAMPLES_A_SECOND = 8
HASH_EVERY = 4
POINTS_EVERY = 8
WORK_SIDE = 320
THUMB = 32
NEW_SCENE = 18.0
LARGEST_GAP = 1.6 / SAMPLES_A_SECOND

# The parts of the frame that are hashed: the whole, then parts of the content box.
PARTS: dict[str, tuple[float, float, float, float]] = {
    "content": (0.0, 0.0, 1.0, 1.0),
    "middle": (0.12, 0.12, 0.88, 0.88),
    "left half": (0.0, 0.0, 0.5, 1.0),
    "right half": (0.5, 0.0, 1.0, 1.0),
    "upper half": (0.0, 0.0, 1.0, 0.5),
    "lower half": (0.0, 0.5, 1.0, 1.0),
}
WINDOWS = ("whole", *PARTS)


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame as sampled: seconds from the start, and its brightness at up to 320 px."""

    time: float
    image: Grey


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is kept of a video. Times are seconds from its start.

    `hashes` has one 256-bit code for each window and each frame that says something; `shown` has
    pHash, dHash and aHash of the same frames. `points` are numbered by `point_times`. `thumbs` are
    grey pictures of 32 × 32 at `thumb_times`. `aspect` is width by height.
    """

    version: int
    seconds: float
    aspect: float
    box: Box
    times: Floats
    hashes: Words
    shown: Words
    points: Points
    point_times: Floats
    thumb_times: Floats
    thumbs: npt.NDArray[np.uint8]

    @property
    def says_something(self) -> bool:
        """Whether anything in the video can be recognised again."""
        return len(self.times) > 0

    @property
    def width(self) -> float:
        """The width in long sides."""
        return min(1.0, self.aspect)

    @property
    def height(self) -> float:
        """The height in long sides."""
        return min(1.0, 1.0 / self.aspect)


def fingerprint_of(samples: Iterable[Sample]) -> Fingerprint:
    """Make the fingerprint of frames sampled about eight times a second, in order of time."""
    gathering = _Gathering()
    for sample in samples:
        gathering.see(sample)
    return gathering.result()


class _Gathering:
    """Keeps what the later steps need of each frame."""

    def __init__(self) -> None:
        self.content = ContentFinder()
        self.times: list[float] = []
        self.thumbs: list[Grey] = []
        self.hashed: list[Sample] = []
        self.points: list[Points] = []
        self.point_times: list[float] = []
        self.next_hash = self.next_points = 0
        self.aspect = 1.0

    def see(self, sample: Sample) -> None:
        self._hold(sample.time)
        number = len(self.times)
        self.aspect = sample.image.shape[1] / sample.image.shape[0]
        thumb = np.asarray(
            cv2.resize(sample.image, (THUMB, THUMB), interpolation=cv2.INTER_AREA), np.uint8
        )
        new_scene = bool(self.thumbs) and _differs(thumb, self.thumbs[-1])
        self.times.append(sample.time)
        self.thumbs.append(thumb)
        if number < self.next_hash and not new_scene:
            return
        self.next_hash = number + HASH_EVERY
        if says_something(sample.image):
            self.hashed.append(sample)
            self.content.see(sample.image)
            if number >= self.next_points or new_scene:
                self.next_points = number + POINTS_EVERY
                self._find_points(sample)

    def _hold(self, until: float) -> None:
        """A picture stays until the next: fill the gaps of a slow video with what was shown."""
        while self.times and until - self.times[-1] > LARGEST_GAP:
            self.times.append(self.times[-1] + 1 / SAMPLES_A_SECOND)
            self.thumbs.append(self.thumbs[-1])

    def _find_points(self, sample: Sample) -> None:
        self.points.append(find_points(sample.image, frame=len(self.point_times)))
        self.point_times.append(sample.time)

    def result(self) -> Fingerprint:
        box = self.content.box()
        return Fingerprint(
            version=VERSION,
            seconds=_length(self.times),
            aspect=self.aspect,
            box=box,
            times=np.array([sample.time for sample in self.hashed], np.float32),
            hashes=window_hashes([sample.image for sample in self.hashed], box),
            shown=np.array(
                [shown_hashes(_square(sample.image)) for sample in self.hashed], np.uint64
            ).reshape(-1, 3),
            points=join(self.points),
            point_times=np.array(self.point_times, np.float32),
            thumb_times=np.array(self.times, np.float32),
            thumbs=np.array(self.thumbs, np.uint8).reshape(-1, THUMB, THUMB),
        )


def window_hashes(images: list[Grey], box: Box) -> Words:
    """Return the hashes of every window of every frame (windows × frames × 4 words)."""
    boxes = [Box(), *(box.part(*part) for part in PARTS.values())]
    return np.stack(
        [
            sign_hashes(
                np.array([_square(window.cut(image)) for image in images], np.float32).reshape(
                    -1, SIDE, SIDE
                )
            )
            for window in boxes
        ]
    )


def _square(image: Grey) -> Grey:
    return np.asarray(cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _differs(left: Grey, right: Grey) -> bool:
    return float(cv2.absdiff(left, right).mean()) > NEW_SCENE


def _length(times: list[float]) -> float:
    if len(times) < 2:
        return float(len(times)) / SAMPLES_A_SECOND
    return times[-1] - times[0] + (times[-1] - times[0]) / (len(times) - 1)
