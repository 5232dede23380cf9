"""The open week as it looks before it closes, and what its statement says differently."""

from datetime import datetime, timedelta

import pytest

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import CountExclusion, Creator, Video
from creatorspark.lib.periods import week_end, week_start
from rewards import interface as rewards
from rewards.models import EarningsLine, Statement, WeekEstimate
from rewards.services.adjustments import adjust_earnings
from rewards.services.estimate_store import store_estimates
from rewards.services.policies import ensure_default_policies
from scoring import interface as scoring
from tests.factories import CreatorFactory, VideoFactory
from tests.integration.rewards.weeks import AFTER, MONDAY, WEEK, close, observed, staff, video_of

pytestmark = pytest.mark.django_db
SUNDAY = week_end(MONDAY) - timedelta(hours=12)


@pytest.fixture
def creator() -> Creator:
    """A creator paid at the plain rate: 45 cents per 1,000 views."""
    ensure_default_policies(now=week_start(MONDAY))
    scoring.ensure_default_policies(now=week_start(MONDAY))
    row: Creator = CreatorFactory(country="", niche="food")
    return row


def estimate(creator: Creator, *, now: datetime = SUNDAY) -> rewards.WeekEstimateFacts:
    found = rewards.estimate_of(creator_id=creator.pk, now=now)
    assert found is not None
    return found


def judge(video: Video, verdict: str) -> None:
    scoring.record_verdict(
        video_id=video.pk, verdict=verdict, reason="Looked.", actor=staff(), now=SUNDAY
    )


def test_without_anything_counted_the_estimate_is_nothing(creator: Creator) -> None:
    found = estimate(creator)
    assert (found.week, found.low, found.high, found.videos) == (MONDAY, 0, 0, ())
    assert (found.until, found.ends_at) == (SUNDAY, week_end(MONDAY))


def test_an_ungraded_video_may_get_the_best_grade(creator: Creator) -> None:
    video = video_of(creator, views=222_222)
    found = estimate(creator)
    assert (found.low, found.high, found.for_grade) == (100_00, 120_00, 20_00)
    (one,) = found.videos
    assert (one.video_id, [line.kind for line in one.lines]) == (video.pk, ["base"])
    assert not EarningsLine.objects.exists()


def test_a_young_video_can_not_be_graded_in_time(creator: Creator) -> None:
    video = VideoFactory(creator=creator, posted_at=SUNDAY - timedelta(days=2), snapshots=0)
    observed(video, 222_222, at=SUNDAY - timedelta(hours=3))
    found = estimate(creator)
    assert (found.low, found.high) == (100_00, 100_00)


@pytest.mark.parametrize(
    ("verdict", "low", "high"),
    [("", 110_00, 120_00), ("original", 120_00, 120_00), ("not_original", 110_00, 110_00)],
)
def test_an_open_verdict_is_the_width_of_the_range(
    creator: Creator, verdict: str, low: int, high: int
) -> None:
    video = video_of(creator, views=222_222)
    scoring.grade_everything(now=SUNDAY)
    if verdict:
        judge(video, verdict)
    found = estimate(creator)
    assert (found.low, found.high, found.for_originality) == (low, high, high - low)


def test_what_earlier_weeks_left_open_is_part_of_the_range(creator: Creator) -> None:
    video = video_of(creator, views=222_222)
    scoring.grade_everything(now=SUNDAY)
    close()
    later = AFTER + timedelta(days=2)
    found = estimate(creator, now=later)
    assert (found.week, found.low, found.high) == (MONDAY + WEEK, 0, 10_00)
    judge(video, "original")
    found = estimate(creator, now=later)
    assert (found.low, found.high) == (10_00, 10_00)


def test_once_the_week_is_over_the_estimate_is_what_the_statement_says(creator: Creator) -> None:
    for number in range(4):
        video = video_of(creator, views=20_000 * (number + 1))
        if number == 2:
            CountExclusion.objects.create(
                video=video,
                window_start=SUNDAY - timedelta(days=3),
                window_end=SUNDAY - timedelta(days=2),
                views=1_500,
                reason="bought_views",
            )
    scoring.grade_everything(now=AFTER)
    adjust_earnings(
        creator_id=creator.pk, amount=77, reason="Thanks.", key="one", actor=staff(), now=SUNDAY
    )
    found = estimate(creator, now=week_end(MONDAY) + timedelta(hours=1))
    assert found.week == MONDAY
    close()
    assert found.low == Statement.objects.get().total
    drafted = [line for video in found.videos for line in video.lines]
    stored = [line for video in found.videos for line in _lines(video.video_id)]
    assert [(x.kind, x.amount, x.views, x.bonus) for x in drafted] == [
        (x.kind, x.amount, x.views, x.bonus) for x in stored
    ]


def _lines(video_id: int) -> list[rewards.LineFacts]:
    return rewards.earnings_of_video(video_id=video_id)


def keep(now: datetime = SUNDAY) -> int:
    return store_estimates(JobProgress(None), now=now)


def test_the_last_estimate_of_an_open_week_is_kept(creator: Creator) -> None:
    video = video_of(creator, views=100_000)
    CreatorFactory()
    assert keep() == 1
    observed(video, 200_000, at=SUNDAY + timedelta(hours=1))
    assert keep(SUNDAY + timedelta(hours=2)) == 1
    kept = WeekEstimate.objects.get()
    assert (kept.creator_id, kept.week, kept.low) == (creator.pk, MONDAY, 90_00)
    observed(video, 300_000, at=SUNDAY + timedelta(hours=3))
    assert keep(week_end(MONDAY) + timedelta(hours=3)) == 0
    kept.refresh_from_db()
    assert kept.low == 90_00


def test_a_statement_says_what_changed_since_the_estimate(creator: Creator) -> None:
    grows, judged = video_of(creator, views=100_000), video_of(creator, views=222_222)
    keep()
    observed(grows, 101_200, at=SUNDAY + timedelta(hours=2), likes=101)
    adjust_earnings(
        creator_id=creator.pk, amount=-30, reason="Twice.", key="one", actor=staff(), now=SUNDAY
    )
    scoring.grade_everything(now=SUNDAY)
    judge(judged, "original")
    close()
    changes = rewards.what_changed(creator_id=creator.pk, week=MONDAY)
    found = {change.video_id: change for change in changes}
    assert found[judged.pk].difference == 20_00
    assert found[judged.pk].sentence == "It got grade A. It was judged original."
    assert found[grows.pk].sentence.startswith("1,200 more views were counted")
    assert found[None].sentence == "Our staff corrected it; the line says why."
    assert sum(change.difference for change in changes) == (
        Statement.objects.get().total - WeekEstimate.objects.get().low
    )


def test_without_a_kept_estimate_nothing_is_compared(creator: Creator) -> None:
    video_of(creator, views=100_000)
    close()
    assert rewards.what_changed(creator_id=creator.pk, week=MONDAY) == []
