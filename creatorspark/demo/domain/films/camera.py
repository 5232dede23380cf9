"""Shots: a ground, what moves on it, and a camera that looks at a part of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from creatorspark.demo.domain.films.paint import GROUND_HEIGHT, GROUND_WIDTH, Picture

WIDTH, HEIGHT, RATE = 360, 640, 24
GRAIN_TILES = 6
Draw = Callable[[Picture, float], None]


@dataclass(frozen=True, slots=True)
class View:
    """What the camera sees: the middle of it (shares of the ground), how near, how tilted."""

    x: float = 0.5
    y: float = 0.5
    near: float = 1.0
    tilt: float = 0.0

    def towards(self, other: "View", share: float) -> "View":
        """Return a view between this one and another."""
        return View(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
            self.near + (other.near - self.near) * share,
            self.tilt + (other.tilt - self.tilt) * share,
        )


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot of a film. `weight` is its share of the film's seconds; `draw` moves things."""

    ground: Picture
    draw: Draw
    start: View
    end: View
    weight: float = 1.0


def filmed(
    shots: Sequence[Shot], *, seconds: float, random: np.random.Generator
) -> Iterator[Picture]:
    """Yield the frames of a film, 360 x 640 at 24 a second."""
    grain = [_grain(random) for _ in range(GRAIN_TILES)]
    shade = _vignette()
    count = round(seconds * RATE)
    whole = sum(shot.weight for shot in shots)
    ends = (np.cumsum([shot.weight for shot in shots]) / whole * count).round().astype(int)
    begun = 0
    for shot, end in zip(shots, ends.tolist(), strict=True):
        for number in range(begun, end):
            picture = _seen(shot, (number - begun) / max(end - begun, 1), number / RATE)
            dimmed = cv2.multiply(picture, shade, scale=1 / 255)
            yield np.asarray(cv2.add(dimmed, grain[number % GRAIN_TILES]), np.uint8)
        begun = end


def lit(ground: Picture, random: np.random.Generator) -> Picture:
    """Return a ground under its own light: bright here, dim there, so no two are lit alike."""
    coarse = random.uniform(0.45, 1.45, (5, 3)).astype(np.float32)
    size = (ground.shape[1], ground.shape[0])
    light = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)[:, :, None]
    return np.asarray(np.clip(ground * light, 0, 255), np.uint8)


def varied(shots: Sequence[Shot], random: np.random.Generator) -> list[Shot]:
    """Return the shots as this take films them: another order, other cuts, another hand."""
    order = random.permutation(len(shots)).tolist()
    return [_moved(shots[number], random) for number in order]


def _moved(shot: Shot, random: np.random.Generator) -> Shot:
    near, weight = float(random.uniform(0.95, 1.35)), float(random.uniform(0.7, 1.4))
    x, y = random.uniform(-0.11, 0.11, 2).tolist()
    tilt, drift = random.uniform(-5, 5, 2).tolist()

    def view(old: View, turn: float) -> View:
        closer = max(1.0, old.near * near)
        room = 0.5 / closer
        across = min(max(old.x + x, room), 1 - room)
        return View(across, min(max(old.y + y, room), 1 - room), closer, old.tilt + turn)

    return Shot(
        shot.ground,
        shot.draw,
        view(shot.start, tilt),
        view(shot.end, tilt + drift),
        shot.weight * weight,
    )


def _seen(shot: Shot, share: float, time: float) -> Picture:
    ground = shot.ground.copy()
    shot.draw(ground, time)
    eased = share * share * (3 - 2 * share)
    view = shot.start.towards(shot.end, eased)
    # A hand holds the camera.
    sway = np.sin(time * 2.3) * 2.5, np.cos(time * 1.7) * 2.5
    scale = WIDTH / GROUND_WIDTH * view.near
    turn = cv2.getRotationMatrix2D(
        (view.x * GROUND_WIDTH + sway[0], view.y * GROUND_HEIGHT + sway[1]), view.tilt, scale
    )
    turn[0, 2] += WIDTH / 2 - view.x * GROUND_WIDTH
    turn[1, 2] += HEIGHT / 2 - view.y * GROUND_HEIGHT
    seen = cv2.warpAffine(
        ground, turn, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(seen, np.uint8)


def _grain(random: np.random.Generator) -> Picture:
    noise = random.integers(0, 9, (HEIGHT, WIDTH, 1), dtype=np.uint8)
    return np.repeat(noise, 3, axis=2)


def _vignette() -> Picture:
    across = np.linspace(-1, 1, WIDTH)[None, :]
    down = np.linspace(-1, 1, HEIGHT)[:, None]
    light = 255 * (1 - 0.30 * np.clip(across**2 * 0.6 + down**2 * 0.7, 0, 1))
    return np.ascontiguousarray(np.repeat(light[:, :, None], 3, axis=2).astype(np.uint8))
