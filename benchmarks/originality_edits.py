"""The edits that re-posters use, drawn on frames: forty of them in groups, all seeded.

Each edit takes a take (frames and rate), and foreign footage where it needs some, and returns the
edited frames with the line that maps its seconds to the original's: `original = slope · edited +
shift`.
"""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from benchmarks.originality_drawing import (
    Image,
    Take,
    boxed,
    caption,
    middle,
    over_blur,
    shrink,
)


# Coding and colour ------------------------------------------------------------------------------
def coded_hard(take: Take) -> Take:
    return replace(take, quality=38)


def small(take: Take) -> Take:
    width, height = take.size
    scale = 240 / max(width, height)
    return take.each(lambda image: shrink(image, scale))


def brighter(take: Take) -> Take:
    return take.each(lambda image: cv2.convertScaleAbs(image, alpha=1.25, beta=22))


def tinted(take: Take) -> Take:
    gains = np.array([0.75, 1.0, 1.2])
    return take.each(lambda image: np.clip(image * gains, 0, 255))


def grey(take: Take) -> Take:
    return take.each(lambda image: np.repeat(image.mean(axis=2, keepdims=True), 3, axis=2))


def gamma(take: Take) -> Take:
    table = np.asarray(255 * (np.arange(256) / 255) ** 1.6, np.uint8)
    return take.each(lambda image: cv2.LUT(image, table))


def blurred(take: Take) -> Take:
    return take.each(lambda image: cv2.GaussianBlur(image, (0, 0), take.size[0] / 250))


def noisy(take: Take) -> Take:
    width, height = take.size
    grain = [take.random.normal(0, 14, (height, width, 1)) for _ in range(5)]
    return replace(
        take,
        frames=[
            np.asarray(np.clip(image + grain[number % 5], 0, 255), np.uint8)
            for number, image in enumerate(take.frames)
        ],
    )


# Mirror, boxes, borders, rotation, crops --------------------------------------------------------
def mirrored(take: Take) -> Take:
    return take.each(lambda image: image[:, ::-1])


def letterboxed(take: Take) -> Take:
    width, height = take.size
    return boxed(take, width, round(height * 1.6))


def pillarboxed(take: Take) -> Take:
    width, height = take.size
    return boxed(take, round(width * 1.5), height)


def reframed(take: Take) -> Take:
    """Upright, the picture in the middle over a blurred, enlarged copy of itself."""
    return take.each(lambda image: over_blur(image, 360, 640))


def bordered(take: Take) -> Take:
    width, height = take.size
    edge = round(0.08 * width)
    colour = [int(part) for part in take.random.integers(0, 256, 3)]
    framed = take.each(
        lambda image: cv2.copyMakeBorder(
            image, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=colour
        )
    )
    return framed.each(lambda image: cv2.resize(image, (width, height)))


def rotated_4(take: Take) -> Take:
    return rotated(take, 4)


def rotated_10(take: Take) -> Take:
    return rotated(take, -10)


def cropped_10(take: Take) -> Take:
    return cropped(take, 0.10)


def cropped_20(take: Take) -> Take:
    return cropped(take, 0.20)


def cropped_30(take: Take) -> Take:
    return cropped(take, 0.30)


def cropped_upright(take: Take) -> Take:
    """A lying video made upright by its middle."""
    width, height = take.size
    part = min(width, round(height * 0.7))
    left = (width - part) // 2
    return take.each(lambda image: image[:, left : left + part])


# Time -------------------------------------------------------------------------------------------
def slower(take: Take) -> Take:
    return paced(take, 0.8)


def faster_125(take: Take) -> Take:
    return paced(take, 1.25)


def faster_150(take: Take) -> Take:
    return paced(take, 1.5)


def reversed_(take: Take) -> Take:
    last = (len(take.frames) - 1) / take.rate
    return replace(take, frames=take.frames[::-1], slope=-1.0, shift=last)


def trimmed(take: Take) -> Take:
    return part_of(take, 0.2, 0.85)


def half(take: Take) -> Take:
    return part_of(take, 0.5, 1.0)


def introduced(take: Take) -> Take:
    """Three seconds of something else first."""
    width, height = take.size
    lead = [middle(image, width, height) for image in take.foreign[: round(3 * take.rate)]]
    shift = -len(lead) / take.rate
    return replace(take, frames=[*lead, *take.frames], shift=shift)


def fewer_frames(take: Take) -> Take:
    step = 2 if take.rate > 12 else 1
    return replace(take, frames=take.frames[::step], rate=take.rate / step)


# Overlays ---------------------------------------------------------------------------------------
def captioned(take: Take) -> Take:
    return take.each(lambda image: caption(image, "wait for the end...", 0.16))


