"""A run that looks only at what is new notices new videos, categories and verdicts."""

from datetime import timedelta

import pytest

from marketplace.services.runs.profiling import changed_creators
from scoring.interface import assess_categories
from tests.factories.matching import ListingFactory
from tests.factories.originality import judge
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory, VideoFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3650)


def creators_since(since):
    return set(changed_creators(since).values_list("creator_id", flat=True))


@pytest.fixture
def videos():
    """Return a video each of two listed creators, all of it long ago."""
    creators = [CreatorFactory(), CreatorFactory()]
    for one in creators:
        ListingFactory(creator=one)
    return [VideoFactory(creator=one, caption="dance #dance") for one in creators]


def test_a_new_video_is_noticed(videos):
    new = VideoFactory(creator=videos[0].creator, created_at=LATER)
    assert creators_since(LATER) == {new.creator_id}


def test_a_new_verdict_is_noticed(videos):
    judge(videos[1], verdict="original", now=LATER)
    assert creators_since(LATER) == {videos[1].creator_id}


def test_new_categories_are_noticed(videos):
    assert creators_since(LATER) == set()
    assess_categories(now=LATER)
    assert creators_since(LATER) == {one.creator_id for one in videos}


def test_a_verdict_whose_work_began_before_the_run_and_ended_after_it_is_noticed(videos):
    began = LATER - timedelta(minutes=4)
    judge(videos[0], verdict="original", now=began)
    assert creators_since(LATER) == {videos[0].creator_id}
