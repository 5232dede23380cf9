"""A few points of a frame that can be found again after a crop, a turn or a change of size.

SIFT finds and describes them; each descriptor becomes 128 sign bits. The projection is split into
parts that are even and odd under mirroring, so that a mirrored point's code is its code with the
odd bits flipped.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.originality.frames import Floats, Grey, Words, as_words

CODE_BITS = 128
FOUND = 260
KEPT = 140
GRID = 4
SEED = 20260501


@dataclass(frozen=True, slots=True)
class Points:
    """Points of several frames: `frame` numbers them; places are in long sides of the frame.

    `size` is the natural logarithm of a point's radius in long sides, `angle` is in radians.
    """

    frame: npt.NDArray[np.uint16]
    place: Floats
    size: Floats
    angle: Floats
    code: Words

    def __len__(self) -> int:
        return len(self.frame)

    def pick(self, chosen: npt.NDArray[np.int64]) -> "Points":
        """Return some of them."""
        return Points(
            self.frame[chosen],
            self.place[chosen],
            self.size[chosen],
            self.angle[chosen],
            self.code[chosen],
        )


def find_points(image: Grey, *, frame: int) -> Points:
    """Return at most 140 points of a grey frame, spread over it and over sizes."""
    keypoints, descriptors = _detector().detectAndCompute(image, None)
    if not keypoints or descriptors is None:
        return no_points()
    side = float(max(image.shape))
    place = np.array([key.pt for key in keypoints], np.float32) / side
    size = np.log(np.array([key.size for key in keypoints], np.float32) / side)
    strength = np.array([key.response for key in keypoints], np.float32)
    kept = _spread(place, size, strength)
    return Points(
        np.full(len(kept), frame, np.uint16),
        place[kept],
        size[kept],
        np.deg2rad(np.array([key.angle for key in keypoints], np.float32))[kept],
        codes(np.asarray(descriptors, np.float32)[kept]),
    )


def no_points() -> Points:
    """Return what a frame without structure has."""
    nothing = np.zeros(0, np.float32)
    return Points(
        np.zeros(0, np.uint16),
        np.zeros((0, 2), np.float32),
        nothing,
        nothing,
        np.zeros((0, CODE_BITS // 64), np.uint64),
    )


def join(parts: list[Points]) -> Points:
    """Return the points of several frames as one set."""
    parts = parts or [no_points()]
    return Points(
        np.concatenate([part.frame for part in parts]),
        np.concatenate([part.place for part in parts]),
        np.concatenate([part.size for part in parts]),
        np.concatenate([part.angle for part in parts]),
        np.concatenate([part.code for part in parts]),
    )


def mirrored(points: Points, *, width: float) -> Points:
    """Return the points of the mirrored frames; `width` is in long sides."""
    place = points.place.copy()
    place[:, 0] = width - place[:, 0]
    return Points(
        points.frame,
        place,
        points.size,
        np.float32(np.pi) - points.angle,
        points.code ^ mirror_mask(),
    )


def codes(descriptors: Floats) -> Words:
    """Return the 128-bit codes of SIFT descriptors (N × 128)."""
    roots = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6))
    bits = (roots @ projection()) > 0
    return as_words(bits)


@cache
def projection() -> Floats:
    """Return a fixed random turn of descriptor space, even parts first, then odd ones."""
    random = np.random.default_rng(SEED)
    flip = np.eye(CODE_BITS)[mirrored_bins()]
    even, odd = (np.eye(CODE_BITS) + flip) / 2, (np.eye(CODE_BITS) - flip) / 2
    # What all descriptors share (they are positive) says nothing: leave that direction out.
    even -= np.full((CODE_BITS, CODE_BITS), 1 / CODE_BITS)
    columns = [random.normal(size=(CODE_BITS, CODE_BITS // 2)) for _ in range(2)]
    parts = [
        np.linalg.qr(space @ column)[0] for space, column in zip((even, odd), columns, strict=True)
    ]
    return np.hstack(parts).astype(np.float32)


@cache
def mirrored_bins() -> npt.NDArray[np.int64]:
    """Return where each of SIFT's 4 × 4 × 8 bins goes when the frame is mirrored."""
    row, column, turn = np.indices((4, 4, 8))
    return np.asarray(((3 - row) * 32 + column * 8 + (-turn) % 8).reshape(-1))


@cache
def mirror_mask() -> Words:
    """Return the bits that differ between a point's code and its mirror image's."""
    odd = np.repeat([False, True], CODE_BITS // 2)
    mask: Words = as_words(odd[None])[0]
    return mask


@cache
def _detector() -> cv2.Feature2D:
    return cv2.SIFT.create(nfeatures=FOUND, contrastThreshold=0.02, edgeThreshold=12)


def _spread(place: Floats, size: Floats, strength: Floats) -> npt.NDArray[np.int64]:
    """Choose the strongest in turn from each cell of the frame, large and small points alike."""
    cell = np.minimum((place * GRID).astype(int), GRID - 1)
    group = (cell[:, 1] * GRID + cell[:, 0]) * 2 + (size > np.median(size))
    order = np.lexsort((-strength, group))
    start = np.r_[True, np.diff(group[order]) != 0]
    first = np.maximum.accumulate(np.where(start, np.arange(len(order)), 0))
    rank = np.arange(len(order)) - first
    kept = order[np.lexsort((-strength[order], rank))[:KEPT]]
    return np.sort(kept)
