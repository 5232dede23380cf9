"""Each member of the cast has the facts that their story needs, for any seed and moment."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.facts import CreatorFacts, VideoFacts, World
from creatorspark.demo.domain.posting import week_start
from creatorspark.demo.domain.twists import BOUGHT_VIEWS, PROGRAM_VIEWS, Burst, twists_for
from creatorspark.demo.domain.world import generate

NOW = datetime(2025, 5, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", params=[7, 8, 2025])
def world(request: pytest.FixtureRequest) -> World:
    return generate(seed=request.param, scale=0.4, now=NOW)


def the(world: World, story: Story) -> CreatorFacts:
    return next(creator for creator in world.creators if creator.story == story)


def gains(video: VideoFacts) -> list[tuple[float, int, int, int]]:
    """Hours between observations, and what views, likes and comments gained."""
    return [
        (
            (after.observed_at - before.observed_at) / timedelta(hours=1),
            after.views - before.views,
            (after.likes or 0) - (before.likes or 0),
            (after.comments or 0) - (before.comments or 0),
        )
        for before, after in zip(video.snapshots, video.snapshots[1:], strict=False)
    ]


def test_small_creator_is_small_busy_and_loved(world):
    lina = the(world, Story.SMALL_BUT_GOOD)
    assert lina.handle == "lina.nightmarket"
    assert lina.follower_count < 10_000
    assert 40 <= len(lina.videos) <= 120
    assert lina.videos[-1].posted_at >= week_start(NOW)

    def typical(creator: CreatorFacts) -> float:
        rows = [video.snapshots[-1] for video in creator.videos if video.snapshots]
        return float(np.median([(row.likes or 0) / max(row.views, 1) for row in rows]))

    others = [typical(creator) for creator in world.creators if creator is not lina]
    assert typical(lina) > np.percentile(others, 75)


@given(
    # Not the moment at which a week begins: nothing was posted in it yet.
    minutes=st.integers(0, 60 * 24 * 7 - 2),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=12, deadline=None)
def test_small_creator_posted_this_week_whenever_it_is_seeded(minutes, seed):
    now = datetime(2025, 12, 29, 0, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    lina = the(generate(seed=seed, scale=0.01, now=now), Story.SMALL_BUT_GOOD)
    assert week_start(now) <= lina.videos[-1].posted_at < now
    assert [v.posted_at for v in lina.videos] == sorted(v.posted_at for v in lina.videos)


def test_viral_hit_is_far_above_the_rest_and_naturally_made(world):
    juno = the(world, Story.VIRAL_HIT)
    seen = sorted(juno.videos, key=lambda v: v.snapshots[-1].views if v.snapshots else 0)
    hit, second = seen[-1].snapshots[-1], seen[-2].snapshots[-1]
    assert hit.views > 3_000_000 > 5 * second.views
    assert (hit.comments or 0) > 1_000
    assert (hit.shares or 0) > 2_000


def test_bought_burst_brings_views_in_hours_and_no_comments(world):
    videos = the(world, Story.BOUGHT_BURST).videos
    bursts = [
        (views, comments)
        for video in videos
        for hours, views, _, comments in gains(video)
        if hours < 1.5 and views > BOUGHT_VIEWS / 13
    ]
    assert len(bursts) >= 10
    assert all(comments < views / 50 for views, comments in bursts)


def test_programs_came_to_one_video_of_the_victim_for_days(world):
    twists = twists_for(
        Story.BOT_VICTIM,
        posted=[video.posted_at for video in the(world, Story.BOT_VICTIM).videos],
        now=NOW,
    )
    (twist,) = twists.values()
    assert twist.burst is not None
    assert (twist.burst.views, twist.burst.likes) == (PROGRAM_VIEWS, 0)


def test_reposter_copies_fresh_videos_of_others(world):
    reposter = the(world, Story.REPOSTER)
    by_id = {
        video.external_id: video
        for creator in world.creators
        if creator is not reposter
        for video in creator.videos
    }
    copies = [video for video in reposter.videos if video.copy_of]
    assert len(copies) > len(reposter.videos) / 2
    for copy in copies:
        original = by_id[copy.copy_of]
        assert original.posted_at < copy.posted_at
        if copy.film is None:
            assert original.duration_seconds == copy.duration_seconds
        assert not copy.sound_original
    assert not any(video.copy_of for video in by_id.values())


def test_gifting_ring_gets_gifts_nobody_else_gets(world):
    def gifts_per_view(creator: CreatorFacts) -> float:
        rows = [video.snapshots[-1] for video in creator.videos if video.snapshots]
        return sum(row.gifts or 0 for row in rows) / max(1, sum(row.views for row in rows))

    ring = [c for c in world.creators if c.story == Story.GIFTING_RING]
    others = [c for c in world.creators if c.story != Story.GIFTING_RING]
    assert len(ring) == 5
    assert min(map(gifts_per_view, ring)) > 100 * max(map(gifts_per_view, others))


def test_school_has_several_channels_and_a_country(world):
    school = [c for c in world.creators if c.story == Story.SHARED_TABLETS]
    assert len(school) == 4
    assert {creator.country for creator in school} == {"CA"}
    assert all(creator.videos for creator in school)


def test_burst_is_there_only_between_its_hours():
    burst = Burst(from_hours=10, to_hours=20, views=100, likes=1)
    shares = burst.share_at(np.array([0.0, 10.0, 15.0, 20.0, 49.0, 50.0, 99.0]))
    assert shares.round(6).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0]


def test_films_tell_every_story_of_originality(world):
    lina, reposter = the(world, Story.SMALL_BUT_GOOD), the(world, Story.REPOSTER)
    assert lina.videos[-1].film is None
    films = [video.film for video in lina.videos if video.film]
    assert {"untouched", "warmer", "black"} <= {film.edit for film in films}
    assert any(film.take.take for film in films)
    copies = [video for video in reposter.videos if video.film]
    assert len(copies) >= 3
    assert all(video.copy_of and video.film.edit for video in copies)
    assert "#duet with @lina.nightmarket" in "".join(
        video.caption for video in the(world, Story.BOT_VICTIM).videos
    )


def test_a_filmed_video_is_as_long_as_its_film(world):
    for creator in world.creators:
        for video in creator.videos:
            if video.film:
                assert video.duration_seconds == video.film.seconds
