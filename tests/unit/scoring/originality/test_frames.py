"""What one frame says: hashes under mirroring, against imagehash, and frames that say nothing."""

import imagehash
import numpy as np
import pytest
from PIL import Image

from scoring.domain.originality.frames import (
    SIDE,
    distances,
    mirror_mask,
    says_something,
    shown_hashes,
    sign_hashes,
)
from tests.unit.scoring.originality.scenes import coded, texture


def hashes(*images):
    return sign_hashes(np.array(images, np.float32))


def test_a_mirrored_frame_has_the_same_hash_with_fixed_bits_flipped():
    image = texture(1, SIDE, SIDE)
    plain, mirrored = hashes(image, image[:, ::-1])
    assert np.array_equal(mirrored, plain ^ mirror_mask())
    assert distances(plain[None], mirrored[None])[0, 0] > 90


def test_coding_moves_few_bits_and_other_frames_many():
    image = texture(1, SIDE, SIDE)
    plain, again, *others = hashes(
        image, coded(image), *(texture(n, SIDE, SIDE) for n in range(2, 30))
    )
    assert distances(plain[None], again[None])[0, 0] <= 30
    assert distances(plain[None], np.array(others)).min() > 70


def test_brightness_and_contrast_do_not_matter():
    image = texture(1, SIDE, SIDE)
    plain, darker = hashes(image, image * 0.5 + 10)
    assert distances(plain[None], darker[None])[0, 0] <= 4


def test_the_hashes_shown_are_those_of_imagehash():
    image = texture(3, SIDE, SIDE)
    picture = Image.fromarray(image)
    known = (imagehash.phash(picture), imagehash.dhash(picture), imagehash.average_hash(picture))
    assert [f"{value:016x}" for value in shown_hashes(image)] == [str(value) for value in known]


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((180, 320), np.uint8),
        np.full((180, 320), 255, np.uint8),
        np.tile(np.linspace(100, 112, 320).astype(np.uint8), (180, 1)),
    ],
    ids=["black", "white", "a bare gradient"],
)
def test_flat_frames_say_nothing(image):
    assert not says_something(image)


def test_a_picture_says_something():
    assert says_something(texture(1, 320, 180))
