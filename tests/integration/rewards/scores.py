"""Scored videos for tests of awards."""

from datetime import UTC, datetime, timedelta

from creatorspark.core.models import Creator, Policy, Video
from scoring.models import CohortReference, PointsScore
from tests.factories import NOW, VideoFactory

WEEK = datetime(2025, 5, 5, tzinfo=UTC)  # closed before NOW, Wednesday 14 May
RULES = {"formula": "fair", "full_videos_per_week": 2}


def policy_in_force(**rules) -> Policy:
    return Policy.objects.create(
        kind="points",
        version="test-1",
        parameters=RULES | rules,
        sha256="0" * 64,
        state="active",
        effective_from=NOW - timedelta(days=900),
        activated_at=NOW,
    )


def scored(policy: Policy, creator: Creator, points: int, *, due: datetime = WEEK) -> Video:
    """Return a video with a score, which reaches scoring age an hour after `due`."""
    posted = due - timedelta(days=7) + timedelta(hours=1)
    video = VideoFactory(creator=creator, posted_at=posted)
    reference, _ = CohortReference.objects.get_or_create(
        policy=policy,
        period="2025-05-01",
        cohort="*|*|*",
        defaults={
            "level": 0,
            "window_start": WEEK,
            "window_end": NOW,
            "parameters": {},
            "sample_size": 1,
            "sha256": "0" * 64,
        },
    )
    zero = {field.name: 0 for field in PointsScore._meta.fields if field.name.startswith("z_")}
    counts = dict.fromkeys(("views", "likes", "comments", "shares", "saves"), 1)
    PointsScore.objects.create(
        video=video,
        policy=policy,
        reference=reference,
        snapshot=video.latest,
        **counts,
        **zero,
        engagement_rate=0,
        sentiment=0.5,
        left_out=0,
        off_age=False,
        score=0,
        points=points,
        is_current=True,
        computed_at=NOW,
    )
    return video
