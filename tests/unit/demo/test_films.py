"""The films: real files with sound, the same for the same plan, and true to their story."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from creatorspark.demo.domain.films.camera import HEIGHT, RATE, WIDTH
from creatorspark.demo.domain.films.edits import EDITS
from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.rendering import PLACES, render, shot
from scoring.domain.originality import Findings, Library, fingerprint

SHORT = 3.0


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "original.mp4"
    render(FilmPlan(Take("market", 11, seconds=SHORT)), path)
    return path


def compared(original: Path, plan: FilmPlan) -> Findings:
    library = Library()
    library.add("original", fingerprint(original))
    path = original.with_name("other.mp4")
    render(plan, path)
    return library.search(fingerprint(path))


@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_place_is_full_of_light_and_moves(place: str) -> None:
    frames, sound = shot(Take(place, 5, seconds=1.0))
    assert len(frames) == RATE
    assert {frame.shape for frame in frames} == {(HEIGHT, WIDTH, 3)}
    assert min(frame.std() for frame in frames) > 15
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 2
    assert 0.5 < np.abs(sound).max() <= 1.0


def test_equal_takes_are_equal_and_another_take_is_not() -> None:
    first, again, second = (shot(Take("pan", 5, number, seconds=0.5))[0][6] for number in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)


def test_a_film_is_a_file_with_pictures_and_sound(original: Path) -> None:
    with av.open(str(original)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height) == (WIDTH, HEIGHT)
        assert video.average_rate == Fraction(RATE)
        assert sound.codec_context.name == "aac"
        assert container.duration == pytest.approx(SHORT * av.time_base, rel=0.05)


@pytest.mark.parametrize("edit", sorted(set(EDITS) - {"black", "duet"}))
def test_edited_copies_are_found(original: Path, edit: str) -> None:
    findings = compared(original, FilmPlan(Take("market", 11, seconds=SHORT), edit))
    assert findings.original is False
    assert findings.matches[0].mirrored == (edit == "mirrored")


def test_a_duet_is_found(original: Path) -> None:
    beside = Take("skate", 61, seconds=SHORT)
    plan = FilmPlan(Take("market", 11, seconds=SHORT), "duet", other=beside)
    assert compared(original, plan).original is False


def test_a_second_take_is_not_accused(tmp_path: Path) -> None:
    first = tmp_path / "first.mp4"
    render(FilmPlan(Take("griddle", 12)), first)
    assert compared(first, FilmPlan(Take("griddle", 12, take=1))).original is True


def test_a_black_film_cannot_be_judged(original: Path) -> None:
    findings = compared(original, FilmPlan(Take("pan", 5, seconds=SHORT), "black"))
    assert findings.original is None


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(KeyError):
        shot(Take("moon", 1))
