"""Shared intros weigh little; a video with many copies is as rare as it ever was."""

import pytest

from scoring.domain.originality import Library
from scoring.domain.originality.frames import distances
from scoring.domain.originality.rarity import CLOSE, common_frames
from tests.unit.scoring.originality.scenes import coded, each, print_of, scene

INTRO = scene(900, 900, seconds=3)


def with_intro(number):
    return each([*INTRO, *scene(number, number, seconds=4)], coded)


@pytest.fixture(scope="module")
def channel():
    return [print_of(with_intro(number)) for number in range(30, 36)]


def by_many(fingerprints):
    return [(f"person {number}", fingerprint) for number, fingerprint in enumerate(fingerprints)]


def library_of(fingerprints, common=None):
    library = Library(common=common)
    for number, fingerprint in enumerate(fingerprints):
        library.add(f"video {number}", fingerprint)
    return library


def test_the_frames_of_a_shared_intro_are_learned(channel):
    learned = common_frames(by_many(channel))
    intro, own = print_of(INTRO), print_of(scene(32, 32, seconds=4))
    assert (distances(intro.hashes[0], learned).min(axis=1) <= CLOSE).mean() > 0.8
    assert (distances(own.hashes[0], learned).min(axis=1) <= CLOSE).mean() < 0.1


def test_nobody_makes_a_frame_common_by_posting_it_often(channel):
    assert len(common_frames([("one", fingerprint) for fingerprint in channel])) == 0
    two = [(f"person {number % 2}", one) for number, one in enumerate(channel)]
    assert len(common_frames(two)) == 0


def test_sharing_only_the_intro_is_no_copy_once_it_is_learned(channel):
    query = print_of(with_intro(40))
    assert library_of(channel).search(query).original is False
    knowing = library_of(channel, common=common_frames(by_many(channel)))
    assert knowing.search(query).original is True


def test_a_real_copy_with_the_intro_is_still_found(channel):
    knowing = library_of(channel, common=common_frames(by_many(channel)))
    findings = knowing.search(print_of(with_intro(33)))
    assert findings.original is False
    assert findings.matches[0].key == "video 3"


def test_many_copies_of_one_video_make_nothing_common():
    copies = [print_of(each(scene(5, 5, seconds=4), coded)) for _ in range(8)]
    assert len(common_frames(by_many(copies))) == 0


def test_of_nothing_nothing_is_common():
    assert len(common_frames([])) == 0
