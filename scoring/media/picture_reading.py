"""Reads the pictures of a post upright. Run it in the sandbox: strangers sent them."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from scoring.media.facts import VideoFacts
from scoring.media.pictures import is_picture, unwrapped
from scoring.media.problems import MediaProblem, Problem

Grey = npt.NDArray[np.uint8]
FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS = 64 * 1024 * 1024
LONGEST_SIDE = 20_000


def upright(path: Path) -> Iterator[Grey]:
    """Yield each picture of a post in BGR, turned as its EXIF data say. Raises MediaProblem."""
    for content in unwrapped(path):
        yield read(content)


def read(content: bytes) -> Grey:
    """Return one picture in BGR, upright; what is transparent is white. Raises MediaProblem.

    Its size is looked at before a pixel is decoded, so that a small file can't ask for a lot of
    memory.
    """
    if not is_picture(content[:16]):
        raise MediaProblem(Problem.NOT_A_PICTURE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            if picture.width * picture.height > PIXELS or max(picture.size) > LONGEST_SIDE:
                raise MediaProblem(Problem.TOO_LARGE_PICTURE)
            if min(picture.size) < 2:
                raise MediaProblem(Problem.NO_PICTURES)
            return _colours(ImageOps.exif_transpose(picture))
    except MediaProblem:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise MediaProblem(Problem.TOO_LARGE_PICTURE) from bomb
    except MemoryError as error:
        raise MediaProblem(Problem.TOO_MUCH_MEMORY) from error
    except Exception as error:
        # Whatever a broken file does to the decoder.
        raise MediaProblem(Problem.UNREADABLE) from error


def facts_of_post(path: Path) -> VideoFacts:
    """Return the size of a post's smallest picture; it has no length, rate or sound."""
    sizes = [(one.shape[1], one.shape[0]) for one in upright(path)]
    width, height = min(sizes, key=min)
    return VideoFacts(seconds=None, width=width, height=height, frame_rate=None, has_sound=False)


def _colours(picture: Image.Image) -> Grey:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(ground, clear)
    colours = np.asarray(picture.convert("RGB"), np.uint8)
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2BGR), np.uint8)
