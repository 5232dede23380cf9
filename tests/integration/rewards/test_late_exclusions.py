"""Views found not to count after they were paid: they come off what is gained, never off pay."""

from datetime import timedelta

import pytest

from creatorspark.core.models import CountExclusion
from creatorspark.lib.periods import week_end, week_start
from rewards.models import EarningsLine
from rewards.services.proof.recompute import verify
from tests.factories import CreatorFactory
from tests.integration.rewards.weeks import MONDAY, WEEK, close, observed, video_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def video():
    """A video whose first 10,000 views are paid."""
    return video_of(CreatorFactory(), views=10_000)


def exclude(video, views: int) -> None:
    start = week_start(MONDAY) + timedelta(days=5)
    CountExclusion.objects.create(
        video=video,
        window_start=start,
        window_end=start + timedelta(hours=2),
        views=views,
        reason="UA_DECLARED_BOT",
        source="fraud.alert.1.UA_DECLARED_BOT",
    )


def qualified(video) -> list[int]:
    lines = EarningsLine.objects.filter(video=video).exclude(counted=None).order_by("week")
    return [line.inputs["qualified_views"] for line in lines]


def see(video, views: int, *, week) -> None:
    observed(video, views, at=week_end(week) - timedelta(hours=20))
    close(week)


def test_what_was_paid_stays_and_later_gains_make_up_for_it(video):
    close()
    exclude(video, 9_000)
    see(video, 12_000, week=MONDAY + WEEK)
    assert qualified(video) == [10_000]
    see(video, 20_500, week=MONDAY + 2 * WEEK)
    assert qualified(video) == [10_000, 1_500]
    assert verify().faults == ()


def test_what_the_platform_takes_back_of_views_never_paid_costs_nothing(video):
    exclude(video, 6_000)
    close()
    assert qualified(video) == [4_000]
    see(video, 4_500, week=MONDAY + WEEK)
    assert qualified(video) == [4_000]
    see(video, 3_000, week=MONDAY + 2 * WEEK)
    assert qualified(video) == [4_000, -1_000]
    see(video, 10_500, week=MONDAY + 3 * WEEK)
    assert qualified(video) == [4_000, -1_000, 1_500]
    assert verify().faults == ()
