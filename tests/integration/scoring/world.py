"""Videos in bulk: creators, their videos and one snapshot each, in one go."""

from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np

from creatorspark.core.models import Creator, MetricSnapshot, Video
from scoring.domain.points.fields import VideoFacts
from scoring.models import SentimentScore

NOW = datetime(2025, 7, 1, 3, 0, tzinfo=UTC)
_number = count(1)


def add_videos(
    facts: VideoFacts,
    *,
    posted_from: datetime,
    spread: timedelta = timedelta(days=20),
    niche: str = "dance",
    seconds: int | None = 12,
    creators: int = 5,
    age: timedelta = timedelta(days=7),
) -> list[Video]:
    """Store these facts as videos posted evenly over a span, observed at an age."""
    first = next(_number) * 1_000_000
    owners = Creator.objects.bulk_create(
        Creator(external_id=f"c{first + n}", handle=f"h{first + n}", niche=niche)
        for n in range(creators)
    )
    size = len(facts)
    videos = Video.objects.bulk_create(
        Video(
            creator=owners[n % creators],
            external_id=str(first + n),
            caption=f"video {n}",
            duration_seconds=seconds,
            posted_at=posted_from + spread * n / max(size, 1),
        )
        for n in range(size)
    )
    MetricSnapshot.objects.bulk_create(
        MetricSnapshot(
            video=video,
            observed_at=video.posted_at + age,
            views=int(facts.views[n]),
            likes=_count(facts.likes[n]),
            comments=_count(facts.comments[n]),
            shares=_count(facts.shares[n]),
            saves=_count(facts.bookmarks[n]),
            source="test",
        )
        for n, video in enumerate(videos)
    )
    SentimentScore.objects.bulk_create(
        SentimentScore(
            video=video,
            value=float(facts.sentiment[n]),
            language="en",
            supported=True,
            model_version="test",
            text_sha256="test",
        )
        for n, video in enumerate(videos)
        if not np.isnan(facts.sentiment[n])
    )
    return videos


def _count(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
