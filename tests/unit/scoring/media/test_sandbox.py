"""The sandbox: the kernel's limits hold, and every bad file comes back as a named problem."""

import os

import numpy as np
import pytest

from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.originality.packing import unpack
from scoring.media.decoding import Limits
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import MEGABYTE, Allowance, run_on_video
from scoring.media.sentences import ADVICE
from scoring.media.sniffing import wrong_with
from tests.unit.scoring.media.films import write_film, write_sound
from tests.unit.scoring.originality.scenes import scene

JOBS = "tests.unit.scoring.media.jobs:"


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return write_film(tmp_path_factory.mktemp("film") / "a.mp4", scene(1, 1, seconds=2))


def problem_of(job, path, **options):
    with pytest.raises(MediaProblem) as raised:
        run_on_video(job, path, **options)
    return raised.value.problem


def test_a_fingerprint_comes_back(film):
    made = unpack(run_on_video(FINGERPRINT, film))
    assert made.seconds == pytest.approx(2)
    assert made.says_something


def test_limits_of_the_video_travel_along(film):
    assert problem_of(FINGERPRINT, film, limits=Limits(seconds=1)) is Problem.TOO_LONG


def test_a_job_that_hangs_is_ended_with_its_children(film):
    marks = run_on_video(JOBS + "names_itself", film).decode()
    assert int(marks) != os.getpid()
    assert (
        problem_of(JOBS + "sleeps", film, allowance=Allowance(wall_seconds=2)) is Problem.TOO_SLOW
    )


def test_a_job_that_computes_for_ever_is_ended_by_the_kernel(film):
    allowance = Allowance(cpu_seconds=1, wall_seconds=60)
    assert problem_of(JOBS + "computes", film, allowance=allowance) is Problem.TOO_SLOW


def test_a_job_that_takes_too_much_memory_is_refused_it(film):
    allowance = Allowance(memory=1024 * MEGABYTE)
    assert problem_of(JOBS + "fills_memory", film, allowance=allowance) is Problem.TOO_MUCH_MEMORY


def test_a_job_can_write_no_file(film, tmp_path):
    mark = film.with_name("written")
    run_on_video(JOBS + "tries_to_write", film)
    assert not mark.exists() or mark.stat().st_size == 0


def test_a_crash_of_the_decoder_is_a_damaged_video(film):
    assert problem_of(JOBS + "crashes", film) is Problem.UNREADABLE


def test_a_mistake_of_ours_is_not_blamed_on_the_video(film):
    with pytest.raises(RuntimeError, match="our own mistake"):
        run_on_video(JOBS + "fails", film)


def test_no_secret_reaches_the_child(film, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    assert b"SECRET_KEY" not in run_on_video(JOBS + "names_its_environment", film)


def test_a_file_too_large_is_refused_unread(film):
    assert (
        problem_of(FINGERPRINT, film, allowance=Allowance(file_bytes=100)) is Problem.TOO_LARGE_FILE
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, Problem.STILL_IMAGE),
        (b"\xff\xd8\xff\xe0" + b"\0" * 60, Problem.STILL_IMAGE),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, Problem.STILL_IMAGE),
        (b"ID3\x03" + b"\0" * 60, Problem.SOUND_ONLY),
        (b"\0\0\0\x18ftypM4A " + b"\0" * 60, Problem.SOUND_ONLY),
        (b"#EXTM3U\n#EXTINF:4,\nhttp://10.0.0.1/a.ts\n" + b" " * 60, Problem.NOT_A_VIDEO),
        (b"ffconcat version 1.0\nfile /etc/passwd\n" + b" " * 60, Problem.NOT_A_VIDEO),
        (b"PK\x03\x04" + b"\0" * 60, Problem.NOT_A_VIDEO),
        (b"<html>" + b" " * 60, Problem.NOT_A_VIDEO),
    ],
    ids=["empty", "png", "jpeg", "heic", "mp3", "m4a", "playlist", "script", "zip", "page"],
)
def test_what_is_no_video_is_named_by_its_content(tmp_path, content, problem):
    path = tmp_path / "renamed.mp4"
    path.write_bytes(content)
    assert problem_of(FINGERPRINT, path) is problem


def test_sound_in_a_video_container_is_named(tmp_path):
    assert problem_of(FINGERPRINT, write_sound(tmp_path / "s.mp4")) is Problem.SOUND_ONLY


@pytest.mark.parametrize("ending", [".mp4", ".mkv", ".avi", ".ts", ".mov", ".flv"])
def test_real_containers_pass_the_first_look(tmp_path, ending):
    codec = "mpeg4" if ending == ".avi" else "libx264"
    path = write_film(tmp_path / f"a{ending}", scene(1, 1, seconds=1), codec=codec)
    assert wrong_with(path.read_bytes()[:4096]) is None


def test_a_film_of_one_flat_colour_is_small_and_says_nothing(tmp_path):
    flat = [np.full((720, 1280), 40, np.uint8)] * 60
    path = write_film(tmp_path / "flat.mp4", flat)
    assert not unpack(run_on_video(FINGERPRINT, path)).says_something


def test_every_problem_has_its_sentences():
    assert set(ADVICE) == set(Problem)
    for advice in ADVICE.values():
        assert str(advice.happened).endswith(".")
        assert str(advice.next_step).endswith(".")
