"""Pictures out of a video: the right ones, the right size, and nothing that was not asked for."""

import cv2
import numpy as np
import pytest

from scoring.media.problems import MediaProblem, Problem
from scoring.media.stills import HIDDEN, SLOT_HEIGHT, SLOT_WIDTH, Still, take_stills
from tests.unit.scoring.media.films import turn, write_film, write_sound

LEVELS = (40, 90, 140, 190)


def read(still: Still) -> np.ndarray:
    picture = cv2.imdecode(np.frombuffer(still.content, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert picture.shape == (still.height, still.width)
    return picture


@pytest.fixture
def film(tmp_path):
    """Four seconds; each has its own brightness."""
    frames = [np.full((90, 160), level, np.uint8) for level in LEVELS for _ in range(8)]
    return write_film(tmp_path / "a.mp4", frames)


def test_each_moment_shows_its_frame(film):
    stills = take_stills(film, moments=[0.5, 2.5, 1.5])
    assert [still.at for still in stills.pictures] == [0.5, 2.5, 1.5]
    seen = [read(still).mean() for still in stills.pictures]
    assert seen == pytest.approx([40, 140, 90], abs=4)
    assert stills.strip is None


def test_a_moment_past_the_end_shows_the_last_frame(film):
    (still,) = take_stills(film, moments=[99.0]).pictures
    assert read(still).mean() == pytest.approx(190, abs=4)


def test_a_strip_hides_what_must_not_be_shown(film):
    strip = take_stills(film, moments=[], strip=[0.5, None, 3.5]).strip
    assert strip is not None
    picture = read(strip)
    assert picture.shape == (SLOT_HEIGHT, 3 * SLOT_WIDTH)
    middles = [
        picture[:, slot * SLOT_WIDTH + 20 : (slot + 1) * SLOT_WIDTH - 20].mean()
        for slot in range(3)
    ]
    assert middles == pytest.approx([40, HIDDEN, 190], abs=4)


def test_large_videos_come_small_and_upright(tmp_path):
    frames = [np.full((720, 1280), 90, np.uint8)] * 2
    film = write_film(tmp_path / "big.mp4", frames)
    turn(film, 90)
    (still,) = take_stills(film, moments=[0.0]).pictures
    assert (still.width, still.height) == (360, 640)


def test_a_file_without_pictures_is_refused(tmp_path):
    with pytest.raises(MediaProblem) as raised:
        take_stills(write_sound(tmp_path / "a.mp4"), moments=[0.0])
    assert raised.value.problem is Problem.SOUND_ONLY
