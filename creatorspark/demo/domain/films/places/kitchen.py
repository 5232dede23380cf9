"""A hand that cooks: a pan from above, and a griddle from the side."""

import numpy as np

from creatorspark.demo.domain.films.camera import Shot, View
from creatorspark.demo.domain.films.paint import (
    FOODS,
    GROUND_HEIGHT,
    GROUND_WIDTH,
    SKINS,
    WALLS,
    WOODS,
    Picture,
    any_colour,
    bar,
    disc,
    glow,
    gradient,
    hand,
    mottled,
    one_of,
    oval,
    shaded,
    steam,
    stroke,
)

PAN = (270.0, 470.0, 190.0)


def pan(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return a stir-fry from above: wide, near the pan, and the bowls beside it."""
    ground, skin = _table(place), one_of(place, SKINS)
    palette = [one_of(place, FOODS) for _ in range(5)]
    pieces = [
        (
            float(movers.uniform(0.05, 0.86)) * PAN[2],
            float(movers.uniform(0, 6.28)),
            float(movers.uniform(0.4, 1.6)),
            float(movers.uniform(9, 20)),
            palette[int(movers.integers(0, 5))],
        )
        for _ in range(64)
    ]
    pace, start = float(movers.uniform(2.2, 3.6)), float(movers.uniform(0, 6.28))

    def draw(picture: Picture, time: float) -> None:
        x, y, radius = PAN
        turn = start + pace * time
        for far, angle, speed, size, colour in pieces:
            at = angle + speed * 0.5 * np.sin(time * pace / 2) + 0.35 * time * speed
            out = far + 14 * np.sin(time * 3 + angle * 4)
            spot = x + out * np.cos(at), y + out * np.sin(at)
            oval(picture, *spot, size * 1.5, size, colour, turn=float(np.degrees(at * 2)))
            disc(picture, spot[0] - 3, spot[1] - 3, size / 5, (235, 240, 245))
        spoon = x + 0.55 * radius * np.cos(turn), y + 0.45 * radius * np.sin(turn)
        stroke(picture, spoon, (spoon[0] + 70, spoon[1] + 120), (70, 110, 160), 14)
        oval(picture, *spoon, 62, 40, (84, 126, 178), turn=60)
        hand(picture, spoon[0] + 70, spoon[1] + 118, 62, skin)
        steam(picture, x, y - 20, time=time, puffs=6)

    return [
        Shot(ground, draw, View(0.5, 0.52, 1.05), View(0.5, 0.50, 1.3), 1.1),
        Shot(ground, draw, View(0.46, 0.47, 1.9, -6), View(0.56, 0.52, 1.7, 5), 1.2),
        Shot(ground, draw, View(0.7, 0.82, 1.7), View(0.35, 0.74, 1.4), 0.8),
    ]


def _table(random: np.random.Generator) -> Picture:
    wood = one_of(random, WOODS)
    picture = mottled(gradient(wood, wood), random, strength=0.30, stretch=(8, 1))
    for seam in range(int(random.integers(30, 90)), GROUND_HEIGHT, int(random.integers(90, 150))):
        stroke(picture, (0, seam), (GROUND_WIDTH, seam), (24, 30, 38), 3)
    for _ in range(9):
        spot = random.uniform(20, GROUND_WIDTH - 20, 2)
        spot[1] = random.choice([110, 190, 800, 880])
        colour, size = any_colour(random, low=190, high=245), random.uniform(36, 62)
        disc(picture, spot[0], spot[1], size, colour)
        disc(picture, spot[0], spot[1], size * 0.78, one_of(random, FOODS))
        for _ in range(26):
            speck = spot + random.normal(0, size * 0.3, 2)
            crumb = one_of(random, FOODS, jitter=50)
            disc(picture, speck[0], speck[1], random.uniform(2, 5), crumb)
    x, y, radius = PAN
    disc(picture, x + 12, y + 16, radius + 22, (18, 20, 24))
    stroke(picture, (x, y), (x - 250, y + 240), (40, 44, 50), 40)
    disc(picture, x, y, radius + 14, (92, 96, 100))
    disc(picture, x, y, radius, (36, 40, 46))
    inner = picture[int(y - radius) : int(y + radius), int(x - radius) : int(x + radius)]
    inner[:] = mottled(np.ascontiguousarray(inner), random, strength=0.2)
    return picture


def griddle(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return flat cakes that flip through the air over a gas flame."""
    ground, skin = _stove(place), one_of(place, SKINS)
    dough = (
        int(place.integers(90, 160)),
        int(place.integers(160, 215)),
        int(place.integers(205, 250)),
    )
    cakes = [
        (90.0 + 120 * number, float(movers.uniform(0, 1)), float(movers.uniform(0.35, 0.6)))
        for number in range(4)
    ]
    flames = movers.uniform(0, 6.28, 14)

    def draw(picture: Picture, time: float) -> None:
        for number, phase in enumerate(flames):
            high = 26 + 12 * np.sin(time * 11 + phase)
            glow(picture, 40 + number * 36, 716 - high / 2, high, (220, 110, 40))
            glow(picture, 40 + number * 36, 720, 14, (60, 160, 250))
        for number, (x, phase, speed) in enumerate(cakes):
            part = (time * speed + phase) % 1.0
            air = max(0.0, np.sin(part * np.pi * 2)) * 270
            flat = abs(np.cos(part * np.pi * 4)) if air else 1.0
            oval(picture, x, 640 - air, 112, 12 + 30 * flat, (40, 70, 110))
            oval(picture, x, 634 - air, 108, 10 + 28 * flat, dough)
            for spot in range(5):
                speck = x - 34 + spot * 17, 632 - air + 6 * np.sin(spot * 2.4 + number)
                disc(picture, *speck, 4, (50, 110, 80))
        near = 90 + 120 * (int(time * 0.8) % 4)
        stroke(picture, (near + 40, 640), (near + 150, 700), (190, 196, 200), 12)
        hand(picture, near + 140, 690, 58, skin, turn=0.6)
        steam(picture, 270, 600, time=time, puffs=7)

    return [
        Shot(ground, draw, View(0.35, 0.62, 1.4), View(0.62, 0.60, 1.4), 1.0),
        Shot(ground, draw, View(0.5, 0.50, 1.02), View(0.5, 0.55, 1.2), 1.2),
        Shot(ground, draw, View(0.58, 0.66, 2.1, 5), View(0.42, 0.66, 1.8, -4), 1.0),
    ]


def _stove(random: np.random.Generator) -> Picture:
    wall = one_of(random, WALLS)
    picture = mottled(gradient(wall, (40, 44, 52)), random, strength=0.16)
    tile = int(random.integers(52, 84))
    for down in range(0, 560, tile):
        for across in range(-tile, GROUND_WIDTH, tile):
            shade = float(random.uniform(0.75, 1.2))
            colour = shaded(wall, shade)
            offset = tile // 2 if (down // tile) % 2 else 0
            bar(picture, across + offset + 2, down + 2, tile - 4, tile - 4, colour)
    for jar in range(6):
        x = 40 + jar * 90 + random.uniform(-20, 20)
        high = float(random.uniform(80, 170))
        bar(picture, x, 300 - high, 44, high, any_colour(random, low=60))
        bar(picture, x + 6, 320 - high, 32, 40, any_colour(random, low=140))
    bar(picture, 0, 300, GROUND_WIDTH, 14, (50, 70, 96))
    bar(picture, 0, 660, GROUND_WIDTH, 40, (70, 74, 80))
    bar(picture, 0, 730, GROUND_WIDTH, 230, (46, 48, 54))
    picture[560:] = mottled(picture[560:], random, strength=0.22)
    for knob in range(60, GROUND_WIDTH, 120):
        disc(picture, knob, 830, 34, (24, 24, 28))
        stroke(picture, (knob, 830), (knob + 12, 806), (210, 210, 214), 6)
    return picture
