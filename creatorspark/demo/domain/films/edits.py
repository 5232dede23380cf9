"""What re-posters do to a film: each edit takes frames and sound and gives back both."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from creatorspark.demo.domain.films.camera import HEIGHT, WIDTH
from creatorspark.demo.domain.films.paint import Picture
from creatorspark.demo.domain.films.plans import CUT_OFF, FASTER

Sound = NDArray[np.float32]
Film = tuple[Sequence[Picture], Sound]
Edit = Callable[[Film, Film], Film]
FONT = cv2.FONT_HERSHEY_DUPLEX


def mirrored(film: Film, _other: Film) -> Film:
    """Mirror it, and crop a sixth of each side away."""
    frames, sound = film
    lost_x, lost_y = WIDTH // 6, HEIGHT // 6
    inner = [
        picture[lost_y // 3 : HEIGHT - 2 * lost_y // 3, lost_x // 2 : WIDTH - lost_x // 2]
        for picture in frames
    ]
    return [_sized(picture[:, ::-1], WIDTH, HEIGHT) for picture in inner], sound


def faster(film: Film, _other: Film) -> Film:
    """Play it a quarter faster, the sound higher with it."""
    frames, sound = film
    picks = np.arange(0, len(frames) - 0.5, FASTER).astype(int)
    heard = np.arange(0, len(sound) - 1, FASTER).astype(int)
    return [frames[pick] for pick in picks.tolist()], sound[heard]


def framed(film: Film, _other: Film) -> Film:
    """Put it into a coloured frame with words above."""
    frames, sound = film
    return [_framed(picture) for picture in frames], sound


def duet(film: Film, other: Film) -> Film:
    """Show it beside another film, each in its half."""
    (left, sound), (right, _sound) = film, other
    count = min(len(left), len(right))
    pairs = zip(left[:count], right[:count], strict=True)
    return [_beside(one, two) for one, two in pairs], sound


def captioned(film: Film, _other: Film) -> Film:
    """Write over it, cut the start off, and put somebody's mark on it."""
    frames, sound = film
    first = round(len(frames) * CUT_OFF)
    heard = len(sound) * first // len(frames)
    shown = [
        _words(_words(picture, "WAIT FOR IT...", 0.14, 0.9), "@clip.carousel", 0.93, 0.55)
        for picture in frames[first:]
    ]
    return shown, sound[heard:]


def warmer(film: Film, _other: Film) -> Film:
    """Give it another light, and leave its end out."""
    frames, sound = film
    count = round(len(frames) * (1 - CUT_OFF))
    tint = np.array([0.82, 1.0, 1.16], np.float32)
    lighter = [np.clip(picture * tint + 8, 0, 255).astype(np.uint8) for picture in frames[:count]]
    return lighter, sound[: len(sound) * count // len(frames)]


def untouched(film: Film, _other: Film) -> Film:
    """Leave it as it is; only the coding is another."""
    return film


def black(film: Film, _other: Film) -> Film:
    """Forget the lens cap: nothing to see, the sound is there."""
    frames, sound = film
    return [np.zeros_like(picture) for picture in frames], sound


EDITS: dict[str, Edit] = {
    "mirrored": mirrored,
    "faster": faster,
    "framed": framed,
    "duet": duet,
    "captioned": captioned,
    "warmer": warmer,
    "untouched": untouched,
    "black": black,
}


def _sized(picture: Picture, width: int, height: int) -> Picture:
    small = picture.shape[1] > width
    way = cv2.INTER_AREA if small else cv2.INTER_LINEAR
    return np.asarray(
        cv2.resize(np.ascontiguousarray(picture), (width, height), interpolation=way), np.uint8
    )


def _framed(picture: Picture) -> Picture:
    canvas = np.full((HEIGHT, WIDTH, 3), (52, 196, 250), np.uint8)
    width, height = round(WIDTH * 0.80), round(HEIGHT * 0.80)
    top, left = HEIGHT - height - 26, (WIDTH - width) // 2
    canvas[top : top + height, left : left + width] = _sized(picture, width, height)
    return _words(canvas, "BEST OF TODAY", 0.10, 0.95)


def _beside(one: Picture, two: Picture) -> Picture:
    canvas = np.full((HEIGHT, WIDTH, 3), 14, np.uint8)
    half, height = WIDTH // 2, HEIGHT // 2
    top = (HEIGHT - height) // 2
    canvas[top : top + height, :half] = _sized(one, half, height)
    canvas[top : top + height, half:] = _sized(two, half, height)
    return canvas


def _words(picture: Picture, words: str, at: float, scale: float) -> Picture:
    picture = picture.copy()
    (width, _height), _line = cv2.getTextSize(words, FONT, scale, 2)
    spot = ((picture.shape[1] - width) // 2, int(at * picture.shape[0]))
    cv2.putText(picture, words, spot, FONT, scale, (10, 10, 10), 6, cv2.LINE_AA)
    cv2.putText(picture, words, spot, FONT, scale, (250, 250, 250), 2, cv2.LINE_AA)
    return picture
