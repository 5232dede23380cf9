"""The films' sound: a tune of plucked notes over a beat, with a little air."""

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 44_100
PENTATONIC = (0, 2, 4, 7, 9, 12, 14, 16)


def tune(random: np.random.Generator, *, seconds: float) -> NDArray[np.float32]:
    """Return one channel of sound, -1 to 1."""
    count = round(seconds * SAMPLE_RATE)
    sound = random.normal(0, 0.004, count).astype(np.float32)
    beat = 60 / float(random.uniform(86, 132))
    root = float(random.uniform(170, 270))
    for number, start in enumerate(np.arange(0, seconds, beat / 2)):
        if random.random() < 0.75:
            step = PENTATONIC[int(random.integers(0, len(PENTATONIC)))]
            _add(sound, start, _pluck(root * 2 ** (step / 12), beat))
        if number % 2 == 0:
            _add(sound, start, _drum())
    loudest = float(np.abs(sound).max()) or 1.0
    return np.asarray(0.7 * sound / loudest, np.float32)


def _add(sound: NDArray[np.float32], start: float, note: NDArray[np.float32]) -> None:
    first = round(start * SAMPLE_RATE)
    part = sound[first : first + len(note)]
    part += note[: len(part)]


def _pluck(pitch: float, seconds: float) -> NDArray[np.float32]:
    time = np.arange(round(seconds * 1.5 * SAMPLE_RATE)) / SAMPLE_RATE
    wave = sum(np.sin(2 * np.pi * pitch * part * time) / part**1.5 for part in (1, 2, 3))
    return np.asarray(0.3 * wave * np.exp(-time * 5), np.float32)


def _drum() -> NDArray[np.float32]:
    time = np.arange(round(0.18 * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(
        0.6 * np.sin(2 * np.pi * 62 * time * np.exp(-time * 6)) * np.exp(-time * 18), np.float32
    )
