"""The generator: the same world for the same seed, and one that could be real."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from creatorspark.demo.domain.cast import BRANDS, CAST, DORMANT_FOR_WEEKS, Story
from creatorspark.demo.domain.facts import CreatorFacts, VideoFacts, World
from creatorspark.demo.domain.niches import NICHES
from creatorspark.demo.domain.people import crowd_profile
from creatorspark.demo.domain.phrases import PHRASEBOOKS
from creatorspark.demo.domain.posting import HISTORY_WEEKS, week_start
from creatorspark.demo.domain.world import generate

NOW = datetime(2025, 5, 14, 12, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture(scope="module")
def world() -> World:
    return generate(seed=7, scale=1, now=NOW)


def videos_of(world: World) -> list[VideoFacts]:
    return [video for creator in world.creators for video in creator.videos]


def creators_with(world: World, story: Story) -> list[CreatorFacts]:
    return [creator for creator in world.creators if creator.story == story]


def rate(video: VideoFacts) -> float:
    last = video.snapshots[-1]
    counts = (last.likes, last.comments, last.shares, last.saves)
    return sum(count or 0 for count in counts) / last.views


def test_same_seed_scale_and_moment_give_the_same_facts():
    one, other = (generate(seed=3, scale=0.1, now=NOW) for _ in range(2))
    assert one.sha256() == other.sha256()


@pytest.mark.parametrize(
    "changed", [{"seed": 4}, {"scale": 0.5}, {"now": NOW + timedelta(hours=5)}]
)
def test_anything_else_gives_other_facts(changed):
    base: dict[str, Any] = {"seed": 3, "scale": 0.1, "now": NOW}
    assert generate(**base).sha256() != generate(**(base | changed)).sha256()


@pytest.mark.parametrize(
    "wrong",
    [{"seed": -1}, {"scale": 0.0}, {"scale": -1.0}, {"now": datetime(2025, 5, 14)}],
)
def test_refuses_nonsense(wrong):
    with pytest.raises(ValueError):
        generate(**({"seed": 1, "scale": 0.1, "now": NOW} | wrong))


def test_a_fresh_install_has_sixty_creators_and_about_two_thousand_videos(world):
    assert len(world.creators) == 60
    assert 1_700 <= world.video_count <= 2_500


def test_the_cast_is_complete_and_the_same_at_every_scale(world):
    small = generate(seed=7, scale=0.01, now=NOW)
    for member in CAST:
        here, there = (
            next(creator for creator in some.creators if creator.handle == member.handle)
            for some in (world, small)
        )
        assert here.story == member.story
        assert here.external_id == there.external_id
        if member.story != Story.REPOSTER:
            assert here == there


def test_names_and_ids_are_unique(world):
    creators = Counter(creator.external_id for creator in world.creators)
    handles = Counter(creator.handle for creator in world.creators)
    videos = Counter(video.external_id for video in videos_of(world))
    for counted in (creators, handles, videos):
        assert max(counted.values()) == 1


def test_handles_stay_unique_in_a_large_world():
    handles = {
        crowd_profile(np.random.default_rng(index), index=index).handle for index in range(900)
    }
    assert len(handles) == 900


def test_creators_come_in_all_sizes_and_most_are_small(world):
    followers = np.array([creator.follower_count for creator in world.creators])
    assert followers.min() < 500
    assert followers.max() > 2_000_000
    assert np.median(followers) < 50_000 < followers.mean()


def test_niches_languages_and_platforms_are_mixed(world):
    assert {creator.niche for creator in world.creators} >= {n.name for n in NICHES[:9]}
    assert {creator.language for creator in world.creators} == {b.language for b in PHRASEBOOKS}
    assert {creator.platform for creator in world.creators} == {"tiktok", "youtube", "instagram"}


def test_nothing_happens_after_now_or_before_it_was_posted(world):
    start = week_start(NOW) - HISTORY_WEEKS * WEEK
    for creator in world.creators:
        assert creator.created_at < start
    for video in videos_of(world):
        moments = [video.posted_at, *(row.observed_at for row in video.snapshots), NOW]
        assert start <= video.posted_at
        assert moments == sorted(set(moments))


def test_observations_thin_out_with_age(world):
    for video in videos_of(world):
        age = NOW - video.posted_at
        if age > timedelta(hours=2):
            assert video.snapshots
        if age > timedelta(days=100):
            assert len(video.snapshots) >= 10


def test_nearly_every_video_of_scoring_age_was_seen_at_seven_days(world):
    old = [video for video in videos_of(world) if NOW - video.posted_at > timedelta(days=8)]
    seen = [
        video
        for video in old
        if any(
            abs(row.observed_at - video.posted_at - WEEK) < timedelta(hours=12)
            for row in video.snapshots
        )
    ]
    assert 0.93 < len(seen) / len(old) < 1.0


def test_views_saturate(world):
    old = [v for v in videos_of(world) if NOW - v.posted_at > timedelta(days=60)]
    first_week = [
        next(row.views for row in reversed(v.snapshots) if row.observed_at - v.posted_at < 8 * DAY)
        / max(v.snapshots[-1].views, 1)
        for v in old
    ]
    assert 0.75 < np.median(first_week) < 0.98


def test_counters_rise_except_where_they_are_marked(world):
    fallen = 0
    for video in videos_of(world):
        for before, after in zip(video.snapshots, video.snapshots[1:], strict=False):
            for name in ("views", "likes", "comments", "shares", "saves", "gifts"):
                old, new = getattr(before, name), getattr(after, name)
                assert (new is None) == (old is None)
                assert (name in after.fell) == (new is not None and new < old)
            fallen += bool(after.fell)
    assert 0 < fallen < 60


def test_reactions_never_exceed_views(world):
    for video in videos_of(world):
        for row in video.snapshots:
            counts = (row.likes, row.comments, row.shares, row.saves)
            assert all(count is None or 0 <= count <= row.views for count in counts)


def test_engagement_falls_with_length_as_measured(world):
    by_length: dict[int, list[float]] = {}
    for creator in world.creators:
        if creator.platform == "tiktok" and not creator.story:
            for video in creator.videos:
                if video.snapshots and video.snapshots[-1].views > 500:
                    longest = next(n for n in (15, 30, 60, 180, 999) if video.duration_seconds <= n)
                    by_length.setdefault(longest, []).append(rate(video))
    medians = [float(np.median(by_length[longest])) for longest in (15, 30, 60, 180, 999)]
    assert medians == sorted(medians, reverse=True)
    assert 0.06 < medians[0] < 0.10
    assert 0.025 < medians[-1] < 0.06


def test_reactions_of_a_video_move_together(world):
    rows = [
        video.snapshots[-1]
        for creator in world.creators
        if creator.platform == "tiktok" and not creator.story
        for video in creator.videos
        if video.snapshots and video.snapshots[-1].views > 2_000
    ]
    rates = np.array([(r.likes / r.views, r.saves / r.views, r.comments / r.views) for r in rows])
    correlation = np.corrcoef(np.log(rates + 1e-5).T)
    assert correlation[0, 1] > 0.3
    assert correlation[0, 2] > 0.3


def test_captions_are_in_the_creators_language_with_their_hashtags(world):
    for creator in world.creators:
        for video in creator.videos:
            assert all(f"#{tag}" in video.caption for tag in video.hashtags)
            assert "{" not in video.caption
    arabic = next(creator for creator in world.creators if creator.language == "ar")
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic.videos[0].caption)


def test_links_never_lead_to_a_real_page(world):
    assert all(".demo.example/" in video.url for video in videos_of(world))


def test_brand_parents_stand_before_their_children_and_rivals_are_mutual():
    names = [brand.name for brand in BRANDS]
    for place, brand in enumerate(BRANDS):
        assert not brand.parent or brand.parent in names[:place]
        if brand.rival:
            assert next(b for b in BRANDS if b.name == brand.rival).rival == brand.name


def test_dormant_creator_posted_once_and_then_no_more(world):
    (dormant,) = creators_with(world, Story.DORMANT)
    assert len(dormant.videos) > 5
    assert dormant.videos[-1].posted_at < NOW - DORMANT_FOR_WEEKS * WEEK
