"""Compares two videos closely: every way one may lie in the other, then the best of them.

A comparison's `likeness` is high only if the residuals agree (motion), the pictures agree where
they do (look), and most of what moves agrees (area). How long they do is the library's business:
some seconds are worth less than others.
"""

from dataclasses import dataclass

from scoring.domain.originality.fingerprint import Fingerprint
from scoring.domain.originality.geometry import Placement, matching_points, placements
from scoring.domain.originality.motion import Alignment, Line, Pair
from scoring.domain.originality.points import mirrored
from scoring.domain.originality.views import whole

LEAST_STRENGTH = 4
LINES_EACH = 2
LINES_REFINED = 4
FULL_SECONDS = 1.5
STILL = 0.04
SAME = 0.97
SAME_STRENGTH = 40
STILL_LIKENESS = 0.75


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one video runs and lies in another; `strength` counts spots that points cover."""

    likeness: float
    placement: Placement
    strength: int
    alignment: Alignment


def compare(query: Fingerprint, reference: Fingerprint) -> Comparison | None:
    """Return the best way the query may be the reference's copy; None if there is none at all."""
    tried: list[tuple[Line, Pair, Placement, int]] = []
    for placement, strength in _placements(query, reference):
        pair = Pair(query, reference, placement)
        tried += [(line, pair, placement, strength) for line in pair.lines()[:LINES_EACH]]
    tried.sort(key=lambda one: -one[0].score)
    best: Comparison | None = None
    for line, pair, placement, strength in tried[:LINES_REFINED]:
        alignment = pair.refined(line)
        if alignment is None:
            continue
        found = Comparison(likeness(alignment, strength), placement, strength, alignment)
        if best is None or found.likeness > best.likeness:
            best = found
    return best


def likeness(alignment: Alignment, strength: int) -> float:
    """Return 0..1: motion, held down where look or area are too little.

    Where nothing moves in either video, motion says nothing: then the pictures must be the same.
    """
    if alignment.liveliness < STILL and alignment.look > SAME and strength >= SAME_STRENGTH:
        return alignment.look * STILL_LIKENESS
    parts = max(alignment.look, 0.0) * max(alignment.area, 0.0)
    return float(max(alignment.motion, 0.0) * parts**0.25)


def _placements(query: Fingerprint, reference: Fingerprint) -> list[tuple[Placement, int]]:
    """Frame on frame, and where points say, each also mirrored."""
    found: list[tuple[Placement, int]] = []
    for turned in (False, True):
        found.append((whole(query, reference, mirrored=turned), 0))
        points = mirrored(query.points, width=query.width) if turned else query.points
        matches = matching_points(points, reference.points)
        found += [
            (support.placement, support.strength)
            for support in placements(points, reference.points, matches, mirrored=turned)
            if support.strength >= LEAST_STRENGTH
        ]
    return found
