"""Rooms: a workshop, a gym, and a classroom with a volcano."""

import cv2
import numpy as np

from creatorspark.demo.domain.films.camera import Shot, View
from creatorspark.demo.domain.films.paint import (
    GROUND_HEIGHT,
    GROUND_WIDTH,
    WALLS,
    WOODS,
    Colour,
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
    shape,
    stroke,
)

BENCH = 640


CHAIR_LEGS = (
    (150, 600, 150, 860),
    (390, 600, 390, 860),
    (190, 560, 190, 800),
    (350, 560, 350, 800),
)
SKIN: Colour = (96, 136, 190)


def workshop(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return a saw, a hammer, and a chair that comes together."""
    ground, wood = _bench(place), one_of(place, WOODS)
    pace, dust = float(movers.uniform(5, 8)), movers.uniform(0, 1, (40, 3))
    built = float(movers.uniform(0.7, 1.2))

    def saw(picture: Picture, time: float) -> None:
        _saw(picture, wood, pace * time)
        for x, y, phase in dust:
            age = (time * 1.3 + phase) % 1.0
            disc(picture, 250 + (x - 0.5) * 190 * age, 590 + 190 * age * y, 3, (150, 190, 220))

    def hammer(picture: Picture, time: float) -> None:
        _hammer(picture, wood, float(abs(np.sin(time * pace * 0.6))))

    def chair(picture: Picture, time: float) -> None:
        _chair(picture, wood, parts=int(time * built) + 1)
        hand(picture, 400 + 40 * np.sin(time * 2), 520 + 30 * np.cos(time * 3), 60, SKIN)

    return [
        Shot(ground, saw, View(0.45, 0.58, 1.4), View(0.58, 0.60, 1.6), 1.0),
        Shot(ground, hammer, View(0.52, 0.55, 1.2, 3), View(0.5, 0.56, 1.5, -3), 1.0),
        Shot(ground, chair, View(0.5, 0.58, 1.0), View(0.5, 0.62, 1.2), 1.3),
    ]


def _saw(picture: Picture, wood: Colour, phase: float) -> None:
    _plank(picture, wood)
    at = 60 * float(np.sin(phase))
    teeth = [(150 + at + step * 14, 560.0 + (step % 2) * 14) for step in range(18)]
    shape(picture, [*teeth, (400 + at, 480), (170 + at, 500)], (196, 200, 204))
    stroke(picture, (400 + at, 490), (470 + at, 540), (40, 70, 130), 34)
    hand(picture, 440 + at, 520, 66, SKIN)


def _hammer(picture: Picture, wood: Colour, up: float) -> None:
    _plank(picture, wood)
    stroke(picture, (270, 560), (270, 600), (200, 200, 205), 7)
    x, y = 270 + 60 * up, 540 - 190 * up
    stroke(picture, (x, y), (x + 170, y + 60), (50, 90, 140), 20)
    stroke(picture, (x - 6, y - 26), (x + 6, y + 26), (120, 124, 130), 38)
    hand(picture, x + 150, y + 54, 66, SKIN, turn=0.3)
    if up < 0.12:
        glow(picture, 270, 556, 60, (120, 180, 220))


def _chair(picture: Picture, wood: Colour, *, parts: int) -> None:
    for x0, y0, x1, y1 in CHAIR_LEGS[:parts]:
        stroke(picture, (x0, y0), (x1, y1), wood, 22)
    if parts > 4:
        shape(picture, [(130, 610), (410, 610), (370, 550), (170, 550)], wood)
    if parts > 5:
        stroke(picture, (175, 560), (165, 320), wood, 20)
        stroke(picture, (365, 560), (375, 320), wood, 20)
    if parts > 6:
        for y in (340, 400, 460):
            stroke(picture, (168, y), (372, y), wood, 24)


def _plank(picture: Picture, wood: Colour) -> None:
    bar(picture, 20, 590, 500, 60, wood)
    for number in range(6):
        y = 598 + number * 9
        stroke(picture, (20, y), (520, y + (number % 3) * 3), shaded(wood, 0.8), 2)


def _bench(random: np.random.Generator) -> Picture:
    board = one_of(random, WALLS)
    picture = mottled(gradient(board, board), random, strength=0.14)
    for down in range(20, 500, 24):
        for across in range(12, GROUND_WIDTH, 24):
            disc(picture, across, down, 3, (30, 32, 36))
    for _ in range(12):
        x, y = random.uniform(30, 500), random.uniform(40, 420)
        turn = random.uniform(-0.7, 0.7)
        long = random.uniform(60, 140)
        end = (x + long * np.sin(turn), y + long * np.cos(turn))
        stroke(picture, (x, y), end, any_colour(random), 12)
        if random.random() < 0.5:
            disc(picture, x, y, 22, any_colour(random, low=100))
        else:
            stroke(picture, (x - 26, y), (x + 26, y), any_colour(random, low=90), 20)
    bar(picture, 0, BENCH, GROUND_WIDTH, GROUND_HEIGHT - BENCH, one_of(random, WOODS))
    picture[BENCH:] = mottled(picture[BENCH:], random, strength=0.32, stretch=(7, 1))
    for _ in range(30):
        spot = random.uniform(0, GROUND_WIDTH), random.uniform(BENCH + 20, GROUND_HEIGHT)
        oval(picture, *spot, 22, 7, (150, 190, 220), turn=float(random.uniform(0, 180)))
    return picture


def gym(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return somebody who lifts, with a clock on the wall that counts."""
    ground, colours = _hall(place), (any_colour(place), any_colour(place, high=90))
    plates = [any_colour(place, low=60) for _ in range(3)]
    pace, count = float(movers.uniform(1.6, 2.6)), int(movers.integers(8, 40))

    def draw(picture: Picture, time: float) -> None:
        lift = (np.sin(time * pace) + 1) / 2
        y = 560 - 260 * lift
        cv2.putText(
            picture,
            f"00:{count + int(time * 2):02d}",
            (150, 190),
            cv2.FONT_HERSHEY_DUPLEX,
            2.2,
            (60, 70, 240),
            5,
            cv2.LINE_AA,
        )
        knee = 40 * (1 - lift)
        for side in (-1, 1):
            stroke(picture, (270 + side * 70, 850), (270 + side * (60 + knee), 720), colours[1], 44)
            stroke(picture, (270 + side * (60 + knee), 720), (270, 600 + knee), colours[1], 46)
            stroke(
                picture, (270 + side * 60, 420 + knee), (270 + side * 110, y), (110, 150, 200), 30
            )
        stroke(picture, (270, 600 + knee), (270, 420 + knee), colours[0], 100)
        disc(picture, 270, 340 + knee, 44, (110, 150, 200))
        bend = 14 * np.sin(time * pace * 2)
        stroke(picture, (30, y + bend), (510, y + bend), (190, 194, 198), 10)
        for side in (-1, 1):
            for number, plate in enumerate(plates):
                x = 270 + side * (170 + number * 24)
                stroke(
                    picture,
                    (x, y + bend - 70 + number * 14),
                    (x, y + bend + 70 - number * 14),
                    plate,
                    18,
                )
        for drop in range(5):
            fall = (time * 1.4 + drop * 0.2) % 1.0
            disc(picture, 230 + drop * 20, 330 + 260 * fall, 4, (235, 225, 210))

    return [
        Shot(ground, draw, View(0.5, 0.55, 1.02), View(0.5, 0.52, 1.2), 1.2),
        Shot(ground, draw, View(0.42, 0.42, 1.8, -5), View(0.6, 0.46, 1.6, 4), 1.0),
        Shot(ground, draw, View(0.5, 0.72, 1.7), View(0.5, 0.66, 1.3), 0.8),
    ]


def _hall(random: np.random.Generator) -> Picture:
    wall = one_of(random, WALLS)
    picture = mottled(gradient(wall, (70, 70, 74)), random, strength=0.18)
    for x in range(0, GROUND_WIDTH, 90):
        bar(picture, x + 4, 240, 82, 380, shaded(wall, 0.8))
        stroke(picture, (x + 10, 600), (x + 70, 260), (150, 150, 150), 2)
    for row in range(3):
        for number in range(9):
            spot = 30 + number * 60 + float(random.uniform(-8, 8)), 660.0 + row * 46
            disc(picture, *spot, float(random.uniform(14, 24)), any_colour(random, high=150))
            disc(picture, *spot, 6, (180, 180, 184))
    bar(picture, 120, 120, 300, 90, (18, 18, 20))
    bar(picture, 0, 830, GROUND_WIDTH, 130, any_colour(random, low=40, high=110))
    for x in range(-200, GROUND_WIDTH, 60):
        stroke(picture, (x + 200, 830), (x, 960), (26, 26, 28), 4)
    picture[640:] = mottled(picture[640:], random, strength=0.26)
    return picture


def volcano(place: np.random.Generator, movers: np.random.Generator) -> list[Shot]:
    """Return a paper volcano that erupts before a class."""
    ground = _classroom(place)
    lava = movers.uniform(0, 1, (90, 3))
    heads = [
        (50 + 88 * number, float(movers.uniform(0, 6)), any_colour(movers)) for number in range(6)
    ]
    pulse = float(movers.uniform(2.5, 4.0))

    def draw(picture: Picture, time: float) -> None:
        force = 0.6 + 0.4 * abs(np.sin(time * pulse / 2))
        glow(picture, 270, 430, 150 * force, (40, 90, 220))
        for x, high, phase in lava:
            age = (time * 0.9 + phase) % 1.0
            out, up = (x - 0.5) * 330 * age, (560 * age - 620 * age**2) * force * (0.5 + high)
            colour = (40, int(90 + 150 * (1 - age)), 250)
            disc(picture, 270 + out, 430 - up, 5 + 9 * high * (1 - age), colour)
        for stream in range(4):
            far = min(1.0, (time * 0.25 + stream * 0.2) % 1.3)
            end = (270 + (stream - 1.5) * 90 * far, 430 + 260 * far)
            stroke(picture, (250 + stream * 13, 428), end, (30, 70, 230), 14)
        for number, (x, phase, hair) in enumerate(heads):
            y = 900 + 14 * np.sin(time * 4 + phase)
            disc(picture, x, y, 52, hair)
            if np.sin(time * 2 + phase) > 0.5:
                stroke(picture, (x + 40, y), (x + 60, y - 130), (110, 150, 205), 20)
            oval(picture, x, y + 60, 120, 60, any_colour(np.random.default_rng(number)))

    return [
        Shot(ground, draw, View(0.5, 0.60, 1.02), View(0.5, 0.55, 1.25), 1.2),
        Shot(ground, draw, View(0.5, 0.44, 1.9), View(0.52, 0.52, 1.5), 1.0),
        Shot(ground, draw, View(0.4, 0.76, 1.5, 4), View(0.6, 0.70, 1.3, -4), 0.9),
    ]


def _classroom(random: np.random.Generator) -> Picture:
    wall = one_of(random, WALLS)
    picture = mottled(gradient(wall, (110, 130, 150)), random, strength=0.15)
    bar(picture, 30, 60, 480, 250, (60, 84, 50))
    for _ in range(60):
        x, y = random.uniform(50, 470), random.uniform(80, 290)
        end = x + random.uniform(-30, 40), y + random.uniform(-14, 14)
        stroke(picture, (x, y), end, (205, 225, 215), 2)
    for number in range(8):
        bar(picture, 24 + number * 64, 340, 50, 60, any_colour(random, low=90))
        disc(picture, 49 + number * 64, 368, 16, any_colour(random))
    shape(
        picture,
        [(240, 425), (300, 425), (440, 700), (100, 700)],
        one_of(random, ((50, 74, 110), (64, 80, 84))),
    )
    bar(picture, 0, 700, GROUND_WIDTH, 40, (70, 110, 150))
    bar(picture, 0, 740, GROUND_WIDTH, 220, (90, 96, 110))
    for number in range(14):
        stroke(picture, (120 + number * 24, 700), (180 + number * 13, 500), (34, 44, 52), 3)
    picture[420:] = mottled(picture[420:], random, strength=0.24)
    return picture
