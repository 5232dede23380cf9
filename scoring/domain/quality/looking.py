"""Watches a video's pictures go by, eight a second, and keeps a few numbers of each."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.quality.close import CloseLook, look_closely
from scoring.domain.quality.scale import Scale

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MOVEMENT_SIDE = 128
BAR_SPREAD = 10
BAR_LEVEL = 24
LARGEST_BAR = 0.42
CRUSHED, BLOWN = 8.0, 250.0


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is kept of one sampled picture.

    Levels are on the file's scale; `change` is the mean difference from the picture before in
    levels, `shift` the movement of the whole since then in shares of the long side, `agreement`
    how much of the picture moved so; `bars` the share of the picture in black bars.
    """

    time: float
    mean: float
    low: float
    high: float
    crushed: float
    blown: float
    change: float
    shift: tuple[float, float]
    agreement: float
    bars: float


class Looking:
    """Sees pictures in order of time."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.glimpses: list[Glimpse] = []
        self.close: list[CloseLook] = []
        self.close_times: list[float] = []
        self.shape = (0, 0)
        self._last: Grey | None = None
        self._spectrum: Floats | None = None

    def see(self, time: float, luma: Grey) -> None:
        """Take one small upright picture."""
        self.shape = (luma.shape[0], luma.shape[1])
        inside, bars = without_bars(luma, black=self.scale.black)
        mean, low, high, crushed, blown = self._levels(inside)
        change, shift, agreement = self._movement(luma)
        self.glimpses.append(
            Glimpse(time, mean, low, high, crushed, blown, change, shift, agreement, bars)
        )

    def see_closely(self, time: float, luma: Grey, colour: Grey, quantiser: float | None) -> None:
        """Take one picture at its own size."""
        self.close_times.append(time)
        self.close.append(look_closely(luma, colour, quantiser, scale=self.scale))

    def _levels(self, inside: Grey) -> tuple[float, float, float, float, float]:
        counts = np.bincount(inside.reshape(-1), minlength=256)
        reached = np.cumsum(counts) / inside.size
        mean = float((counts * np.arange(256)).sum() / inside.size)
        low, high = (float(np.searchsorted(reached, part)) for part in (0.05, 0.95))
        dark = int(self.scale.black + CRUSHED / self.scale.factor)
        bright = int(self.scale.black + BLOWN / self.scale.factor)
        return mean, low, high, float(reached[dark]), float(1 - reached[bright - 1])

    def _movement(self, luma: Grey) -> tuple[float, tuple[float, float], float]:
        """Compare with the picture before: how different, and where the whole went."""
        scale = MOVEMENT_SIDE / max(luma.shape)
        size = (max(8, round(luma.shape[1] * scale)), max(8, round(luma.shape[0] * scale)))
        small = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
        last, self._last = self._last, small
        if last is None or last.shape != small.shape:
            return 0.0, (0.0, 0.0), 0.0
        change = float(cv2.absdiff(small, last).mean())
        if change == 0:
            return 0.0, (0.0, 0.0), 1.0
        (right, down), agreement = cv2.phaseCorrelate(
            last.astype(np.float32), small.astype(np.float32), _window(size)
        )
        return change, (right / MOVEMENT_SIDE, down / MOVEMENT_SIDE), float(agreement)


@cache
def _window(size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.createHanningWindow(size, cv2.CV_32F), np.float32)


def without_bars(luma: Grey, *, black: float) -> tuple[Grey, float]:
    """Return a picture without black bars at its edges, and the share that they took."""
    top, bottom = _bars(luma, black)
    left, right = _bars(luma.T, black)
    if top + bottom + left + right == 0:
        return luma, 0.0
    inside = luma[top : luma.shape[0] - bottom, left : luma.shape[1] - right]
    return inside, 1.0 - inside.size / luma.size


def _bars(luma: Grey, black: float) -> tuple[int, int]:
    """How many rows at either end are evenly black; none where nearly all of them are."""
    if not (_even(luma[:1], black)[0] or _even(luma[-1:], black)[0]):
        return 0, 0
    even = _even(luma, black)
    most = int(LARGEST_BAR * len(even))
    before, after = _leading(even), _leading(even[::-1])
    return (before, after) if before <= most and after <= most else (0, 0)


def _even(rows: Grey, black: float) -> npt.NDArray[np.bool_]:
    lowest, highest = rows.min(axis=1).astype(int), rows.max(axis=1).astype(int)
    return np.asarray((highest - lowest <= BAR_SPREAD) & (highest <= black + BAR_LEVEL))


def _leading(even: npt.NDArray[np.bool_]) -> int:
    return len(even) if even.all() else int(np.argmin(even))
