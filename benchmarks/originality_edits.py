"""The edits that re-posters use, drawn on frames: forty of them in groups, all seeded.

Each edit takes a take (frames and rate), and foreign footage where it needs some, and returns the
edited frames with the line that maps its seconds to the original's: `original = slope · edited +
shift`. `render` writes every edit of a clip once; what is there is not made again.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.originality_clips import Frames, read, write

Image = NDArray[np.uint8]
FONT = cv2.FONT_HERSHEY_DUPLEX
MOST_SECONDS = 10.0


@dataclass(frozen=True)
class Take:
    """Frames, their rate, foreign footage, a random stream, and where its seconds come from."""

    frames: Frames
    rate: float
    foreign: Frames
    random: np.random.Generator
    slope: float = 1.0
    shift: float = 0.0
    quality: int = 26

    def each(self, change: Callable[[Image], Any]) -> "Take":
        """The same moments, every frame changed in the same way."""
        return replace(self, frames=[np.asarray(change(image), np.uint8) for image in self.frames])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self.frames[0].shape[:2]
        return width, height


Edit = Callable[[Take], Take]


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


# Combinations of three --------------------------------------------------------------------------
def chain(*edits: Edit) -> Edit:
    def together(take: Take) -> Take:
        for edit in edits:
            take = edit(take)
        return take

    return together


GROUPS: dict[str, dict[str, Edit]] = {
    "coding and colour": {
        "coded hard": coded_hard,
        "small": small,
        "brighter": brighter,
        "tinted": tinted,
        "grey": grey,
        "gamma": gamma,
        "blurred": blurred,
        "noisy": noisy,
    },
    "mirror, boxes, rotation": {
        "mirrored": mirrored,
        "letterboxed": letterboxed,
        "pillarboxed": pillarboxed,
        "reframed": reframed,
        "bordered": bordered,
        "rotated 4": rotated_4,
        "rotated 10": rotated_10,
    },
    "crops": {
        "cropped 10": cropped_10,
        "cropped 20": cropped_20,
        "cropped 30": cropped_30,
        "cropped upright": cropped_upright,
    },
    "time": {
        "slower": slower,
        "faster 1.25": faster_125,
        "faster 1.5": faster_150,
        "reversed": reversed_,
        "trimmed": trimmed,
        "half": half,
        "introduced": introduced,
        "fewer frames": fewer_frames,
    },
    "overlays": {
        "captioned": captioned,
        "watermarked": watermarked,
        "stickers": stickers,
        "banner": banner,
    },
    "duet, screen, compilation, combinations": {
        "duet": duet,
        "recorded screen": recorded_screen,
        "compilation": compilation,
        "mirror+crop+caption": chain(mirrored, cropped_20, captioned),
        "speed+border+colour": chain(faster_125, bordered, tinted),
        "reframe+caption+coded": chain(reframed, captioned, coded_hard),
        "crop+rotate+stickers": chain(cropped_10, rotated_4, stickers),
        "mirror+letterbox+speed": chain(mirrored, letterboxed, slower),
    },
    "picture in picture": {"picture in picture": picture_in_picture},
}
EDITS = {name: edit for group in GROUPS.values() for name, edit in group.items()}
GROUP_OF = {name: group for group, edits in GROUPS.items() for name in edits}
HARMLESS = ("brighter", "mirrored", "cropped 10", "captioned", "faster 1.25", "letterboxed")


@dataclass(frozen=True)
class Copy:
    """A rendered edit: its file and the line from its seconds to the original's."""

    path: Path
    edit: str
    slope: float
    shift: float


def render(
    path: Path, foreign: Path, folder: Path, names: tuple[str, ...] = tuple(EDITS)
) -> list[Copy]:
    """Write the named edits of a clip into a folder; what is there already stays."""
    missing = [name for name in names if not (folder / f"{name}.mp4").exists()]
    frames, rate = read(path, seconds=MOST_SECONDS) if missing else ([], 25.0)
    others, _ = read(foreign, seconds=MOST_SECONDS) if missing else ([], 25.0)
    made = []
    for name in names:
        target, note = folder / f"{name}.mp4", folder / f"{name}.txt"
        if name in missing:
            seed = zlib.crc32(f"{path.stem} {name}".encode())
            take = EDITS[name](Take(frames, rate, others, np.random.default_rng(seed)))
            write(target, take.frames, rate=take.rate, crf=take.quality)
            note.write_text(f"{take.slope} {take.shift}")
        slope, shift = map(float, note.read_text().split())
        made.append(Copy(target, name, slope, shift))
    return made


# Drawing ----------------------------------------------------------------------------------------
def shrink(image: Image, scale: float) -> Image:
    size = (round(image.shape[1] * scale / 2) * 2, round(image.shape[0] * scale / 2) * 2)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def boxed(take: Take, width: int, height: int) -> Take:
    """Black bars around, the whole then at most 640 px."""
    inner_width, inner_height = take.size
    top, left = (height - inner_height) // 2, (width - inner_width) // 2
    scale = min(1.0, 640 / max(width, height))

    def with_bars(image: Image) -> Image:
        canvas = np.zeros((height, width, 3), np.uint8)
        canvas[top : top + inner_height, left : left + inner_width] = image
        return shrink(canvas, scale)

    return take.each(with_bars)


def over_blur(image: Image, width: int, height: int) -> Image:
    tiny = middle(image, width // 8, height // 8)
    canvas = cv2.resize(cv2.GaussianBlur(tiny, (0, 0), 3), (width, height))
    shown = shrink(image, min(width / image.shape[1], 0.8 * height / image.shape[0]))
    top, left = (height - shown.shape[0]) // 2, (width - shown.shape[1]) // 2
    canvas[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    return np.asarray(canvas, np.uint8)


def middle(image: Image, width: int, height: int) -> Image:
    """Fill a size with the middle of a picture."""
    scale = max(width / image.shape[1], height / image.shape[0])
    size = (max(width, round(image.shape[1] * scale)), max(height, round(image.shape[0] * scale)))
    image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


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


def caption(image: Image, words: str, at: float, *, scale: float = 0.9) -> Image:
    image = image.copy()
    height, width = image.shape[:2]
    size = scale * width / 480
    (text_width, _), _ = cv2.getTextSize(words, FONT, size, 2)
    spot = ((width - text_width) // 2, int(at * height))
    cv2.putText(image, words, spot, FONT, size, (0, 0, 0), 6, cv2.LINE_AA)
    cv2.putText(image, words, spot, FONT, size, (255, 255, 255), 2, cv2.LINE_AA)
    return image
