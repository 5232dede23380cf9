"""Streets: a skateboard run through a city, and a walk home under lamps."""

import cv2
import numpy as np

from creatorspark.demo.domain.films.camera import Shot, View
from creatorspark.demo.domain.films.paint import (
    GROUND_HEIGHT,
    GROUND_WIDTH,
    Picture,
    any_colour,
    bar,
    disc,
    glow,
    gradient,
    mottled,
    oval,
    person,
    shape,
    stroke,
)

STRIP = 3 * GROUND_WIDTH
ROAD = 700


def skate(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return a run past houses and over ramps: from the side, near the wheels, and far off."""
    far, near, road = _houses(place, 420, 70), _houses(place, 600, 110), _road(place)
    sky = mottled(gradient((235, 190, 140), (150, 190, 240)), place, strength=0.08)
    shirt, trousers, board = any_colour(place), any_colour(place, high=110), any_colour(place)
    speed, beat = float(movers.uniform(300, 420)), float(movers.uniform(1.5, 2.3))
    jumps = float(movers.uniform(0, beat))

    def draw(picture: Picture, time: float) -> None:
        _scroll(picture, far, 0.3 * speed * time, 120)
        _scroll(picture, near, 0.7 * speed * time, 140)
        _scroll(picture, road, speed * time, ROAD)
        part = (time + jumps) % beat / beat
        air = max(0.0, np.sin((part - 0.3) / 0.5 * np.pi)) * 170 if 0.3 < part < 0.8 else 0.0
        ramp = GROUND_WIDTH / 2 + 40 + (0.33 - part) * beat * speed
        shape(
            picture,
            [(ramp - 130, ROAD + 96), (ramp, ROAD + 20), (ramp, ROAD + 96)],
            (70, 90, 120),
        )
        _skater(picture, 250, ROAD + 84 - air, air, time, (shirt, trousers, board))

    return [
        Shot(sky, draw, View(0.5, 0.56, 1.02), View(0.52, 0.58, 1.15), 1.3),
        Shot(sky, draw, View(0.48, 0.78, 2.2, -4), View(0.5, 0.74, 1.8, 4), 0.9),
        Shot(sky, draw, View(0.55, 0.5, 1.4, 5), View(0.45, 0.60, 1.2, -3), 1.1),
    ]


def _scroll(picture: Picture, strip: Picture, by: float, y: int) -> None:
    """Show a part of an endless strip."""
    start = int(by) % (STRIP - GROUND_WIDTH)
    part = strip[: GROUND_HEIGHT - y, start : start + GROUND_WIDTH]
    target = picture[y : y + part.shape[0]]
    # What is left black stays open.
    cv2.copyTo(part, np.where(part[:, :, 1] > 0, 255, 0).astype(np.uint8), target)


def _houses(random: np.random.Generator, height: int, wide: int) -> Picture:
    strip = np.zeros((height, STRIP, 3), np.uint8)
    x = 0
    while x < STRIP:
        width = int(random.integers(wide, 2 * wide))
        top = int(random.integers(10, height // 2))
        wall = any_colour(random, low=50, high=190)
        bar(strip, x, top, width, height - top, wall)
        lit = any_colour(random, low=120, high=250)
        for row in range(top + 16, height - 30, 34):
            for left in range(x + 10, x + width - 20, 28):
                pane = lit if random.random() < 0.6 else (60, 54, 50)
                bar(strip, left, row, 15, 20, pane)
        x += width + int(random.integers(0, 20))
    painted = strip.any(axis=2, keepdims=True)
    return np.where(painted, np.maximum(mottled(strip, random), 1), 0).astype(np.uint8)


def _road(random: np.random.Generator) -> Picture:
    strip = gradient((96, 92, 90), (64, 62, 62), width=STRIP, height=GROUND_HEIGHT - ROAD)
    strip = mottled(strip, random, strength=0.35, stretch=(6, 1))
    for x in range(0, STRIP, 150):
        bar(strip, x, 190, 84, 10, (210, 222, 226))
    for _ in range(50):
        spot = random.uniform(0, STRIP), random.uniform(20, 250)
        oval(strip, *spot, random.uniform(20, 60), random.uniform(5, 12), (48, 46, 48))
    bar(strip, 0, 0, STRIP, 12, (140, 146, 150))
    return np.maximum(strip, 1)


def _skater(
    picture: Picture,
    x: float,
    y: float,
    air: float,
    time: float,
    colours: tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int]],
) -> None:
    shirt, trousers, board = colours
    tilt = 18 if air > 60 else 0
    stroke(picture, (x - 62, y + tilt), (x + 62, y - tilt), board, 12)
    for side in (-1, 1):
        disc(picture, x + side * 44, y + 12 - side * tilt * 0.7, 11, (30, 30, 34))
        disc(picture, x + side * 44, y + 12 - side * tilt * 0.7, 4, (220, 220, 220))
    crouch = 26 if air < 5 and np.sin(time * 4) > 0.4 else 0
    hip = (x - 8, y - 92 + crouch)
    stroke(picture, (x - 40, y - 6 + tilt), hip, trousers, 24)
    stroke(picture, (x + 36, y - 6 - tilt), hip, trousers, 24)
    neck = (x + 14, y - 186 + crouch)
    stroke(picture, hip, neck, shirt, 46)
    swing = 34 * np.sin(time * 5)
    stroke(picture, neck, (x + 92, y - 150 + swing + crouch), shirt, 17)
    stroke(picture, neck, (x - 74, y - 140 - swing + crouch), shirt, 17)
    disc(picture, x + 20, y - 222 + crouch, 27, (110, 150, 200))
    oval(picture, x + 16, y - 238 + crouch, 60, 26, board)


def walk(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return somebody singing on the way home: lamps come past, a voice draws its line."""
    ground = _lane(place)
    coat = (any_colour(place, low=80), any_colour(place), any_colour(place, high=90))
    tune = movers.uniform(0.4, 1.0, 48)
    pace, flies = float(movers.uniform(4.4, 5.8)), movers.uniform(0, 1, (22, 3))

    def draw(picture: Picture, time: float) -> None:
        for number in range(6):
            depth = (number / 6 + time * 0.09) % 1.0
            out, up = 40 + 300 * depth**2, 420 - 330 * depth**2
            for side in (-1, 1):
                x = GROUND_WIDTH / 2 + side * out
                thick = 3 + 9 * depth**2
                stroke(picture, (x, up), (x, 440 + 420 * depth**2), (34, 30, 30), thick)
                glow(picture, x - side * 12 * depth, up, 20 + 90 * depth**2, (70, 150, 220))
        for x, y, phase in flies:
            spot = x * GROUND_WIDTH + 30 * np.sin(time + phase * 9), 200 + y * 500
            glow(picture, *spot, 7 + 4 * np.sin(time * 5 + phase * 20), (90, 200, 200))
        sway = 12 * np.sin(time * pace / 2)
        person(picture, GROUND_WIDTH / 2 + sway, 846, 360, coat, phase=time * pace)
        for number, loud in enumerate(tune):
            high = 46 * loud * abs(np.sin(time * 3.1 + number * 0.7)) + 4
            bar(picture, 62 + number * 8.7, 200 - high / 2, 5, high, (235, 230, 250))

    return [
        Shot(ground, draw, View(0.5, 0.58, 1.0), View(0.5, 0.55, 1.2), 1.2),
        Shot(ground, draw, View(0.5, 0.66, 1.7, 3), View(0.52, 0.60, 1.5, -3), 1.0),
        Shot(ground, draw, View(0.46, 0.36, 1.6), View(0.55, 0.48, 1.3), 0.9),
    ]


def _lane(random: np.random.Generator) -> Picture:
    dusk = (any_colour(random, low=40, high=110), any_colour(random, low=30, high=90))
    picture = mottled(gradient(*dusk), random, strength=0.18)
    middle = GROUND_WIDTH / 2
    for depth in (0.15, 0.35, 0.6, 1.0):
        for side in (-1, 1):
            wall = any_colour(random, low=20, high=95)
            inner, outer = middle + side * 300 * depth**1.6, middle + side * 620 * depth
            high = 430 - 420 * depth
            shape(
                picture,
                [
                    (inner, 440 - 90 * depth),
                    (outer, high),
                    (outer, GROUND_HEIGHT),
                    (inner, 460 + 420 * depth),
                ],
                wall,
            )
            for _ in range(26):
                share, down = random.uniform(0.1, 0.9, 2)
                x = inner + (outer - inner) * share
                y = 440 - 300 * depth * share + down * 330 * depth
                bar(
                    picture,
                    x,
                    y,
                    12 * depth + 4,
                    18 * depth + 5,
                    any_colour(random, low=70, high=230),
                )
    shape(
        picture,
        [(middle - 14, 450), (middle + 14, 450), (middle + 330, 960), (middle - 330, 960)],
        (52, 48, 50),
    )
    for row in range(16):
        depth = (row / 16) ** 1.8
        y = 455 + 500 * depth
        stroke(
            picture,
            (middle - 330 * depth, y),
            (middle + 330 * depth, y),
            (36, 34, 36),
            1 + 3 * depth,
        )
    picture[450:] = mottled(picture[450:], random, strength=0.3)
    return picture