def watermarked(take: Take) -> Take:
    return take.each(lambda image: caption(image, "@best.of.clips", 0.86, scale=0.6))


def stickers(take: Take) -> Take:
    width, height = take.size
    spots = take.random.uniform(0.12, 0.88, (5, 2))
    colours = take.random.integers(0, 256, (5, 3))

    def stuck(image: Image) -> Image:
        image = image.copy()
        for (x, y), colour in zip(spots, colours, strict=True):
            centre = (int(x * width), int(y * height))
            cv2.circle(image, centre, height // 11, [int(part) for part in colour], -1)
        return image

    return take.each(stuck)


def banner(take: Take) -> Take:
    """A bar over the lowest fifth with words that change every second."""
    height = take.size[1]
    frames = []
    for number, image in enumerate(take.frames):
        image = image.copy()
        image[int(0.8 * height) :] = (40, 30, 160)
        frames.append(caption(image, f"part {int(number / take.rate)} of this story", 0.92))
    return replace(take, frames=frames)


# Frames in frames -------------------------------------------------------------------------------
def duet(take: Take) -> Take:
    """Side by side, upright halves, the other one reacting on the right."""
    width, height = take.size
    part = min(width, round(height * 0.75))
    left = (width - part) // 2

    def beside(image: Image, other: Image) -> Image:
        shown = image[:, left : left + part]
        return np.hstack([shown, middle(other, part, height)])

    return with_foreign(take, beside)


def recorded_screen(take: Take) -> Take:
    """The picture inside a phone's player, filmed off by the system at another size."""

    def on_screen(image: Image) -> Image:
        canvas = np.full((640, 360, 3), 18, np.uint8)
        shown = shrink(image, 330 / image.shape[1])[:470]
        top = 90
        canvas[top : top + shown.shape[0], 15 : 15 + shown.shape[1]] = shown
        caption(canvas, "12:41        98%", 0.04, scale=0.5)
        cv2.rectangle(canvas, (15, 600), (200, 606), (60, 60, 220), -1)
        return caption(canvas, "1.2k likes   share", 0.9, scale=0.5)

    return replace(take.each(on_screen), quality=30)


def picture_in_picture(take: Take) -> Take:
    """Small in a corner of another video."""
    width, height = take.size
    inset = (round(width * 0.4), round(height * 0.4))

    def inside(image: Image, other: Image) -> Image:
        canvas = middle(other, width, height).copy()
        top, left = height - inset[1] - 12, width - inset[0] - 12
        canvas[top : top + inset[1], left : left + inset[0]] = cv2.resize(
            image, inset, interpolation=cv2.INTER_AREA
        )
        return canvas

    return with_foreign(take, inside)


def compilation(take: Take) -> Take:
    """Four seconds of this between pieces of another video."""
    width, height = take.size
    count = round(3.5 * take.rate)
    start = min(len(take.frames) // 4, max(0, len(take.frames) - count))
    piece = take.frames[start : start + count]
    others = [middle(image, width, height) for image in take.foreign]
    lead = others[:count]
    shift = (start - len(lead)) / take.rate
    return replace(take, frames=[*lead, *piece, *others[count : 2 * count]], shift=shift)


def rotated(take: Take, degrees: float) -> Take:
    """Turned about the middle, black corners left in."""
    width, height = take.size
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return take.each(lambda image: cv2.warpAffine(image, turn, (width, height)))


def cropped(take: Take, lost: float) -> Take:
    """Lose that share of each side's length, the window anywhere, then back to full size."""
    width, height = take.size
    inner = (round(width * (1 - lost)), round(height * (1 - lost)))
    left, top = (
        int(take.random.integers(0, side - part + 1))
        for side, part in zip((width, height), inner, strict=True)
    )
    return take.each(
        lambda image: cv2.resize(
            image[top : top + inner[1], left : left + inner[0]], (width, height)
        )
    )


def paced(take: Take, speed: float) -> Take:
    """Play faster or slower at the same frame rate."""
    picks = np.arange(0, len(take.frames) - 0.5, speed).astype(int)
    return replace(take, frames=[take.frames[pick] for pick in picks], slope=speed * take.slope)


def part_of(take: Take, start: float, end: float) -> Take:
    first, last = int(start * len(take.frames)), int(end * len(take.frames))
    return replace(take, frames=take.frames[first:last], shift=first / take.rate)


def with_foreign(take: Take, together: Callable[[Image, Image], Image]) -> Take:
    count = len(take.foreign)
    frames = [
        np.asarray(together(image, take.foreign[number % count]), np.uint8)
        for number, image in enumerate(take.frames)
    ]
    return replace(take, frames=frames)
