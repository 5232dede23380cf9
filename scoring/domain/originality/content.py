"""Where the picture is inside the frame: bars, borders and blurred surrounds left out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.frames import Floats, Grey

LEAST_SHARE = 0.3
QUIET = 0.12
LEAST_MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares of the frame's width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    def part(self, left: float, top: float, right: float, bottom: float) -> "Box":
        """Return a rectangle given in shares of this one."""
        width, height = self.right - self.left, self.bottom - self.top
        return Box(
            self.left + left * width,
            self.top + top * height,
            self.left + right * width,
            self.top + bottom * height,
        )

    def cut(self, image: Grey) -> Grey:
        """Return that part of an image, at least one pixel of it."""
        height, width = image.shape
        top, left = round(self.top * height), round(self.left * width)
        bottom, right = round(self.bottom * height), round(self.right * width)
        return image[top : max(bottom, top + 1), left : max(right, left + 1)]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return (self.left, self.top, self.right, self.bottom) == (0.0, 0.0, 1.0, 1.0)


class ContentFinder:
    """Learns over the frames of a video where sharp detail is; a blurred surround has little."""

    def __init__(self) -> None:
        self._rows: list[Floats] = []
        self._columns: list[Floats] = []

    def see(self, image: Grey) -> None:
        """Take one frame into account; all frames have one size."""
        picture = image.astype(np.float32)
        detail = np.zeros_like(picture)
        detail[1:-1, 1:-1] = np.abs(
            4 * picture[1:-1, 1:-1]
            - picture[:-2, 1:-1]
            - picture[2:, 1:-1]
            - picture[1:-1, :-2]
            - picture[1:-1, 2:]
        )
        self._rows.append(detail.mean(axis=1))
        self._columns.append(detail.mean(axis=0))

    def box(self) -> Box:
        """Return where the picture is; the whole frame where that isn't clear."""
        if not self._rows:
            return Box()
        top, bottom = _lively_range(np.mean(self._rows, axis=0))
        left, right = _lively_range(np.mean(self._columns, axis=0))
        if (right - left) * (bottom - top) < LEAST_SHARE**2:
            return Box()
        return Box(left, top, right, bottom)


def _lively_range(detail: npt.NDArray[np.floating]) -> tuple[float, float]:
    """Return the first and last share of a side where there is detail."""
    lively = np.flatnonzero(detail > QUIET * np.percentile(detail, 80))
    if not len(lively):
        return 0.0, 1.0
    start, end = lively[0] / len(detail), (lively[-1] + 1) / len(detail)
    start, end = (start if start > LEAST_MARGIN else 0.0), (end if end < 1 - LEAST_MARGIN else 1.0)
    return (float(start), float(end)) if end - start >= LEAST_SHARE else (0.0, 1.0)
