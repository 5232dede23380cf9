"""Names the edits that a comparison points to, as codes that the portal puts into words."""

import numpy as np

from scoring.domain.originality.comparison import Comparison
from scoring.domain.originality.fingerprint import Fingerprint

LEAST_TURN = np.deg2rad(2.0)
LEAST_SPEED = 0.06
LEAST_TRIM = 0.75
LEAST_INSET = 1.35


def suspected_edits(
    query: Fingerprint, reference: Fingerprint, comparison: Comparison
) -> tuple[str, ...]:
    """Return codes in a fixed order: mirrored, rotated, cropped, inset, framed, speed, cut."""
    placement, alignment = comparison.placement, comparison.alignment
    wide, high = _extent(query, reference, comparison)
    checks = {
        "mirrored": placement.mirrored,
        "rotated": abs(placement.angle) > LEAST_TURN,
        "cropped": min(wide, high) < 0.93,
        # Between bars, as in a duet, the other must fill only a part of what lies between them.
        "inset": placement.scale > LEAST_INSET
        and (query.box.is_whole or wide * high > LEAST_INSET**2),
        "framed": not query.box.is_whole,
        "reversed": alignment.speed < 0,
        "faster": abs(alignment.speed) > 1 + LEAST_SPEED,
        "slower": abs(alignment.speed) < 1 - LEAST_SPEED,
        "part": alignment.seconds < LEAST_TRIM * query.seconds,
        "overlaid": alignment.area < 0.85,
    }
    return tuple(name for name, present in checks.items() if present)


def _extent(
    query: Fingerprint, reference: Fingerprint, comparison: Comparison
) -> tuple[float, float]:
    """How far the copy's picture reaches, in widths and heights of the original."""
    scale = comparison.placement.scale
    width = (query.box.right - query.box.left) * query.width * scale / reference.width
    height = (query.box.bottom - query.box.top) * query.height * scale / reference.height
    return width, height
