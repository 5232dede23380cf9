"""The search: copies are found where they match, other takes are not accused."""

import cv2
import numpy as np
import pytest

from scoring.domain.originality import Fingerprint, Library
from scoring.domain.originality.candidates import Candidate
from tests.unit.scoring.originality.scenes import (
    RATE,
    boxed,
    coded,
    cropped,
    each,
    inset,
    mirrored,
    print_of,
    scene,
    texture,
)

PLACES = range(1, 5)


@pytest.fixture(scope="module")
def library():
    filled = Library()
    for place in PLACES:
        filled.add(f"place {place}", print_of(scene(place, place)))
    return filled


def search(library, frames):
    return library.search(print_of(frames))


def brighter(frame):
    return cv2.convertScaleAbs(frame, alpha=1.2, beta=20)


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (coded, ()),
        (brighter, ()),
        (mirrored, ("mirrored",)),
        (cropped, ("cropped",)),
        (boxed, ("framed",)),
        (inset, ("inset",)),
        (lambda frame: mirrored(cropped(frame)), ("mirrored", "cropped")),
    ],
    ids=["coded", "brighter", "mirrored", "cropped", "boxed", "inset", "mirrored and cropped"],
)
def test_an_edited_copy_is_found_where_it_matches(library, edit, named):
    findings = search(library, each(scene(2, 2), edit))
    best = findings.matches[0]
    assert findings.original is False
    assert best.key == "place 2"
    assert best.covered > 0.8
    line = best.comparison.alignment
    assert abs(line.speed - 1) < 0.1
    assert abs(line.offset) < 0.5
    assert set(named) <= set(best.edits)


def test_a_faster_copy_is_aligned_at_its_speed(library):
    findings = search(library, each(scene(3, 3, rate=RATE / 1.25), coded))
    best = findings.matches[0]
    assert (best.key, findings.original) == ("place 3", False)
    assert best.speed == pytest.approx(1.25, abs=0.06)
    assert "faster" in best.edits


def test_a_reversed_copy_is_found(library):
    findings = search(library, each(scene(1, 1)[::-1], coded))
    best = findings.matches[0]
    assert (best.key, findings.original) == ("place 1", False)
    assert best.speed == pytest.approx(-1, abs=0.1)
    assert "reversed" in best.edits


def test_a_piece_in_a_compilation_is_found_on_both_time_lines(library):
    other = scene(50, 50, seconds=3)
    piece = scene(4, 4)[2 * RATE : 5 * RATE]
    findings = search(library, each([*other, *piece, *scene(51, 51, seconds=3)], coded))
    best = findings.matches[0]
    assert (best.key, findings.original) == ("place 4", False)
    stretch = max(best.stretches, key=lambda one: one.query_end - one.query_start)
    assert stretch.query_start == pytest.approx(3, abs=0.7)
    assert stretch.query_end == pytest.approx(6, abs=0.7)
    assert stretch.reference_start == pytest.approx(2, abs=0.7)
    assert "part" in best.edits
    for query_time, reference_time in best.pairs:
        assert reference_time == pytest.approx(query_time - 1, abs=0.7)


@pytest.mark.parametrize("movers", [11, 12, 13])
def test_another_take_of_the_same_scene_is_not_accused(library, movers):
    findings = search(library, each(scene(2, movers), coded))
    assert findings.original is True


@pytest.mark.parametrize("place", [60, 61, 62])
def test_an_unrelated_video_is_not_accused(library, place):
    assert search(library, scene(place, place)).original is True


def test_a_video_that_says_nothing_is_not_judged(library):
    findings = search(library, [np.zeros((180, 320), np.uint8)] * 40)
    assert findings.original is None
    assert findings.matches == ()


def test_a_still_picture_is_the_same_picture(library):
    still = Library()
    still.add("still", print_of([texture(70, 320, 180)] * 40))
    assert still.search(print_of([coded(texture(70, 320, 180))] * 40)).original is False
    assert still.search(print_of([texture(71, 320, 180)] * 40)).original is True


@pytest.mark.parametrize("seed", [70, 72, 73])
def test_a_still_picture_matches_all_along_however_its_noise_falls(seed: int):
    noise = np.random.default_rng(seed)
    picture = texture(seed, 320, 180).astype(int)
    frames = [
        np.clip(picture + noise.normal(0, 1.5, picture.shape), 0, 255).astype(np.uint8)
        for _ in range(40)
    ]
    still = Library()
    still.add("still", print_of(frames))
    match = still.search(print_of([coded(frame) for frame in frames])).matches[0]
    assert match.covered > 0.9
    assert match.similarity > still.threshold


def test_what_is_skipped_is_not_found(library):
    query = print_of(scene(2, 2))
    assert library.search(query).matches[0].similarity > 0.95
    skipped = library.search(query, skip=lambda key: key == "place 2")
    assert skipped.original is True
    assert all(match.key != "place 2" for match in skipped.matches)


def test_an_empty_library_accuses_nobody():
    findings = Library().search(print_of(scene(1, 1)))
    assert (findings.original, findings.similarity) == (True, 0.0)


def test_searching_twice_says_the_same(library):
    query = print_of(each(scene(2, 2), cropped))
    first, second = library.search(query), library.search(query)
    assert first == second


class Proposing:
    """An index with one clear candidate and one that only chance votes for."""

    bytes = 0

    def add(self, owner: int, fingerprint: Fingerprint) -> None:
        pass

    def candidates(self, query: Fingerprint, *, count: int) -> list[Candidate]:
        return [Candidate(0, 20.0, 40.0), Candidate(1, 0.0, 1.0)]


@pytest.mark.parametrize(("settles", "found"), [(None, ["own"]), (set(), ["own", "theirs"])])
def test_only_a_match_that_settles_the_question_ends_the_search(settles, found):
    """One's own earlier post is a clear match, and says nothing about whose it was first."""
    library = Library(index=Proposing())
    for key in ("own", "theirs"):
        library.add(key, print_of(scene(2, 2)))
    ends = None if settles is None else settles.__contains__
    findings = library.search(print_of(scene(2, 2)), settles=ends)
    assert sorted(match.key for match in findings.matches) == found
