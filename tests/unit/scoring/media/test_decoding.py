"""Reading videos: what comes out of odd ones, and what is said about bad ones."""

import av
import numpy as np
import pytest

from scoring.domain.originality import Library, fingerprint
from scoring.media.decoding import Limits, read_luma
from scoring.media.problems import MediaProblem, Problem
from tests.unit.scoring.media.films import write_film, write_sound
from tests.unit.scoring.originality.scenes import scene, texture


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return write_film(tmp_path_factory.mktemp("film") / "a.mp4", scene(1, 1, seconds=4), sound=True)


def pictures(path, **limits):
    return list(read_luma(path, rate=8, side=320, limits=Limits(**limits)))


def problem_of(path, **limits):
    with pytest.raises(MediaProblem) as raised:
        pictures(path, **limits)
    return raised.value.problem


def test_frames_come_at_their_times_and_look_as_they_were(film):
    read = pictures(film)
    assert [round(one.time * 8) for one in read] == list(range(32))
    drawn = scene(1, 1, seconds=4)[9]
    assert np.corrcoef(read[9].image.reshape(-1), drawn.reshape(-1))[0, 1] > 0.99


@pytest.mark.parametrize(
    ("ending", "codec"),
    [(".mkv", "libx264"), (".webm", "libvpx"), (".avi", "mpeg4"), (".mov", "libx264")],
)
def test_other_containers_are_read(tmp_path, ending, codec):
    path = write_film(tmp_path / f"a{ending}", scene(1, 1, seconds=1), codec=codec)
    assert 7 <= len(pictures(path)) <= 9


def test_large_frames_are_scaled_down_and_small_ones_left(tmp_path):
    large = write_film(tmp_path / "large.mp4", [texture(1, 960, 540)] * 3)
    small = write_film(tmp_path / "small.mp4", [texture(1, 96, 160)] * 3)
    assert pictures(large)[0].image.shape == (180, 320)
    assert pictures(small)[0].image.shape == (160, 96)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_rotation_flag_is_obeyed(tmp_path, degrees):
    frames = [np.rot90(frame, degrees // 90) for frame in scene(2, 2, seconds=4)]
    turned = write_film(tmp_path / "t.mp4", map(np.ascontiguousarray, frames), rotation=degrees)
    library = Library()
    library.add("plain", fingerprint(write_film(tmp_path / "p.mp4", scene(2, 2, seconds=4))))
    found = fingerprint(turned)
    assert found.aspect == pytest.approx(320 / 180)
    match = library.search(found).matches[0]
    assert match.similarity > 0.9
    assert match.edits == ()


def test_a_variable_frame_rate_is_sampled_by_time(tmp_path):
    times = [0, 0.05, 0.1, 0.15, 1.0, 1.02, 1.04, 2.5, 2.6, 4.0]
    path = write_film(tmp_path / "v.mp4", scene(1, 1)[:10], times=times)
    read = [round(one.time, 2) for one in pictures(path)]
    assert read == pytest.approx([0, 0.15, 1.0, 2.5, 4.0], abs=0.01)
    assert fingerprint(path).seconds > 4


def test_one_frame_is_a_video_of_one_picture(tmp_path):
    made = fingerprint(write_film(tmp_path / "one.mp4", [texture(1, 320, 180)]))
    assert len(made.thumb_times) == 1
    library = Library()
    library.add("one", made)
    assert library.search(made).original is True


def test_a_black_video_says_nothing(tmp_path):
    path = write_film(tmp_path / "black.mp4", [np.zeros((180, 320), np.uint8)] * 16)
    assert not fingerprint(path).says_something


def test_a_truncated_film_is_read_as_far_as_it_goes_or_refused(film, tmp_path):
    path = tmp_path / "cut.mp4"
    path.write_bytes(film.read_bytes()[:-4000])
    assert problem_of(path) is Problem.UNREADABLE
    streamed = write_film(tmp_path / "whole.mkv", scene(1, 1, seconds=4))
    path = tmp_path / "cut.mkv"
    path.write_bytes(streamed.read_bytes()[: streamed.stat().st_size * 2 // 3])
    assert 10 <= len(pictures(path)) < 32


def test_garbage_after_the_head_is_refused(film, tmp_path):
    path = tmp_path / "garbage.mp4"
    path.write_bytes(film.read_bytes()[:64] + b"\x00" * 5000)
    assert problem_of(path) in {Problem.UNREADABLE, Problem.NO_PICTURES}


def test_sound_alone_is_refused(tmp_path):
    assert problem_of(write_sound(tmp_path / "s.mp4")) is Problem.SOUND_ONLY


def test_too_long_is_refused_before_it_is_decoded(film):
    assert problem_of(film, seconds=2) is Problem.TOO_LONG
    assert problem_of(film, frames=5) is Problem.TOO_LONG


def test_ten_hours_are_refused_at_once(tmp_path):
    path = write_film(tmp_path / "long.mp4", scene(1, 1)[:3], times=[0, 1, 36_000])
    assert problem_of(path) is Problem.TOO_LONG


def test_a_picture_too_large_is_refused_before_it_is_decoded(film):
    assert problem_of(film, pixels=320 * 180 - 1) is Problem.TOO_LARGE_PICTURE


def test_a_playlist_is_not_followed(film, tmp_path):
    path = tmp_path / "list.mp4"
    path.write_text(f"ffconcat version 1.0\nfile '{film}'\n")
    assert problem_of(path) is Problem.UNREADABLE
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{film}\n#EXT-X-ENDLIST\n")
    assert problem_of(path) is Problem.UNREADABLE


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert problem_of(tmp_path / "none.mp4") is Problem.UNREADABLE


def test_eight_k_is_refused_before_it_is_decoded(tmp_path):
    path = write_film(tmp_path / "8k.mkv", [np.zeros((4320, 7680), np.uint8)], codec="mpeg4")
    assert problem_of(path) is Problem.TOO_LARGE_PICTURE


@pytest.mark.parametrize("ending", [".mkv", ".mp4", ".avi"])
def test_a_film_without_a_single_frame_is_refused(tmp_path, ending):
    path = tmp_path / f"none{ending}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=8)
        stream.width, stream.height = 320, 180
        container.start_encoding()
    assert problem_of(path) in {Problem.NO_PICTURES, Problem.UNREADABLE, Problem.CUT_OFF}
