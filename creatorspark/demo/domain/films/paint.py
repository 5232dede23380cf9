"""Painting on pictures (NumPy arrays, blue-green-red): grounds, grain, light, people."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

WOODS: tuple[Colour, ...] = ((70, 110, 150), (60, 88, 120), (96, 140, 176), (52, 70, 92))
WALLS: tuple[Colour, ...] = ((176, 190, 200), (150, 158, 128), (190, 170, 150), (120, 132, 150))
SKINS: tuple[Colour, ...] = ((120, 160, 208), (84, 118, 172), (60, 84, 128), (140, 180, 226))
FOODS: tuple[Colour, ...] = (
    (60, 150, 90),
    (50, 60, 200),
    (60, 140, 235),
    (190, 225, 240),
    (70, 190, 235),
    (80, 110, 170),
    (90, 190, 140),
)

GROUND_WIDTH, GROUND_HEIGHT = 540, 960
"""A ground is half as large again as the frame, so that a camera can move over it."""


def gradient(
    top: Colour, bottom: Colour, *, width: int = GROUND_WIDTH, height: int = GROUND_HEIGHT
) -> Picture:
    """Return a picture that runs from one colour to another, downwards."""
    share = np.linspace(0.0, 1.0, height)[:, None, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    return np.ascontiguousarray(np.broadcast_to(rows, (height, width, 3)).astype(np.uint8))


def mottled(
    picture: Picture,
    random: np.random.Generator,
    *,
    strength: float = 0.25,
    stretch: tuple[int, int] = (1, 1),
) -> Picture:
    """Return the picture with blotches of several sizes, so that no part of it is flat.

    `stretch` makes them longer across and down: the grain of wood, the streaks of asphalt.
    """
    height, width = picture.shape[:2]
    light = np.zeros((height, width), np.float32)
    for size in (4, 14, 50):
        cells = (
            max(2, height // (size * stretch[1])),
            max(2, width // (size * stretch[0])),
        )
        coarse = random.normal(size=cells).astype(np.float32)
        light += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    shade = 1 + strength * light[:, :, None] / 1.7
    return np.clip(picture * shade, 0, 255).astype(np.uint8)


@cache
def _halo(radius: int) -> NDArray[np.float32]:
    across = np.linspace(-1, 1, 2 * radius + 1, dtype=np.float32)
    distance = np.hypot(*np.meshgrid(across, across))
    return np.asarray(np.clip(1 - distance, 0, 1) ** 2, np.float32)[:, :, None]


def glow(picture: Picture, x: float, y: float, radius: float, colour: Colour) -> None:
    """Add a soft light to a picture."""
    radius = max(2, int(radius))
    left, top = int(x) - radius, int(y) - radius
    height, width = picture.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + 2 * radius + 1, width), min(top + 2 * radius + 1, height)
    if x0 >= x1 or y0 >= y1:
        return
    halo = _halo(radius)[y0 - top : y1 - top, x0 - left : x1 - left]
    light = (halo * np.array(colour, np.float32)).astype(np.uint8)
    part = picture[y0:y1, x0:x1]
    part[:] = cv2.add(part, light)


def steam(picture: Picture, x: float, y: float, *, time: float, puffs: int = 5) -> None:
    """Let steam rise from a place."""
    for number in range(puffs):
        age = (time * 0.45 + number / puffs) % 1.0
        drift = np.sin(time * 1.3 + number * 2.1) * 22 * age
        fade = int(60 * (1 - age))
        glow(picture, x + drift, y - 170 * age, 26 + 50 * age, (fade, fade, fade))


def disc(picture: Picture, x: float, y: float, radius: float, colour: Colour) -> None:
    """Draw a filled circle."""
    cv2.circle(picture, (int(x), int(y)), max(1, int(radius)), colour, -1, cv2.LINE_AA)


def bar(picture: Picture, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    """Draw a filled rectangle from its upper left corner."""
    corner = (int(x + width), int(y + height))
    cv2.rectangle(picture, (int(x), int(y)), corner, colour, -1)


def stroke(
    picture: Picture,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: Colour,
    thickness: float,
) -> None:
    """Draw a line with round ends."""
    first, last = (int(start[0]), int(start[1])), (int(end[0]), int(end[1]))
    cv2.line(picture, first, last, colour, max(1, int(thickness)), cv2.LINE_AA)


def shape(picture: Picture, corners: list[tuple[float, float]], colour: Colour) -> None:
    """Draw a filled polygon."""
    cv2.fillPoly(picture, [np.array(corners, np.int32)], colour, cv2.LINE_AA)


def oval(
    picture: Picture,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: Colour,
    *,
    turn: float = 0.0,
) -> None:
    """Draw a filled ellipse; `turn` in degrees."""
    axes = (max(1, int(width / 2)), max(1, int(height / 2)))
    cv2.ellipse(picture, (int(x), int(y)), axes, turn, 0, 360, colour, -1, cv2.LINE_AA)


def person(
    picture: Picture,
    x: float,
    y: float,
    height: float,
    colours: tuple[Colour, Colour, Colour],
    *,
    phase: float,
    facing: float = 1.0,
) -> None:
    """Draw somebody who walks; `y` is the floor, `phase` turns once every two steps."""
    skin, shirt, legs = colours
    hip, neck = y - 0.47 * height, y - 0.80 * height
    step, thick = np.sin(phase), 0.085 * height
    bounce = abs(np.cos(phase)) * 0.015 * height
    for side in (1, -1):
        foot = (x + side * step * 0.20 * height, y - max(0.0, side * facing * np.cos(phase)) * 12)
        stroke(picture, (x, hip - bounce), foot, legs, thick)
        hand = (x - side * step * 0.20 * height, hip - 0.02 * height)
        stroke(picture, (x, neck + 0.08 * height - bounce), hand, shirt, thick * 0.7)
    oval(picture, x, (hip + neck) / 2 - bounce, 0.24 * height, 0.40 * height, shirt)
    disc(picture, x + facing * 0.02 * height, y - 0.90 * height - bounce, 0.085 * height, skin)


def hand(
    picture: Picture, x: float, y: float, size: float, colour: Colour, *, turn: float = 0.0
) -> None:
    """Draw a forearm that comes from below, with a hand that holds something at (x, y)."""
    sleeve = shaded(colour, 0.45)
    elbow = (x + size * (1.5 + turn), y + size * 3.4)
    stroke(picture, (x + size * 0.5, y + size * 0.6), elbow, colour, size * 0.62)
    stroke(picture, (x + size * (1.0 + turn / 2), y + size * 2.0), elbow, sleeve, size * 0.8)
    oval(picture, x + size * 0.35, y + size * 0.35, size * 1.15, size * 0.95, colour, turn=40)
    for number in range(4):
        tip = (x - size * 0.42 + number * size * 0.2, y + size * (0.1 - 0.13 * number))
        knuckle = (x + size * (0.1 + 0.12 * number), y + size * (0.3 - 0.07 * number))
        shade = shaded(colour, 0.86 + 0.04 * number)
        stroke(picture, knuckle, tip, shade, size * 0.21)


def any_colour(random: np.random.Generator, *, low: int = 60, high: int = 235) -> Colour:
    """Return a muted colour of any hue, its brightness between two bounds."""
    hue, strong, bright = random.uniform(0, 180), random.uniform(70, 165), random.uniform(low, high)
    pixel = np.array([[[hue, strong, bright]]]).astype(np.uint8)
    blue, green, red = cv2.cvtColor(pixel, cv2.COLOR_HSV2BGR)[0, 0].tolist()
    return blue, green, red


def one_of(random: np.random.Generator, palette: Sequence[Colour], *, jitter: int = 14) -> Colour:
    """Return one of these colours, a little off."""
    colour = np.array(palette[int(random.integers(0, len(palette)))])
    moved = np.clip(colour + random.integers(-jitter, jitter + 1, 3), 0, 255).tolist()
    return moved[0], moved[1], moved[2]


def shaded(colour: Colour, share: float) -> Colour:
    """Return a colour lighter (above 1) or darker (below 1)."""
    blue, green, red = (min(255, int(part * share)) for part in colour)
    return blue, green, red
