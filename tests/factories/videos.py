"""Creators, their videos and what was counted."""

from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from creatorspark.core.models import Creator, MetricSnapshot, Video
from tests.factories.times import NOW

COUNTS = ("views", "likes", "comments", "shares", "saves", "gifts", "watch_through")


class CreatorFactory(DjangoModelFactory[Creator]):
    """A TikTok profile nobody has claimed; pass `user=` to claim it."""

    class Meta:
        model = Creator

    platform = "tiktok"
    external_id = factory.Sequence(lambda n: f"70000000000{n:08d}")
    handle = factory.Sequence(lambda n: f"creator{n}")
    display_name = factory.Sequence(lambda n: f"Creator {n}")
    follower_count = 12_000
    niche = "cooking"
    country = "US"
    language = "en"
    created_at = NOW - timedelta(days=200)


class VideoFactory(DjangoModelFactory[Video]):
    """A 30-second video posted eight days before `NOW`, observed once at the age of seven days.

    Counts go straight in (`VideoFactory(views=0, likes=None)`); `observed_at=` moves the
    observation; `snapshots=0` leaves the video unobserved; `snapshots=3` spreads three
    observations over the time since posting with growing counts. `latest` always points to the
    newest one.
    """

    class Meta:
        model = Video
        skip_postgeneration_save = True

    creator = factory.SubFactory(CreatorFactory)
    platform = factory.SelfAttribute("creator.platform")
    external_id = factory.Sequence(lambda n: f"71000000000{n:08d}")
    url = factory.LazyAttribute(
        lambda video: f"https://www.tiktok.com/@{video.creator.handle}/video/{video.external_id}"
    )
    caption = factory.Sequence(lambda n: f"A good evening at the market, part {n} #market")
    hashtags = factory.LazyFunction(lambda: ["market"])
    sound_title = "original sound"
    sound_original = True
    duration_seconds = 30
    width = 720
    height = 1280
    posted_at = NOW - timedelta(days=8)

    @classmethod
    def _create(cls, model_class: type[Video], *args: Any, **kwargs: Any) -> Video:
        counts = {name: kwargs.pop(name) for name in COUNTS if name in kwargs}
        observed_at = kwargs.pop("observed_at", None)
        snapshots = kwargs.pop("snapshots", 1)
        video: Video = super()._create(model_class, *args, **kwargs)
        age = (observed_at - video.posted_at) if observed_at else timedelta(days=7)
        for step in range(1, snapshots + 1):
            MetricSnapshotFactory(
                video=video,
                observed_at=video.posted_at + age * step / snapshots,
                **_part_of(counts, step=step, steps=snapshots),
            )
        return video


def _part_of(counts: dict[str, Any], *, step: int, steps: int) -> dict[str, Any]:
    full = {"views": 1_000, "likes": 80, "comments": 6, "shares": 9, "saves": 12} | counts
    return {
        name: value * step // steps if isinstance(value, int) else value
        for name, value in full.items()
    }


class MetricSnapshotFactory(DjangoModelFactory[MetricSnapshot]):
    """An observation; the newest one of a video becomes its `latest`."""

    class Meta:
        model = MetricSnapshot

    video = factory.SubFactory(VideoFactory, snapshots=0)
    observed_at = factory.LazyAttribute(lambda row: row.video.posted_at + timedelta(days=7))
    views = 1_000
    likes = 80
    comments = 6
    shares = 9
    saves = 12
    source = "test"
    recorded_at = factory.SelfAttribute("observed_at")

    @classmethod
    def _create(
        cls, model_class: type[MetricSnapshot], *args: Any, **kwargs: Any
    ) -> MetricSnapshot:
        snapshot: MetricSnapshot = super()._create(model_class, *args, **kwargs)
        video = snapshot.video
        if video.latest is None or video.latest.observed_at <= snapshot.observed_at:
            video.latest = snapshot
            video.save(update_fields=["latest"])
        return snapshot
