"""Who posted a video later, as its maker is shown it."""

import pytest

from scoring import interface
from tests.factories import NOW, UserFactory, VideoFactory
from tests.integration.core.appeals.scene import DAY, accuse

pytestmark = pytest.mark.django_db


def shown(video):
    return [copy.video_id for copy in interface.copies_of(video_id=video.pk)]


@pytest.fixture
def copy_and_original():
    copy, original = VideoFactory(), VideoFactory(posted_at=NOW - 30 * DAY)
    accuse(copy, original)
    return copy, original


@pytest.mark.parametrize(
    ("said", "is_shown"), [("not_original", True), ("original", False), ("not_judgeable", False)]
)
def test_a_copy_is_shown_for_as_long_as_it_is_called_one_by_whomever(
    copy_and_original, said, is_shown
):
    copy, original = copy_and_original
    assert shown(original) == [copy.pk]
    interface.record_verdict(
        video_id=copy.pk, verdict=said, reason="Seen.", actor=UserFactory(staff=True), now=NOW
    )
    assert shown(original) == ([copy.pk] if is_shown else [])


def test_what_the_engine_found_before_its_last_look_is_shown_no_more(copy_and_original):
    copy, original = copy_and_original
    accuse(copy, VideoFactory(), at=NOW + DAY)
    assert shown(original) == []
