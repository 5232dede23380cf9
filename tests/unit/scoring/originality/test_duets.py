"""A duet stands beside the other between bars: it is told apart from a copy with bars."""

import cv2
import numpy as np
import pytest

from scoring.domain.originality import Library
from tests.unit.scoring.originality.scenes import print_of, scene

WIDE, HIGH = 180, 320


def upright(place):
    return [cv2.resize(frame, (WIDE, HIGH)) for frame in scene(place, place, seconds=4)]


def between_bars(frame):
    canvas = np.full((HIGH, WIDE), 14, np.uint8)
    canvas[80:240, 45:135] = cv2.resize(frame, (90, 160))
    return canvas


def beside(frame, other):
    canvas = np.full((HIGH, WIDE), 14, np.uint8)
    canvas[80:240, :90] = cv2.resize(frame, (90, 160))
    canvas[80:240, 90:] = cv2.resize(other, (90, 160))
    return canvas


@pytest.mark.parametrize("is_duet", [True, False])
def test_only_a_duet_shows_the_other_as_a_part_of_its_picture(is_duet):
    original, own = upright(1), upright(7)
    library = Library()
    library.add("original", print_of(original))
    duet = [beside(*both) for both in zip(original, own, strict=True)]
    query = duet if is_duet else [between_bars(frame) for frame in original]
    (match,) = library.search(print_of(query)).matches
    assert ("inset" in match.edits) is is_duet
    assert "framed" in match.edits
