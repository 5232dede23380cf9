"""Compares two videos closely: every way one may lie in the other, then the best of them.

A comparison's `likeness` is high only if the residuals agree (motion), the pictures agree where
they do (look), most of what moves agrees (area), and some points are found again. How long they
do is the library's business: some seconds are worth less than others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.domain.originality.fingerprint import Fingerprint
from scoring.domain.originality.geometry import (
    Placement,
    Rectangle,
    Support,
    agreeing_with,
    matching_points,
    placements,
)
from scoring.domain.originality.motion import USUAL, Alignment, Line, Pair
from scoring.domain.originality.points import mirrored
from scoring.domain.originality.views import whole

LEAST_STRENGTH = 8
TURNED_STRENGTH = 12
LARGEST_TURN = 0.35
LINES_EACH = 3
LINES_MEASURED = 12
LINES_REFINED = 3
WORTH_REFINING = 0.25
FULL_SECONDS = 3.0
LONGER = 0.001
STILL = 0.04
SAME = 0.97
SAME_STRENGTH = 40
STILL_LIKENESS = 0.75
WANTED_STRENGTH = 6.0
WANTED_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one video runs and lies in another; `strength` counts spots that points cover."""

    likeness: float
    placement: Placement
    strength: int
    alignment: Alignment


def compare(query: Fingerprint, reference: Fingerprint) -> Comparison | None:
    """Return the best way the query may be the reference's copy; None if there is none at all."""
    tried: list[tuple[Line, Pair, Support]] = []
    for support, focus in _supports(query, reference):
        pair = Pair(query, reference, support.placement, focus)
        tried += [(line, pair, support) for line in pair.lines()[:LINES_EACH]]
    tried.sort(key=lambda one: -one[0].score)
    wanted = min(WANTED_STRENGTH, WANTED_SHARE * min(len(query.points), len(reference.points)))
    measured = [
        _compared(pair.measure(line.speed, line.offset), support, (line, pair), wanted)
        for line, pair, support in tried[:LINES_MEASURED]
    ]
    best: Comparison | None = None
    for first, support, (line, pair) in sorted(measured, key=_last_choice)[:LINES_REFINED]:
        found = first
        if first and first.likeness >= WORTH_REFINING:
            found = _compared(pair.refined(line), support, (line, pair), wanted)[0] or first
        if found and (best is None or _preference(found) > _preference(best)):
            best = found
    return best


Way = tuple[Line, Pair]


def _compared(
    alignment: Alignment | None, support: Support, way: Way, wanted: float
) -> tuple[Comparison | None, Support, Way]:
    if alignment is None:
        return None, support, way
    score = likeness(alignment, support.strength, wanted=wanted)
    return Comparison(score, support.placement, support.strength, alignment), support, way


def _last_choice(one: tuple[Comparison | None, Support, Way]) -> float:
    return -_preference(one[0]) if one[0] else 0.0


def _preference(found: Comparison) -> float:
    """Where speeds can hardly be told apart, the usual one is likelier, and the longer match."""
    longer = LONGER * min(found.alignment.seconds, FULL_SECONDS)
    return found.likeness + (USUAL if found.alignment.is_usual else 0.0) + longer


def likeness(alignment: Alignment, strength: int, *, wanted: float) -> float:
    """Return 0..1: motion, held down where look, area or points are too little.

    `wanted` is the strength that points should have, were it a copy: where there are points, some
    of a copy's are found again. Where nothing moves in either video, motion says nothing: then the
    pictures must be the same.
    """
    look, area = max(alignment.look, 0.0), max(alignment.area, 0.0)
    points = min(1.0, (strength + 1) / (wanted + 1)) ** 0.5
    moved = float(max(alignment.motion, 0.0) * look**0.5 * area**0.25 * points)
    still = alignment.liveliness < STILL and look > SAME and strength >= SAME_STRENGTH
    return max(moved, look * STILL_LIKENESS) if still else moved


def _supports(
    query: Fingerprint, reference: Fingerprint
) -> Iterator[tuple[Support, Rectangle | None]]:
    """Yield frame on frame, and where points say, each also mirrored.

    What points say is also looked at in the part of the picture alone where they are: the other
    half of a duet only confuses.
    """
    for turned, matches in enumerate(matching_points(query.points, reference.points)):
        points = mirrored(query.points, width=query.width) if turned else query.points
        plain = whole(query, reference, mirrored=bool(turned))
        yield agreeing_with(plain, points, reference.points, matches), None
        for support in placements(points, reference.points, matches, mirrored=bool(turned)):
            if support.strength >= _needed(support.placement):
                yield support, None
                if support.strength >= TURNED_STRENGTH:
                    yield support, support.extent


def _needed(placement: Placement) -> int:
    """How much must speak for a placement: more, if it turns the picture a lot."""
    turned = abs(placement.angle) > LARGEST_TURN
    return TURNED_STRENGTH if turned else LEAST_STRENGTH
