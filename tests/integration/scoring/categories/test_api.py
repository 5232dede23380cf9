"""The API of categories: your own, filtered, with reasons; a stranger's aren't there."""

import pytest

from scoring.services.categories.assessing import assess_categories
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.api.callers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    creator = CreatorFactory(user=UserFactory())
    made = VideoFactory(creator=creator, caption="#gym day", hashtags=[])
    VideoFactory(creator=creator, caption="#recipe", hashtags=[])
    VideoFactory(caption="#gym", hashtags=[])
    assess_categories(now=NOW)
    return made


@pytest.fixture
def api(own):
    return browser(own.creator.user)


def test_a_creator_reads_what_their_own_videos_are_about(api, own):
    assert len(api.get("/categories/").body["results"]) == 2
    listed = api.get("/categories/?category=fitness").body["results"]
    assert [row["video"] for row in listed] == [str(own.pk)]
    assert listed[0]["scores"][0]["because"] == ["“#gym”"]
    one = api.get(f"/videos/{own.pk}/categories/").body
    assert (one["state"], one["categories"][0]["category"]) == ("found", "fitness")


def test_a_strangers_video_is_not_there(api):
    stranger = VideoFactory(caption="#gym")
    assert api.get(f"/videos/{stranger.pk}/categories/").status == 404
