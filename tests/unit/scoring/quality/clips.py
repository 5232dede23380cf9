"""Clips drawn and sung by our own code: a place in colour, a moving camera, and a voice."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from scoring.domain.quality.degrading import RATE, Samples, Take
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.measuring import measure
from scoring.media.encoding import write_clip
from tests.unit.scoring.originality.scenes import texture

WIDTH, HEIGHT = 240, 424


@cache
def place(seed: int, *, seconds: float = 1.0, rate: int = 24) -> Take:
    """A camera gliding over a painted place with sharp-edged things moving in it."""
    random = np.random.default_rng(seed)
    wide, high = WIDTH + 60, HEIGHT + 60
    paint = [texture(seed * 10 + number, wide, high) for number in range(3)]
    ground = np.stack([0.7 * paint[0] + 0.3 * paint[one] for one in (0, 1, 2)], axis=2)
    for _ in range(25):
        corner = random.integers(0, [wide - 50, high - 50])
        size = random.integers(15, 50, 2)
        colour = [int(one) for one in random.integers(10, 245, 3)]
        cv2.rectangle(ground, corner.tolist(), (corner + size).tolist(), colour, -1)
    ground = cv2.GaussianBlur(ground, (0, 0), 0.6)
    phases, colours = random.uniform(0, 6.3, (4, 2)), random.uniform(20, 235, (4, 3))
    frames = []
    for number in range(round(seconds * rate)):
        time = number / rate
        left, top = (int(30 + 25 * np.sin(time * speed)) for speed in (0.7, 0.5))
        image = ground[top : top + HEIGHT, left : left + WIDTH].copy()
        for phase, colour in zip(phases, colours, strict=True):
            spot = (np.sin(phase + time) + 1) / 2 * [WIDTH, HEIGHT]
            cv2.circle(image, spot.astype(int).tolist(), 22, colour.tolist(), -1, cv2.LINE_AA)
        frames.append(np.clip(image, 0, 255).astype(np.uint8))
    return Take(frames=frames, rate=rate, sound=None)


@cache
def voice(seed: int, *, seconds: float = 4.0) -> Take:
    """Syllables of a tone with overtones, pauses in between, in a quiet room."""
    return Take(frames=[STILL] * round(4 * seconds), rate=4, sound=syllables(seed, seconds))


STILL = np.full((64, 64, 3), 110, np.uint8)


def syllables(seed: int, seconds: float) -> Samples:
    random = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    pitch = 110 + 30 * seed % 90 + 15 * np.sin(2 * np.pi * 0.6 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = sum(np.sin(n * phase) / n**0.8 for n in range(1, 30))
    breath = random.normal(size=len(time)) * (np.sin(2 * np.pi * 2.3 * time) > 0.8)
    shape = np.clip(np.sin(2 * np.pi * 2.1 * time + seed), 0, 1) ** 0.5
    shape *= np.sin(2 * np.pi * 0.4 * time + seed) > -0.8
    room = random.normal(size=len(time)) * 2e-4
    wave = (tone + 0.5 * breath) * shape
    wave = 0.16 * wave / np.sqrt(np.mean(wave[shape > 0.3] ** 2)) + room
    return np.tanh(wave)[None].astype(np.float32)


def measured(take: Take, folder: Path, *, name: str = "clip") -> Measured:
    """Encode a clip and measure the file."""
    path = write_clip(
        folder / f"{name}.mp4", take.frames, rate=take.rate, sound=take.sound, crf=take.crf
    )
    return measure(path)
