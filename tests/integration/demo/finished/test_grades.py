"""The demo world's judgements: every video of age graded, the copies found, much still pending."""

from collections import Counter
from datetime import timedelta

import pytest

from creatorspark.core.models import Video
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of, facts_of
from scoring import interface
from tests.integration.demo.watching import NOW

pytestmark = pytest.mark.django_db


def ids_of(story: Story) -> list[int]:
    return list(creator_of(story).videos.values_list("pk", flat=True))


def test_every_video_of_age_has_a_grade_and_no_younger_one(world):
    aged = Video.objects.filter(creator__is_demo=True, latest__isnull=False)
    old = set(aged.filter(posted_at__lte=NOW - timedelta(days=7)).values_list("pk", flat=True))
    found = interface.judgements(video_ids=aged.values_list("pk", flat=True))
    assert set(found) == old


def test_grading_again_changes_nothing(world):
    assert interface.grade_everything(now=NOW) == 0


def test_the_small_creator_is_very_good(world):
    letters = Counter(
        found.letter
        for found in interface.judgements(video_ids=ids_of(Story.SMALL_BUT_GOOD)).values()
    )
    assert letters["A"] + letters["B"] > letters.total() / 2


def test_copies_are_not_original_and_the_small_creators_videos_are(world):
    facts = {
        video.external_id: video.copy_of
        for creator in facts_of(world).creators
        for video in creator.videos
    }
    names = dict(Video.objects.values_list("pk", "external_id"))
    copies = interface.originality(video_ids=ids_of(Story.REPOSTER))
    assert set(copies.values()) == {"not_original"}
    assert all(facts[names[pk]] for pk in copies)
    own = interface.originality(video_ids=ids_of(Story.SMALL_BUT_GOOD))
    assert set(own.values()) == {"original"}
    assert len(own) < len(ids_of(Story.SMALL_BUT_GOOD))


def test_nobody_has_looked_at_the_others(world):
    assert interface.originality(video_ids=ids_of(Story.VIRAL_HIT)) == {}
