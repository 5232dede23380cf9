"""What the generator made is what stands in the database."""

import hashlib
from datetime import timedelta

import pytest
from django.db.models import F, Max

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.demo.domain.cast import CAST, Story
from creatorspark.demo.selectors import creator_of, creators_of, facts_of, seeded_world
from tests.integration.demo.watching import NOW

pytestmark = pytest.mark.django_db


def test_the_record_says_what_the_world_grew_from(world):
    assert seeded_world() == world
    assert (world.seed, world.now) == (7, NOW)
    assert world.finished_at is not None
    assert facts_of(world).sha256() == world.facts_sha256


def test_every_fact_is_written_once(world):
    facts = facts_of(world)
    assert Creator.objects.filter(is_demo=True).count() == len(facts.creators)
    assert Video.objects.filter(creator__is_demo=True).count() == facts.video_count
    expected = {
        (video.external_id, row.observed_at, row.views, row.likes, row.gifts, row.fell)
        for creator in facts.creators
        for video in creator.videos
        for row in video.snapshots
    }
    rows = MetricSnapshot.objects.filter(source="demo").values_list(
        "video__external_id", "observed_at", "views", "likes", "gifts", "fell"
    )
    stored = [(*row[:-1], tuple(row[-1])) for row in rows]
    assert len(stored) == len(expected)
    assert set(stored) == expected


def test_latest_is_the_newest_observation(world):
    newest = Video.objects.annotate(newest=Max("snapshots__observed_at"))
    assert not newest.exclude(latest__observed_at=F("newest")).filter(newest__isnull=False).exists()
    assert not newest.filter(newest__isnull=True, latest__isnull=False).exists()


def test_the_whole_cast_is_found_by_story(world):
    assert sum(len(creators_of(story)) for story in Story) == len(CAST)
    assert creator_of(Story.SMALL_BUT_GOOD).handle == "lina.nightmarket"
    assert next(creator.handle for creator in creators_of(Story.GIFTING_RING)) == "starlit.ona"


def test_small_creator_has_posts_of_this_week(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    monday = NOW - timedelta(days=NOW.weekday(), hours=NOW.hour)
    assert lina.videos.filter(posted_at__gte=monday).exists()
    assert 40 <= lina.videos.count() <= 120


def test_captions_keep_every_script(world):
    captions = "\n".join(Video.objects.order_by("pk").values_list("caption", flat=True))
    written = hashlib.sha256(captions.encode()).hexdigest()
    facts = facts_of(world)
    made = "\n".join(video.caption for creator in facts.creators for video in creator.videos)
    assert written == hashlib.sha256(made.encode()).hexdigest()
