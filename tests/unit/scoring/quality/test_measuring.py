"""Measures of files whose truth is known, because we made them."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from scoring.domain.originality import fingerprint
from scoring.domain.originality.packing import pack
from scoring.domain.quality.degrading import RATE, Take
from scoring.domain.quality.jobs import (
    MEASURES,
    MEASURES_AND_FINGERPRINT,
    packed_measures_and_fingerprint,
    unpack_both,
)
from scoring.domain.quality.measured import VERSION, from_bytes, from_json
from scoring.domain.quality.measures import MEASURES as CATALOGUE
from scoring.domain.quality.measuring import measure
from scoring.media.decoding import Limits
from scoring.media.encoding import write_clip
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import run_on_video
from tests.unit.scoring.media.films import turn, write_film, write_sound
from tests.unit.scoring.originality.scenes import scene
from tests.unit.scoring.quality.clips import STILL, measured, place, voice


def tone(pitch=997.0, *, amplitude=0.5, seconds=4.0, channels=1):
    time = np.arange(round(RATE * seconds)) / RATE
    return np.tile(amplitude * np.sin(2 * np.pi * pitch * time), (channels, 1)).astype(np.float32)


def heard(sound, folder):
    seconds = sound.shape[1] / RATE
    return measured(Take(frames=[STILL] * round(4 * seconds), rate=4, sound=sound), folder)


def seen(frames, folder, *, rate=8):
    return measured(Take(frames=list(frames), rate=rate, sound=None), folder)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    take = replace(place(1, seconds=2.0), sound=voice(1, seconds=2.0).sound)
    return write_clip(folder / "both.mp4", take.frames, rate=take.rate, sound=take.sound)


def test_one_pass_gives_the_fingerprint_that_a_pass_of_its_own_gives(both):
    _, made = unpack_both(packed_measures_and_fingerprint(both, limits=Limits()))
    assert pack(made) == pack(fingerprint(both))


def test_the_sandbox_hands_back_what_was_measured(both):
    found = from_bytes(run_on_video(MEASURES, both))
    assert found.version == VERSION
    assert found.values == measure(both).as_json()["values"]
    again, _ = unpack_both(run_on_video(MEASURES_AND_FINGERPRINT, both))
    assert again.values == found.values


def test_measures_of_another_version_are_refused(both):
    document = measure(both).as_json() | {"version": "quality-measures-0"}
    with pytest.raises(ValueError, match="quality-measures-0"):
        from_json(document)


def test_every_value_has_its_name_unit_and_source(both):
    found = measure(both)
    assert set(found.values) <= set(CATALOGUE)
    assert set(found.series) <= set(CATALOGUE)
    for one in CATALOGUE.values():
        assert one.unit
        assert one.meaning
        assert one.source


def test_series_have_one_number_for_each_second(both):
    found = measure(both)
    assert {len(row) for row in found.series.values()} == {2}
    assert found.has_sound


def test_facts_of_the_file(both):
    values = measure(both).values
    assert values["short_side"] == 240
    assert values["frame_rate"] == pytest.approx(24, rel=0.02)
    assert values["screen_filled"] == pytest.approx(1, abs=0.01)


def test_a_turned_video_is_measured_as_it_is_shown(tmp_path):
    path = write_film(tmp_path / "a.mp4", scene(1, 1, seconds=1))
    flat = measure(path).values["screen_filled"]
    turn(path, 90)
    assert measure(path).values["screen_filled"] == pytest.approx(1, abs=0.01)
    assert flat == pytest.approx((9 / 16) ** 2, abs=0.01)


# Sound --------------------------------------------------------------------------------------------
def test_loudness_is_that_of_the_standard(tmp_path):
    # EBU Tech 3341: a stereo tone of 997 Hz whose peaks are at -23 dBFS has -23 LUFS.
    found = heard(tone(amplitude=10 ** (-23 / 20), channels=2), tmp_path).values
    assert found["loudness"] == pytest.approx(-23, abs=0.3)
    assert found["true_peak"] == pytest.approx(-23, abs=1.5)


def test_full_scale_is_counted_and_half_isn_t(tmp_path):
    assert heard(np.clip(tone(amplitude=3), -1, 1), tmp_path).values["clipping"] > 0.3
    assert heard(tone(amplitude=0.5), tmp_path).values["clipping"] == 0


@pytest.mark.parametrize("mains", [50, 60])
def test_hum_of_either_mains_is_measured_below_the_voice(tmp_path, mains):
    sound = voice(2).heard()
    wave = sum(tone(mains * n, amplitude=1 / n, seconds=4) for n in range(1, 7))
    clean = heard(sound, tmp_path).values["hum"]
    assert clean < -60
    level = np.sqrt(np.mean(sound**2)) / np.sqrt(np.mean(wave**2))
    assert heard(sound + 0.1 * level * wave, tmp_path).values["hum"] == pytest.approx(-23, abs=5)


def test_noise_floor_is_the_noise_that_was_added(tmp_path):
    sound = voice(1).heard()
    noise = np.random.default_rng(1).normal(size=sound.shape) * 10 ** (-40 / 20)
    found = heard((sound + noise).astype(np.float32), tmp_path).values
    assert found["noise_floor"] == pytest.approx(-40, abs=3)


def test_music_that_never_pauses_isn_t_hiss(tmp_path):
    chord = sum(tone(pitch, amplitude=0.1) for pitch in (220, 277, 330, 440, 554))
    assert heard(chord, tmp_path).values["signal_to_noise"] > 45


def test_sound_that_ends_early_is_silent_afterwards(tmp_path):
    take = Take(frames=[STILL] * 32, rate=4, sound=tone(seconds=4.0))
    found = measured(take, tmp_path)
    assert found.values["silence"] == pytest.approx(0.5, abs=0.02)
    assert found.series["silence"][0] == 0
    assert found.series["silence"][7] == 1


def test_pitch_and_sides(tmp_path):
    found = heard(tone(2000, seconds=3.0), tmp_path).values
    assert found["centroid"] == pytest.approx(2000, rel=0.05)
    assert found["roll_off"] == pytest.approx(2000, rel=0.05)
    uneven = tone(channels=2) * np.array([[1.0], [0.25]], np.float32)
    assert heard(uneven, tmp_path).values["imbalance"] == pytest.approx(12, abs=0.5)


def test_without_sound_nothing_is_said_of_it(tmp_path):
    found = seen(place(1).frames, tmp_path)
    assert not found.has_sound
    assert "loudness" not in found.values


# Pictures -----------------------------------------------------------------------------------------
def test_blur_adds_up_as_optics_say(tmp_path):
    step = np.full((424, 240, 3), 40, np.uint8)
    step[:, 120:] = 200
    for deviation in (1.0, 2.0, 3.0):
        frames = [cv2.GaussianBlur(step, (0, 0), deviation)] * 8
        found = seen(frames, tmp_path).values["edge_blur"]
        assert found == pytest.approx(deviation, abs=0.35)


def test_noise_is_measured_in_levels(tmp_path):
    random = np.random.default_rng(2)
    frames = [
        np.clip(120 + random.normal(0, 8, (424, 240, 1)) + np.zeros(3), 0, 255).astype(np.uint8)
        for _ in range(8)
    ]
    assert seen(frames, tmp_path).values["noise"] == pytest.approx(8, rel=0.25)


def test_brightness_is_that_of_the_screen(tmp_path):
    frames = [np.full((128, 72, 3), level, np.uint8) for level in (30, 200)]
    found = seen([frames[0]] * 8 + [frames[1]] * 8, tmp_path).series["brightness"]
    assert found == pytest.approx((30, 200), abs=3)


def test_black_bars_are_found_and_left_out_of_the_brightness(tmp_path):
    boxed = [np.pad(frame, ((53, 53), (0, 0), (0, 0))) for frame in place(1).frames]
    found, plain = (seen(frames, tmp_path, rate=24).values for frames in (boxed, place(1).frames))
    assert found["black_bars"] == pytest.approx(0.2, abs=0.02)
    assert found["brightness"] == pytest.approx(plain["brightness"], abs=4)
    assert plain["black_bars"] == 0


def test_cuts_and_freezes_are_counted(tmp_path):
    frames = [*place(1).frames, *place(2).frames, *place(3).frames]
    found = seen(frames, tmp_path, rate=24).values
    assert found["cuts_a_minute"] == pytest.approx(2 * 60 / 3, rel=0.05)
    assert found["frozen"] == 0
    still = [*place(1).frames, *[place(1).frames[-1]] * 96]
    assert seen(still, tmp_path, rate=24).values["frozen"] == pytest.approx(0.8, abs=0.06)


def test_an_even_pan_isn_t_shaky(tmp_path):
    ground = np.tile(place(1).frames[0], (1, 3, 1))
    pan = [ground[:, 4 * number : 4 * number + 240] for number in range(48)]
    assert seen(pan, tmp_path, rate=24).values["jitter"] < 0.3


def test_coarse_coding_shows_whatever_the_picture(tmp_path):
    found = [
        measured(replace(place(seed), crf=crf), tmp_path).values["quantiser"]
        for seed, crf in ((1, 20), (4, 20), (1, 40), (4, 40))
    ]
    assert found == pytest.approx([20, 20, 40, 40], abs=4)


# Odd files ----------------------------------------------------------------------------------------
def problem_of(path, **limits):
    with pytest.raises(MediaProblem) as raised:
        measure(path, limits=Limits(**limits))
    return raised.value.problem


def test_what_is_wrong_with_a_file_is_named(tmp_path, both):
    assert problem_of(tmp_path / "none.mp4") is Problem.UNREADABLE
    assert problem_of(write_sound(tmp_path / "s.mp4")) is Problem.SOUND_ONLY
    assert problem_of(both, seconds=1) is Problem.TOO_LONG
    assert problem_of(both, frames=5) is Problem.TOO_LONG
    assert problem_of(both, pixels=100) is Problem.TOO_LARGE_PICTURE
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(both.read_bytes()[:-4000])
    assert problem_of(cut) is Problem.UNREADABLE


def test_one_black_picture_is_measured(tmp_path):
    found = measure(write_film(tmp_path / "one.mp4", [np.zeros((180, 320), np.uint8)]))
    assert found.values["brightness"] == 0
    assert found.values["edge_blur"] is None


def test_a_variable_frame_rate_is_measured_by_time(tmp_path):
    times = [0, 0.05, 0.1, 0.15, 1.0, 1.02, 1.04, 2.5, 2.6, 4.0]
    found = measure(write_film(tmp_path / "v.mp4", scene(1, 1)[:10], times=times))
    assert len(found.series["brightness"]) == 5
    assert np.isnan(found.series["brightness"][3])


@pytest.mark.parametrize(("ending", "codec"), [(".webm", "libvpx"), (".avi", "mpeg4")])
def test_other_codecs_are_measured(tmp_path, ending, codec):
    path = write_film(tmp_path / f"a{ending}", scene(1, 1, seconds=1), codec=codec)
    assert 80 < (measure(path).values["brightness"] or 0) < 180
