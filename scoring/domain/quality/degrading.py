"""Makes clips worse, a step at a time: what the ratings are tried on, and what models learn from.

Each way names the part that it hurts and the causes that feedback may call it by.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.quality.curves import Cause, Part

Frame = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]

RATE = 48_000
GOOD_CRF = 18
LOUD_PERCENTILE = 90
MAINS = 50.0


@dataclass(frozen=True, slots=True)
class Take:
    """BGR frames, their rate, samples (channels × samples at 48 kHz), and how it gets coded."""

    frames: list[Frame]
    rate: int
    sound: Samples | None
    crf: int = GOOD_CRF
    seed: int = 1

    def each(self, change: Callable[[Frame], npt.NDArray[Any]]) -> "Take":
        """The same clip with every frame changed alike."""
        return replace(self, frames=[_bytes(change(frame)) for frame in self.frames])

    def sounding(self, sound: Samples) -> "Take":
        """The same clip with other sound."""
        return replace(self, sound=np.asarray(sound, np.float32))

    def heard(self) -> Samples:
        """The sound. Raises ValueError for a clip without."""
        if self.sound is None:
            raise ValueError("This clip has no sound to make worse.")
        return self.sound


@dataclass(frozen=True, slots=True)
class Degradation:
    """One way to make a clip worse, in steps from little to much."""

    part: Part
    causes: frozenset[Cause]
    steps: tuple[float, ...]
    change: Callable[[Take, float], Take]


def blurred(take: Take, deviation: float) -> Take:
    """Out of focus: a Gaussian of so many px."""
    return take.each(lambda frame: cv2.GaussianBlur(frame, (0, 0), deviation))


def grainy(take: Take, deviation: float) -> Take:
    """A sensor's noise, of so many levels."""
    random = np.random.default_rng(take.seed)
    return take.each(lambda frame: frame + random.normal(0, deviation, (*frame.shape[:2], 1)))


def darkened(take: Take, gain: float) -> Take:
    """Too little light: only a part of it."""
    return take.each(lambda frame: frame * gain)


def compressed(take: Take, crf: float) -> Take:
    """Coded coarsely."""
    return replace(take, crf=int(crf))


def shaken(take: Take, share: float) -> Take:
    """Held by an unsteady hand: moved about by up to a share of the long side."""
    random = np.random.default_rng(take.seed)
    reach = share * max(take.frames[0].shape[:2])

    def move(frame: Frame) -> npt.NDArray[Any]:
        right, down = random.uniform(-reach, reach, 2)
        matrix = np.array([[1, 0, right], [0, 1, down]], np.float32)
        size = (frame.shape[1], frame.shape[0])
        return np.asarray(cv2.warpAffine(frame, matrix, size, borderMode=cv2.BORDER_REFLECT))

    return take.each(move)


def clipped(take: Take, share: float) -> Take:
    """Recorded too hot: so many of the samples cut off at full scale."""
    sound = take.heard()
    ceiling = max(float(np.quantile(np.abs(sound), 1 - share)), 1e-4)
    return take.sounding(np.clip(sound / ceiling, -1, 1))


def humming(take: Take, level: float) -> Take:
    """The mains in the cable, so many dB below the loud parts."""
    sound = take.heard()
    time = np.arange(sound.shape[1]) / RATE
    wave = sum(np.sin(2 * np.pi * MAINS * n * time) / n for n in range(1, 8))
    wave = wave / np.sqrt(np.mean(np.square(wave)))
    return take.sounding(np.clip(sound + loud(sound) * 10 ** (level / 20) * wave, -1, 1))


def hissing(take: Take, level: float) -> Take:
    """A poor microphone's noise, so many dB below the loud parts."""
    sound = take.heard()
    noise = np.random.default_rng(take.seed).normal(size=sound.shape[1])
    return take.sounding(np.clip(sound + loud(sound) * 10 ** (level / 20) * noise, -1, 1))


def silenced(take: Take, share: float) -> Take:
    """Nothing to hear for a share of the time, from the middle outwards."""
    sound = take.heard().copy()
    length = sound.shape[1]
    middle, half = length // 2, int(length * share / 2)
    sound[:, middle - half : middle + half] = 0.0
    return take.sounding(sound)


def loud(sound: Samples) -> float:
    """The root mean square of the loud parts."""
    length = RATE // 20
    mono = sound.mean(axis=0)
    rows = mono[: len(mono) // length * length].reshape(-1, length)
    return float(np.percentile(np.sqrt((rows**2).mean(axis=1)), LOUD_PERCENTILE))


DEGRADATIONS: dict[str, Degradation] = {
    "blur": Degradation(Part.VISUAL, frozenset({Cause.SOFT}), (1.0, 1.7, 2.6, 4.0, 6.0), blurred),
    "noise": Degradation(
        Part.VISUAL, frozenset({Cause.GRAINY}), (4.0, 8.0, 14.0, 22.0, 32.0), grainy
    ),
    "dark": Degradation(
        Part.VISUAL, frozenset({Cause.DARK}), (0.7, 0.5, 0.36, 0.24, 0.14), darkened
    ),
    "compression": Degradation(
        Part.VISUAL, frozenset({Cause.COMPRESSED}), (28, 33, 38, 43, 49), compressed
    ),
    "shake": Degradation(
        Part.VISUAL, frozenset({Cause.SHAKY}), (0.006, 0.012, 0.02, 0.035, 0.06), shaken
    ),
    "clipping": Degradation(
        Part.AUDIO, frozenset({Cause.CLIPPED}), (0.005, 0.02, 0.06, 0.14, 0.3), clipped
    ),
    "hum": Degradation(
        Part.AUDIO, frozenset({Cause.HUM}), (-35.0, -29.0, -22.0, -15.0, -8.0), humming
    ),
    "hiss": Degradation(
        Part.AUDIO, frozenset({Cause.HISS}), (-36.0, -29.0, -22.0, -15.0, -8.0), hissing
    ),
    "silence": Degradation(
        Part.AUDIO, frozenset({Cause.SILENT}), (0.25, 0.42, 0.58, 0.75, 0.95), silenced
    ),
}


def _bytes(values: npt.NDArray[Any]) -> Frame:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
