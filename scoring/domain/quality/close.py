"""What one picture shows from close up: how sharp, how noisy, how blocky, how colourful.

Brightness is taken on a scale of 0 (black) to 255 (white). Pictures larger than a phone shows are
looked at as a phone shows them: at most 720 px on the short side.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.quality.scale import Scale

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

SHOWN = 720
TILES = 16
STEEPEST = 24
# The smoothest of the tiles, one in so many.
SMOOTHEST = 5
MARGIN = 9
# Zhuo and Sim, "Defocus map estimation from a single image" (Pattern Recognition 44, 2011): an
# edge's slope after two known blurs tells the blur that it had.
FINE, COARSE = 1.0, 2.0
LEAST_SLOPE = 0.8
# An edge is where its slope is steepest; beside it every edge looks soft.
CREST, CREST_AROUND = 0.97, np.ones((5, 5), np.uint8)
LEAST_EDGES = 30
SOFTEST = 8.0
# Immerkær, "Fast noise variance estimation" (CVIU 64, 1996).
NOISE_MASK = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
NOISE_FACTOR = float(np.sqrt(np.pi / 2) / 6)
NOISE_RANGE = (12.0, 243.0)
GRID = 8


@dataclass(frozen=True, slots=True)
class CloseLook:
    """One picture's measures; None where the picture has nothing to tell it by.

    `blur` is the width of its sharper edges in px (standard deviation), `noise` a standard
    deviation in levels, `blockiness` how much more neighbours differ over the 8-px grid than off
    it, `colour` Hasler and Süsstrunk's colourfulness, `quantiser` 0..51.
    """

    blur: float | None
    noise: float | None
    blockiness: float
    colour: float
    quantiser: float | None


def look_closely(luma: Grey, colour: Grey, quantiser: float | None, *, scale: Scale) -> CloseLook:
    """Measure one picture at its own size."""
    shown = as_shown(luma)
    rough = _roughness(shown)
    return CloseLook(
        blur=edge_blur(shown, rough, scale=scale),
        noise=noise(shown, rough, scale=scale),
        blockiness=blockiness(luma),
        colour=colourfulness(colour),
        quantiser=quantiser,
    )


def as_shown(luma: Grey) -> Grey:
    """Return brightness at the size at which a phone shows it."""
    factor = min(1.0, SHOWN / min(luma.shape))
    if factor == 1:
        return luma
    size = (round(luma.shape[1] * factor), round(luma.shape[0] * factor))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def _roughness(shown: Grey) -> Floats:
    """How steep the steepest slopes of each tile are, seen from a little further away."""
    size = (shown.shape[1] // 2, shown.shape[0] // 2)
    half = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.float32)
    slopes = cv2.magnitude(_across(half), _down(half))
    high = cv2.dilate(cv2.blur(slopes, (3, 3)), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(high**2, (TILES, TILES), interpolation=cv2.INTER_AREA), np.float32)


def edge_blur(shown: Grey, rough: Floats, *, scale: Scale) -> float | None:
    """Return how wide the sharper half of the edges is; None for a picture without edges.

    Looked for where the slopes are steepest, so that a soft background doesn't count. Slopes are
    taken along the coarse slope's direction, so that noise cancels out instead of passing for
    sharpness.
    """
    steepest = _tiles(shown, np.argsort(-rough.reshape(-1))[:STEEPEST]) * scale.factor
    fine = np.asarray(cv2.GaussianBlur(steepest, (0, 0), FINE), np.float32)
    coarse = np.asarray(cv2.GaussianBlur(steepest, (0, 0), COARSE), np.float32)
    across, down = _across(coarse), _down(coarse)
    steep = np.asarray(cv2.magnitude(across, down), np.float32)
    crests = steep >= CREST * cv2.dilate(steep, CREST_AROUND)
    edges = _inside(crests, shown) & _high_enough(_inside(steep, shown))
    if edges.sum() < LEAST_EDGES:
        return None
    along = _across(fine) * across + _down(fine) * down
    ratio = _inside(along, shown)[edges] / _inside(steep, shown)[edges] ** 2
    return _blur_of(float(np.percentile(ratio, 60)))


def _high_enough(steep: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray(steep > max(LEAST_SLOPE, 0.35 * float(np.percentile(steep, 98))))


def _tiles(shown: Grey, chosen: npt.NDArray[np.int64]) -> Floats:
    """Return some tiles of a picture with a margin around each, one below the other."""
    tall, wide = shown.shape[0] // TILES, shown.shape[1] // TILES
    padded = cv2.copyMakeBorder(shown, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REFLECT)
    tiles = [
        padded[row * tall : (row + 1) * tall + 2 * MARGIN, column * wide :][:, : wide + 2 * MARGIN]
        for row, column in (divmod(int(one), TILES) for one in chosen)
    ]
    return np.vstack(tiles).astype(np.float32)


def _blur_of(ratio: float) -> float:
    """The blur of an edge whose slope differs so much between the fine and the coarse picture."""
    square = ratio * ratio
    if square <= 1.0 + 1e-6:
        return SOFTEST
    blur = (COARSE**2 - square * FINE**2) / (square - 1)
    return float(np.clip(np.sqrt(max(blur, 0.0)), 0.0, SOFTEST))


def _inside(stacked: npt.NDArray[Any], shown: Grey) -> npt.NDArray[Any]:
    """Return the stacked tiles without their margins, in which blurs of neighbours meet."""
    tall, wide = shown.shape[0] // TILES + 2 * MARGIN, shown.shape[1] // TILES + 2 * MARGIN
    return stacked.reshape(-1, tall, wide)[:, MARGIN:-MARGIN, MARGIN:-MARGIN]


def _across(image: Floats) -> Floats:
    return np.asarray(cv2.Sobel(image, cv2.CV_32F, 1, 0, ksize=1), np.float32)


def _down(image: Floats) -> Floats:
    return np.asarray(cv2.Sobel(image, cv2.CV_32F, 0, 1, ksize=1), np.float32)


def noise(shown: Grey, rough: Floats, *, scale: Scale) -> float | None:
    """Return the noise of the smoothest parts; texture is no noise, nor is what is cut off."""
    level = scale.shown(cv2.resize(shown, (TILES, TILES), interpolation=cv2.INTER_AREA))
    usable = np.flatnonzero((level > NOISE_RANGE[0]) & (level < NOISE_RANGE[1]))
    if len(usable) < TILES:
        return None
    order = usable[np.argsort(rough.reshape(-1)[usable])]
    smooth = _tiles(shown, order[: max(TILES, len(order) // SMOOTHEST)])
    answer = np.abs(_inside(cv2.filter2D(smooth, cv2.CV_32F, NOISE_MASK), shown))
    return NOISE_FACTOR * scale.factor * float(np.percentile(answer.mean(axis=(1, 2)), 40))


def blockiness(luma: Grey) -> float:
    """Return how much neighbours differ across the lines of a grid, over how they differ else."""
    return max(_over_grid(luma, axis=0), _over_grid(luma, axis=1))


def _over_grid(luma: Grey, *, axis: int) -> float:
    if axis == 0:
        steps = cv2.reduce(
            cv2.absdiff(luma[:, 1:], luma[:, :-1]), 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F
        )
    else:
        steps = cv2.reduce(cv2.absdiff(luma[1:], luma[:-1]), 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F)
    line = steps.reshape(-1)
    whole = len(line) // GRID * GRID
    if whole < 2 * GRID:
        return 0.0
    phases = np.median(line[:whole].reshape(-1, GRID), axis=0)
    highest = int(phases.argmax())
    rest = float(np.median(np.delete(phases, highest)))
    return float(max(0.0, phases[highest] - rest) / (rest + 0.5))


def colourfulness(colour: Grey) -> float:
    """Hasler and Süsstrunk, "Measuring colourfulness in natural images" (SPIE 5007, 2003)."""
    blue, green, red = (colour[..., number].astype(np.float32) for number in range(3))
    first, second = red - green, (red + green) / 2 - blue
    spread = np.hypot(first.std(), second.std())
    return float(spread + 0.3 * np.hypot(first.mean(), second.mean()))
