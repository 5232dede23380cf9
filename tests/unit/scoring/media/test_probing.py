"""What a file says about itself, and what its packets say."""

import numpy as np
import pytest

from scoring.media.decoding import Limits
from scoring.media.probing import facts_of, probe
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import Allowance
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import scene


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return write_film(tmp_path_factory.mktemp("film") / "a.mp4", scene(1, 1, seconds=4), sound=True)


def problem_of(path, **limits):
    with pytest.raises(MediaProblem) as raised:
        facts_of(path, limits=Limits(**limits))
    return raised.value.problem


def test_length_size_rate_and_sound(film):
    facts = probe(film, allowance=Allowance(), limits=Limits())
    height, width = next(iter(scene(1, 1, seconds=4))).shape
    assert (facts.width, facts.height, facts.has_sound) == (width, height, True)
    assert facts.seconds == pytest.approx(4, abs=0.2)
    assert facts.frame_rate == pytest.approx(8, abs=0.3)


@pytest.mark.parametrize("kind", ["mkv", "mov", "avi", "webm", "ts"])
def test_other_containers(tmp_path, kind):
    codec = "libvpx" if kind == "webm" else "libx264"
    path = write_film(tmp_path / f"a.{kind}", scene(1, 1, seconds=2), codec=codec)
    assert facts_of(path, limits=Limits()).seconds == pytest.approx(2, abs=0.3)


def test_a_turned_picture_is_measured_upright(tmp_path):
    path = write_film(tmp_path / "a.mp4", scene(1, 1, seconds=1), rotation=90)
    height, width = next(iter(scene(1, 1, seconds=1))).shape
    facts = facts_of(path, limits=Limits())
    assert (facts.width, facts.height) == (height, width)


def test_a_rate_that_varies_is_measured_over_all(tmp_path):
    times = [0.0, 0.1, 0.2, 2.0, 2.1, 4.0]
    frames = list(scene(1, 1, seconds=1))[: len(times)]
    path = write_film(tmp_path / "a.mp4", frames, times=times)
    assert facts_of(path, limits=Limits()).seconds == pytest.approx(4, abs=0.4)


def test_one_picture_is_a_short_video(tmp_path):
    path = write_film(tmp_path / "a.mp4", [np.full((64, 64), 90, np.uint8)])
    assert 0 < (facts_of(path, limits=Limits()).seconds or 0.0) <= 1


def test_a_file_that_breaks_off_is_told_from_a_short_one(tmp_path):
    path = write_film(tmp_path / "a.mp4", scene(1, 1, seconds=8), fast_start=True)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert problem_of(path) == Problem.CUT_OFF


def test_without_its_index_nothing_can_be_read(film, tmp_path):
    path = tmp_path / "a.mp4"
    whole = film.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert problem_of(path) == Problem.UNREADABLE


def test_too_long_by_its_header_or_by_its_packets(film):
    assert problem_of(film, seconds=3) == Problem.TOO_LONG
    assert problem_of(film, frames=5) == Problem.TOO_LONG


def test_too_large_a_picture(film):
    assert problem_of(film, pixels=1000) == Problem.TOO_LARGE_PICTURE
