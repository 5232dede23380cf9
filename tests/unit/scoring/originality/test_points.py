"""Points and geometry: mirrored codes, and where one picture lies in another."""

import cv2
import numpy as np
import pytest

from scoring.domain.originality.frames import distances
from scoring.domain.originality.geometry import matching_points, placements
from scoring.domain.originality.points import find_points, join, mirrored, no_points
from tests.unit.scoring.originality.scenes import HEIGHT, WIDTH, cropped, texture
from tests.unit.scoring.originality.scenes import mirrored as mirror_image

IMAGE = texture(5, WIDTH, HEIGHT)


def test_points_of_the_mirrored_frame_are_the_mirrored_points():
    turned = mirrored(find_points(IMAGE, frame=0), width=1.0)
    seen = find_points(mirror_image(IMAGE), frame=0)
    apart = distances(seen.code, turned.code)
    assert np.median(apart.min(axis=1)) <= 4
    off = np.abs(seen.place - turned.place[apart.argmin(axis=1)])
    assert np.median(off) < 0.01


def test_no_more_points_than_are_kept_and_none_in_a_flat_frame():
    assert 60 <= len(find_points(IMAGE, frame=0)) <= 140
    assert len(find_points(np.full((180, 320), 90, np.uint8), frame=0)) == 0


def place(image):
    """Where an edited frame lies in the plain one."""
    query, reference = find_points(image, frame=0), find_points(IMAGE, frame=0)
    found = placements(query, reference, matching_points(query, reference)[0], mirrored=False)
    assert found, "no placement"
    assert found[0].strength >= 8
    return found[0].placement


def test_a_crop_is_placed_where_it_was_cut():
    found = place(cropped(IMAGE))
    assert found.scale == pytest.approx(0.75, abs=0.02)
    assert found.shift == pytest.approx((60 / WIDTH, 8 / WIDTH), abs=0.015)
    assert found.angle == pytest.approx(0, abs=0.02)


def test_a_turn_is_measured():
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 8, 1.0)
    found = place(cv2.warpAffine(IMAGE, turn, (WIDTH, HEIGHT)))
    assert abs(np.rad2deg(found.angle)) == pytest.approx(8, abs=1)


def test_unrelated_pictures_have_no_strong_placement():
    other = find_points(texture(6, WIDTH, HEIGHT), frame=0)
    mine = find_points(IMAGE, frame=0)
    found = placements(mine, other, matching_points(mine, other)[0], mirrored=False)
    assert max((support.strength for support in found), default=0) < 8


def test_nothing_matches_nothing():
    assert [len(one) for one in matching_points(no_points(), join([]))] == [0, 0]
