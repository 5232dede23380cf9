"""Drawing on frames, for the edits of the originality benchmark."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.originality_clips import Frames

Image = NDArray[np.uint8]
FONT = cv2.FONT_HERSHEY_DUPLEX


@dataclass(frozen=True)
class Take:
    """Frames, their rate, foreign footage, a random stream, and where its seconds come from."""

    frames: Frames
    rate: float
    foreign: Frames
    random: np.random.Generator
    slope: float = 1.0
    shift: float = 0.0
    quality: int = 26

    def each(self, change: Callable[[Image], Any]) -> "Take":
        """The same moments, every frame changed in the same way."""
        return replace(self, frames=[np.asarray(change(image), np.uint8) for image in self.frames])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self.frames[0].shape[:2]
        return width, height


Edit = Callable[[Take], Take]


def shrink(image: Image, scale: float) -> Image:
    size = (round(image.shape[1] * scale / 2) * 2, round(image.shape[0] * scale / 2) * 2)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def over_blur(image: Image, width: int, height: int) -> Image:
    tiny = middle(image, width // 8, height // 8)
    canvas = cv2.resize(cv2.GaussianBlur(tiny, (0, 0), 3), (width, height))
    shown = shrink(image, min(width / image.shape[1], 0.8 * height / image.shape[0]))
    top, left = (height - shown.shape[0]) // 2, (width - shown.shape[1]) // 2
    canvas[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    return np.asarray(canvas, np.uint8)


def middle(image: Image, width: int, height: int) -> Image:
    """Fill a size with the middle of a picture."""
    scale = max(width / image.shape[1], height / image.shape[0])
    size = (max(width, round(image.shape[1] * scale)), max(height, round(image.shape[0] * scale)))
    image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


def caption(image: Image, words: str, at: float, *, scale: float = 0.9) -> Image:
    image = image.copy()
    height, width = image.shape[:2]
    size = scale * width / 480
    (text_width, _), _ = cv2.getTextSize(words, FONT, size, 2)
    spot = ((width - text_width) // 2, int(at * height))
    cv2.putText(image, words, spot, FONT, size, (0, 0, 0), 6, cv2.LINE_AA)
    cv2.putText(image, words, spot, FONT, size, (255, 255, 255), 2, cv2.LINE_AA)
    return image


def boxed(take: Take, width: int, height: int) -> Take:
    """Black bars around, the whole then at most 640 px."""
    inner_width, inner_height = take.size
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    scale = min(1.0, 640 / max(width, height))

    def with_bars(image: Image) -> Image:
        canvas = np.zeros((height, width, 3), np.uint8)
        canvas[top : top + inner_height, left : left + inner_width] = image
        return shrink(canvas, scale)

    return take.each(with_bars)
