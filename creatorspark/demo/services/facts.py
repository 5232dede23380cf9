"""Writes generated facts: a creator with all videos and observations in one transaction each."""

from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.demo.domain.facts import CreatorFacts, SnapshotFacts, VideoFacts, World
from creatorspark.demo.services.progress import Progress

SOURCE = "demo"
BATCH = 5_000
COLUMNS = (
    "video_id",
    "observed_at",
    "recorded_at",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "gifts",
    "watch_through",
    "fell",
    "source",
)


def write_facts(world: World, *, progress: Progress) -> None:
    """Write every creator that isn't there yet. Safe to run again after it was cut short."""
    progress.expect(world.video_count)
    written = set(
        Creator.objects.filter(
            external_id__in=[creator.external_id for creator in world.creators]
        ).values_list("platform", "external_id")
    )
    for creator in world.creators:
        if (creator.platform, creator.external_id) not in written:
            _write_creator(creator)
        progress.advance(len(creator.videos))
    _gather_statistics()


def _gather_statistics() -> None:
    # PostgreSQL would do so within a minute; the next stages query these tables before that.
    tables = [model._meta.db_table for model in (Creator, Video, MetricSnapshot)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


@transaction.atomic
def _write_creator(facts: CreatorFacts) -> None:
    creator = Creator.objects.create(
        platform=facts.platform,
        external_id=facts.external_id,
        handle=facts.handle,
        display_name=facts.display_name,
        bio=facts.bio,
        verified=facts.verified,
        follower_count=facts.follower_count,
        niche=facts.niche,
        country=facts.country,
        language=facts.language,
        is_demo=True,
        created_at=facts.created_at,
    )
    videos = Video.objects.bulk_create(
        [_video(creator, facts=video) for video in facts.videos], batch_size=BATCH
    )
    _copy_snapshots(videos, facts.videos)
    newest = MetricSnapshot.objects.filter(video=OuterRef("pk")).order_by("-observed_at")
    creator.videos.update(latest=Subquery(newest.values("pk")[:1]))


def _video(creator: Creator, *, facts: VideoFacts) -> Video:
    return Video(
        creator=creator,
        platform=creator.platform,
        external_id=facts.external_id,
        url=facts.url,
        caption=facts.caption,
        hashtags=list(facts.hashtags),
        sound_title=facts.sound_title,
        sound_original=facts.sound_original,
        duration_seconds=facts.duration_seconds,
        width=1080,
        height=1920,
        posted_at=facts.posted_at,
        created_at=facts.posted_at,
    )


def _copy_snapshots(videos: list[Video], facts: tuple[VideoFacts, ...]) -> None:
    # COPY is several times as fast as INSERT, and observations are nearly all of the rows.
    table = MetricSnapshot._meta.db_table
    command = f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for video, counted in zip(videos, facts, strict=True):
            for snapshot in counted.snapshots:
                copy.write_row(_snapshot_row(video.pk, snapshot))


def _snapshot_row(video_id: int, facts: SnapshotFacts) -> tuple[Any, ...]:
    return (
        video_id,
        facts.observed_at,
        facts.observed_at,
        facts.views,
        facts.likes,
        facts.comments,
        facts.shares,
        facts.saves,
        facts.gifts,
        facts.watch_through,
        list(facts.fell),
        SOURCE,
    )
