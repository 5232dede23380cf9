"""A street market at night: stalls, lanterns, people who walk past."""

import numpy as np

from creatorspark.demo.domain.films.camera import Shot, View
from creatorspark.demo.domain.films.paint import (
    GROUND_HEIGHT,
    GROUND_WIDTH,
    SKINS,
    Colour,
    Picture,
    any_colour,
    bar,
    disc,
    glow,
    gradient,
    mottled,
    one_of,
    person,
    shape,
    steam,
    stroke,
)

FLOOR = 760
ROWS = ((430, 0.55), (560, 0.8), (720, 1.15))


def shots(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return a walk along the stalls, a near look at one, and the lanterns from below."""
    ground, lamps = _street(place)
    crowd = [
        (
            float(movers.uniform(0, GROUND_WIDTH)),
            float(movers.uniform(35, 110)) * float(movers.choice([-1, 1])),
            float(movers.uniform(FLOOR - 30, FLOOR + 150)),
            (one_of(movers, SKINS), any_colour(movers), any_colour(movers, high=90)),
            float(movers.uniform(0, 6)),
        )
        for _ in range(9)
    ]
    crowd.sort(key=lambda one: one[2])
    cook = float(movers.uniform(0.25, 0.75)) * GROUND_WIDTH

    def draw(picture: Picture, time: float) -> None:
        for number, (x, y, colour) in enumerate(lamps):
            flicker = 0.8 + 0.2 * np.sin(time * 5 + number * 1.9)
            glow(picture, x, y + 3 * np.sin(time * 1.5 + number), 34 * flicker, colour)
        steam(picture, cook, 640, time=time, puffs=6)
        for x, speed, floor, colours, phase in crowd:
            spot = (x + speed * time) % (GROUND_WIDTH + 160) - 80
            height = 150 + (floor - FLOOR) * 0.8
            person(
                picture,
                spot,
                floor,
                height,
                colours,
                phase=phase + time * 6,
                facing=float(np.sign(speed)),
            )

    return [
        Shot(ground, draw, View(0.40, 0.62, 1.25), View(0.62, 0.60, 1.25), 1.2),
        Shot(ground, draw, View(cook / GROUND_WIDTH, 0.62, 1.9), View(0.5, 0.66, 1.6), 1.0),
        Shot(ground, draw, View(0.5, 0.36, 1.5, 4), View(0.5, 0.50, 1.05, -2), 1.1),
    ]


def _street(random: np.random.Generator) -> tuple[Picture, list[tuple[float, float, Colour]]]:
    hue = int(random.integers(0, 3))
    skies: tuple[tuple[Colour, Colour], ...] = (
        ((60, 22, 18), (92, 40, 84)),
        ((48, 30, 10), (84, 70, 30)),
        ((40, 14, 34), (60, 46, 110)),
    )
    picture = mottled(gradient(*skies[hue]), random, strength=0.22)
    for middle, scale in ROWS:
        _stalls(picture, random, middle, scale)
    _paving(picture, random)
    return picture, _lanterns(picture, random)


def _stalls(picture: Picture, random: np.random.Generator, y: int, scale: float) -> None:
    x = -float(random.uniform(0, 60))
    while x < GROUND_WIDTH:
        width, height = random.uniform(90, 150) * scale, random.uniform(120, 150) * scale
        cloth, wall = any_colour(random, low=60), any_colour(random, low=25, high=80)
        bar(picture, x, y - height * 0.5, width, height, wall)
        stripes = int(random.integers(4, 8))
        for number in range(stripes):
            left = x + width * number / stripes
            colour = cloth if number % 2 else (225, 232, 238)
            corners = [
                (left, y - height * 0.9),
                (left + width / stripes, y - height * 0.9),
                (left + width / stripes + 5, y - height * 0.5),
                (left + 5, y - height * 0.5),
            ]
            shape(picture, corners, colour)
        for _ in range(int(22 * scale)):
            spot = x + random.uniform(0.08, 0.92) * width, y + random.uniform(0.0, 0.35) * height
            disc(picture, *spot, random.uniform(3, 8) * scale, any_colour(random, low=70))
        _sign(picture, random, x + width * 0.2, y - height * 0.45, width * 0.6, 24 * scale)
        glow(picture, x + width / 2, y - height * 0.1, width * 0.6, (40, 110, 150))
        x += width + random.uniform(4, 26)


def _sign(
    picture: Picture, random: np.random.Generator, x: float, y: float, width: float, height: float
) -> None:
    bar(picture, x, y, width, height, any_colour(random, low=120, high=245))
    for number in range(max(2, int(width / height))):
        left = x + (number + 0.2) * height
        for _ in range(4):
            start = left + random.uniform(0, height * 0.6), y + random.uniform(0.2, 0.8) * height
            end = left + random.uniform(0, height * 0.6), y + random.uniform(0.2, 0.8) * height
            stroke(picture, start, end, (20, 20, 30), 2)


def _paving(picture: Picture, random: np.random.Generator) -> None:
    """Wet stones that mirror the stalls."""
    mirrored = picture[FLOOR - (GROUND_HEIGHT - FLOOR) : FLOOR][::-1]
    picture[FLOOR:] = (mirrored * 0.45 + 22).astype(np.uint8)
    for y in range(FLOOR, GROUND_HEIGHT, 26):
        stroke(picture, (0, y), (GROUND_WIDTH, y), (26, 22, 22), 2)
        for x in range(int(random.integers(0, 60)), GROUND_WIDTH, 64):
            stroke(picture, (x, y), (x - 10, y + 26), (28, 24, 24), 2)
    picture[FLOOR:] = mottled(picture[FLOOR:], random, strength=0.3)


def _lanterns(picture: Picture, random: np.random.Generator) -> list[tuple[float, float, Colour]]:
    lamps: list[tuple[float, float, Colour]] = []
    for line in range(4):
        y0, y1 = random.uniform(60, 330, 2)
        before = (0.0, float(y0))
        for number in range(1, 10):
            share = number / 9
            y = y0 + (y1 - y0) * share + 60 * np.sin(share * np.pi) + line * 8
            here = (share * GROUND_WIDTH, float(y))
            stroke(picture, before, here, (20, 18, 24), 2)
            colour = ((60, 150, 255), (80, 200, 255), (90, 90, 240))[int(random.integers(0, 3))]
            disc(picture, *here, 9, colour)
            lamps.append((*here, (colour[0] // 2, colour[1] // 2, colour[2] // 2)))
            before = here
    return lamps
