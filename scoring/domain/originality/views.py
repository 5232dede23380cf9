"""Two videos seen through one placement: the same places of the picture, read from both."""

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.originality.fingerprint import THUMB, Fingerprint
from scoring.domain.originality.geometry import Placement, Rectangle

Array = npt.NDArray[np.floating]

GRID = 16
BLOCK = 4
BLOCKS = (GRID // BLOCK) ** 2
LEAST_CONTRAST = 3.0


def whole(query: Fingerprint, reference: Fingerprint, *, mirrored: bool = False) -> Placement:
    """Return the placement that lays one content box over the other, sides stretched evenly."""
    scale = np.sqrt(
        (reference.box.right - reference.box.left)
        * reference.width
        * (reference.box.bottom - reference.box.top)
        * reference.height
        / (
            (query.box.right - query.box.left)
            * query.width
            * (query.box.bottom - query.box.top)
            * query.height
        )
    )
    left = 1 - query.box.right if mirrored else query.box.left
    right = 1 - query.box.left if mirrored else query.box.right
    middle = (
        (left + right) / 2 * query.width,
        (query.box.top + query.box.bottom) / 2 * query.height,
    )
    target = (
        (reference.box.left + reference.box.right) / 2 * reference.width,
        (reference.box.top + reference.box.bottom) / 2 * reference.height,
    )
    shift = (float(target[0] - scale * middle[0]), float(target[1] - scale * middle[1]))
    return Placement(float(scale), 0.0, shift, mirrored)


def common_cells(
    query: Fingerprint,
    reference: Fingerprint,
    placement: Placement,
    focus: Rectangle | None = None,
) -> tuple[Array, npt.NDArray[np.int64]]:
    """Return reference places (in long sides) that both show, and the block each belongs to."""
    coarse = _cells(*(focus or (0.0, 0.0, reference.width, reference.height)))
    shown = coarse[_inside(query, placement, coarse)]
    if len(shown) < 4:
        return np.zeros((0, 2)), np.zeros(0, np.int64)
    step = (coarse[-1] - coarse[0]) / (GRID - 1) / 2
    low, high = shown.min(axis=0) - step, shown.max(axis=0) + step
    fine = _cells(low[0], low[1], high[0], high[1])
    inside = _inside(query, placement, fine)
    row, column = np.divmod(np.arange(GRID * GRID), GRID)
    block = (row // BLOCK) * (GRID // BLOCK) + column // BLOCK
    return fine[inside], block[inside]


def _cells(left: float, top: float, right: float, bottom: float) -> Array:
    steps = (np.arange(GRID) + 0.5) / GRID
    x, y = np.meshgrid(left + steps * (right - left), top + steps * (bottom - top))
    return np.stack([x.reshape(-1), y.reshape(-1)], axis=1)


def _query_places(query: Fingerprint, placement: Placement, places: Array) -> Array:
    """Map reference places back to shares of the query's width and height."""
    back = cv2.invertAffineTransform(placement.matrix())
    found = places @ back[:, :2].T + back[:, 2]
    if placement.mirrored:
        found[:, 0] = query.width - found[:, 0]
    return np.asarray(found / np.array([query.width, query.height]))


def _inside(query: Fingerprint, placement: Placement, places: Array) -> npt.NDArray[np.bool_]:
    found = _query_places(query, placement, places)
    box = query.box
    return np.asarray(
        (found[:, 0] > box.left + 0.01)
        & (found[:, 0] < box.right - 0.01)
        & (found[:, 1] > box.top + 0.01)
        & (found[:, 1] < box.bottom - 0.01)
    )


def both_views(
    query: Fingerprint, reference: Fingerprint, placement: Placement, seen: Array
) -> tuple[Array, Array]:
    """Read both stacks of thumbnails at the common places, at a like sharpness."""
    size = np.array([reference.width, reference.height])
    at_query = _query_places(query, placement, seen)
    at_reference = seen / size
    query_reach = _reach(at_query)
    reference_reach = _reach(at_reference)
    return (
        _read(query.thumbs, at_query, query_reach),
        _read(reference.thumbs, at_reference, reference_reach),
    )


def _reach(places: Array) -> tuple[float, float]:
    """How many thumbnail pixels lie between neighbouring places, across and down."""
    extent = (places.max(axis=0) - places.min(axis=0)) * THUMB / GRID
    return max(float(extent[0]), 0.3), max(float(extent[1]), 0.3)


def _read(thumbs: npt.NDArray[np.uint8], places: Array, reach: tuple[float, float]) -> Array:
    x = np.clip(places[:, 0] * THUMB - 0.5, 0, THUMB - 1.001)
    y = np.clip(places[:, 1] * THUMB - 0.5, 0, THUMB - 1.001)
    weights = _tent(y, reach[1])[:, :, None] * _tent(x, reach[0])[:, None, :]
    flat = weights.reshape(len(places), -1).astype(np.float32)
    return np.asarray(thumbs.reshape(len(thumbs), -1).astype(np.float32) @ flat.T)


def _tent(at: Array, reach: float) -> Array:
    """Weights of the 32 pixels along one side for each place; they add up to one."""
    wide = max(1.0, reach)
    weights = np.maximum(0.0, 1 - np.abs(np.arange(THUMB)[None, :] - at[:, None]) / wide)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def even(view: Array) -> Array:
    """Take each frame's brightness and contrast away."""
    centred = view - view.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True))
    return np.asarray(centred / np.maximum(spread, LEAST_CONTRAST))
