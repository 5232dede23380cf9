"""Creators with graded videos, for tests of tiers."""

from datetime import date, timedelta
from decimal import Decimal

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, Policy, Video
from creatorspark.lib.periods import week_start
from rewards.models import TierWeek
from rewards.services.policies import ensure_default_policies
from rewards.services.tier_weeks import assess_tiers
from scoring import interface as scoring
from scoring.models import CohortReference, EngagementGrade, OriginalityVerdict, QualityAssessment
from tests.factories import NOW, UserFactory, VideoFactory

MONDAY = date(2025, 5, 12)
WEEK = timedelta(days=7)
AGE = timedelta(days=7)
NUMBERS = {letter: number for number, letter in enumerate("ABCDE", start=1)}


def rules() -> None:
    """Put the first policies of grades, pay and tiers in force."""
    scoring.ensure_default_policies(now=NOW)
    ensure_default_policies(now=NOW)


def graded(creator: Creator, letters: str, *, before: date = MONDAY) -> list[Video]:
    """Return videos with these grades that reached scoring age in the week before a Monday."""
    policy = Policy.objects.get(kind="grade")
    reference, _ = CohortReference.objects.get_or_create(
        policy=policy,
        period="2025-05-01",
        cohort="*|*|*",
        defaults={
            "level": 0,
            "window_start": NOW,
            "window_end": NOW,
            "parameters": {"grid": []},
            "sample_size": 1,
            "sha256": "0" * 64,
        },
    )
    posted = week_start(before) - WEEK - AGE + timedelta(hours=2)
    videos: list[Video] = []
    for letter in letters:
        video: Video = VideoFactory(creator=creator, posted_at=posted, snapshots=0)
        number = NUMBERS.get(letter, 0)
        EngagementGrade.objects.create(
            video=video,
            policy=policy,
            reference=reference,
            snapshot_id=1,
            views=1_000,
            likes=10,
            comments=1,
            shares=1,
            saves=1,
            watch_through=-1,
            off_age=False,
            state=1 if number else 3,
            letter=number,
            score=(0.95 - 0.2 * (number - 1)) if number else -1,
            rate=0.1,
            plain_rate=0.1,
            is_current=True,
            computed_at=posted + AGE,
        )
        videos.append(video)
    return videos


def judged(videos: list[Video], verdict: str) -> None:
    """Record the same verdict on each video."""
    staff = UserFactory(staff=True)
    for video in videos:
        OriginalityVerdict.objects.create(
            video=video, verdict=verdict, reason="Seen.", source="staff", decided_by=staff
        )


def look(week: date = MONDAY, *, late: timedelta = timedelta(hours=5)) -> TierWeek | None:
    """Look at tiers in the week of a Monday, some hours after it began."""
    return assess_tiers(JobProgress(None), now=week_start(week) + late)


def rated(videos: list[Video], overall: str) -> None:
    """Give videos a quality rating of their file."""
    for video in videos:
        video.file, video.sha256 = f"videos/{video.pk}", f"{video.pk:064x}"
        video.save(update_fields=["file", "sha256"])
        QualityAssessment.objects.create(
            video=video,
            sha256=video.sha256,
            measurement_id=1,
            policy="quality-1",
            model_version="quality-curves-1",
            caption_sha256="c",
            overall=Decimal(overall),
            ratings={},
            advice=[],
        )
