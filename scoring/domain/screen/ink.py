"""Letters apart from what is behind them: how high they are, and how they stand out."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

# Rows with less ink than this share of the fullest one are edges of letters, or dirt.
INKED = 0.12
DARKEST = 0.05


@dataclass(frozen=True, slots=True)
class Ink:
    """`height` of the letters in px, with what hangs below; `contrast` 1 to 21 as in WCAG 2."""

    height: int
    contrast: float


def ink_of(crop: npt.NDArray[np.uint8]) -> Ink:
    """Measure one line of text cut out of a picture, in blue, green and red.

    The box splits into two brightnesses by Otsu's threshold; the rarer one is the letters.
    """
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
    level, _split = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    bright = grey > level
    if not bright.any() or bright.all():
        return Ink(0, 1.0)
    letters = bright if bright.mean() <= 0.5 else ~bright
    rows = letters.mean(axis=1)
    inked = np.flatnonzero(rows > INKED * rows.max())
    light = _luminance(crop)
    # Anti-aliased edges are neither: the middle of each part stands for it.
    first, second = float(np.median(light[letters])), float(np.median(light[~letters]))
    low, high = min(first, second), max(first, second)
    return Ink(int(inked[-1] - inked[0] + 1), (high + DARKEST) / (low + DARKEST))


def _luminance(crop: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Relative luminance of sRGB, 0 to 1 (WCAG 2)."""
    share = crop.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.0722, 0.7152, 0.2126]))
