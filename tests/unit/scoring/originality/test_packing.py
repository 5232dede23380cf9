"""Fingerprints as bytes: exact where it matters, small, and refused when they are not ours."""

import numpy as np
import pytest

from scoring.domain.originality.packing import MAGIC, pack, unpack
from tests.unit.scoring.originality.scenes import print_of, scene


@pytest.fixture(scope="module")
def made():
    return print_of(scene(1, 1, seconds=3))


def test_what_was_packed_comes_back(made):
    again = unpack(pack(made))
    for name in ("times", "hashes", "shown", "thumbs", "thumb_times", "point_times"):
        assert np.array_equal(getattr(again, name), getattr(made, name)), name
    assert np.array_equal(again.points.code, made.points.code)
    assert np.allclose(again.points.place, made.points.place, atol=1e-4)
    assert np.allclose(np.cos(again.points.angle), np.cos(made.points.angle), atol=1e-3)
    assert again.box == made.box
    assert again.aspect == pytest.approx(made.aspect)
    assert again.seconds == pytest.approx(made.seconds)


def test_packing_twice_gives_the_same_bytes(made):
    assert pack(unpack(pack(made))) == pack(made)


def test_a_fingerprint_of_nothing_can_be_kept(made):
    black = print_of([np.zeros((180, 320), np.uint8)] * 20)
    assert not black.says_something
    assert not unpack(pack(black)).says_something


@pytest.mark.parametrize("content", [b"", b"x" * 200, MAGIC])
def test_other_bytes_are_refused(content):
    with pytest.raises(ValueError, match="no fingerprint"):
        unpack(content)


def test_another_version_is_refused(made):
    content = bytearray(pack(made))
    content[4] += 1
    with pytest.raises(ValueError, match="version"):
        unpack(bytes(content))
