"""Scenes that the pages' tests play in."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator
from creatorspark.lib.periods import WEEK, monday_of
from rewards import interface as rewards
from rewards.models import Statement
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.statements import grade_of, video_week, write_statement


def connected_creator() -> Creator:
    """Return a profile connected to an account, with nothing yet."""
    scoring.ensure_default_policies(now=timezone.now())
    rewards.ensure_pay_policy(now=timezone.now())
    creator: Creator = CreatorFactory(user=UserFactory(), display_name="Lina Night")
    return creator


def client_of(creator: Creator) -> Client:
    """Return a browser in which a profile's account is logged in."""
    assert creator.user is not None
    client = Client()
    client.force_login(creator.user)
    return client


def give_points(creator: Creator, points: int, key: str = "gift") -> None:
    """Put points on a balance."""
    rewards.adjust_points(
        creator_id=creator.pk,
        points=points,
        key=key,
        reason="For a test",
        actor=None,
        now=timezone.now(),
    )


def post_videos(creator: Creator, count: int) -> None:
    """Post videos old enough to be scored, and score them."""
    for number in range(count):
        VideoFactory(
            creator=creator,
            caption=f"Evening {number} #market",
            views=1_000 + 50 * number,
            snapshots=3,
            posted_at=timezone.now() - timedelta(days=10 + number),
        )
    scoring.score_everything(now=timezone.now())
    scoring.grade_everything(now=timezone.now())


def close_a_week(creator: Creator, *, weeks_ago: int, videos: int = 0) -> Statement:
    """Close a week over a creator's newest videos (0: all), graded A, as the clock would."""
    week = monday_of(timezone.now()) - weeks_ago * WEEK
    numbered = list(enumerate(creator.videos.order_by("pk")))[-videos:]
    facts = [
        video_week(video, week=week, views=40_000 + 1_000 * number, grade=grade_of(in_cohort=False))
        for number, video in reversed(numbered)
    ]
    return write_statement(creator, week=week, videos=facts)
