"""A creator's media kit and their place in a list say the same of the same posts."""

import pytest

from creatorspark.core.jobs.services import JobProgress
from marketplace import interface
from marketplace.models import Listing
from marketplace.selectors.kits import own_kit
from marketplace.services.runs.making import make_run
from marketplace.services.search import judging
from marketplace.services.tables import opening
from scoring.interface import assess_categories
from tests.factories.marketplace import CampaignFactory
from tests.factories.originality import judge
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory, VideoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_open():
    opening.forget()
    judging.forget()
    yield
    opening.forget()
    judging.forget()


def test_topics_and_originality_are_counted_alike():
    creator = CreatorFactory()
    listing = Listing.objects.create(creator=creator)
    captions = ("dance #dance #choreo", "dance #dance #choreo", "hm", "")
    videos = [VideoFactory(creator=creator, caption=one) for one in captions]
    for video, verdict in zip(videos, ("original", "not_original", "original"), strict=False):
        judge(video, verdict=verdict, now=NOW)
    assess_categories(now=NOW)
    brief = CampaignFactory(categories={"dance": 1.0})
    make_run(full=True, progress=JobProgress(None), now=NOW)
    kit = own_kit(listing)
    (card,) = interface.search_creators(campaign_id=brief.pk, now=NOW).rows
    counted = dict(kit.categories)
    assert (counted["dance"], kit.posts) == (2, 4)
    assert [(one.value, one.share) for one in card.categories] == [
        (name, n / kit.posts) for name, n in kit.categories
    ]
    said = {line.factor: line.sentence for line in card.lines}
    assert said["content"].startswith("2 of the last 4 posts")
    assert kit.original == (2, 3)
    assert said["trust"] == "2 of 3 videos that were looked at are original."
