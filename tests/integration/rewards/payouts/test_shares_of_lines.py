"""A decided case takes its share of what the held lines pay, whatever the counters tell."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import CountExclusion, Creator, Video
from creatorspark.lib.periods import week_end, week_start
from fraud.models import Alert
from fraud.services.alerts import resolve
from fraud.services.tending import tend
from rewards.models import Payout
from rewards.services.payouts import settling
from rewards.services.payouts.holding import open_holds
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.integration.rewards.weeks import AFTER, MONDAY, WEEK, close, observed

pytestmark = pytest.mark.django_db
START, END = week_start(MONDAY), week_end(MONDAY)
HOUR = timedelta(hours=1)
COUNTS = st.integers(1, 400_000)


def upheld(alert: Alert, *, now=AFTER, false_views: int | None = None) -> None:
    said = "partly" if false_views else "upheld"
    person = UserFactory(superuser=True)
    resolve(
        alert, outcome=said, reason="We looked.", actor=person, now=now, false_views=false_views
    )


def video_of(alert: Alert) -> Video:
    """The video that an alert is about."""
    assert alert.video is not None
    return alert.video


def on_video(
    creator: Creator, *, before: int, gained: int, is_midweek: bool = False, **options
) -> Alert:
    """A video that stood at `before` when the week began and gained so much (or half) in it."""
    video = VideoFactory(creator=creator, posted_at=START - timedelta(days=1), snapshots=0)
    if before:
        observed(video, before, at=START - HOUR)
    observed(video, before + gained // 2, at=END - 80 * HOUR)
    if not is_midweek:
        observed(video, before + gained, at=END - 20 * HOUR)
    window = {"start": START + 30 * HOUR, "end": START + 40 * HOUR}
    return held_alert(creator, video=video, at=START + 41 * HOUR, **(window | options))


@pytest.fixture
def creator(db) -> Creator:
    return CreatorFactory(user=UserFactory(), follower_count=10)


def test_views_that_no_event_tells_of_count_as_honest(creator):
    alert = on_video(creator, before=5_000, gained=190_534, affected=23_677)
    upheld(alert)
    assert alert.holds.get().share == 23_677 * 10_000 // 190_534


def test_likes_are_a_part_of_likes(creator):
    alert = on_video(
        creator, before=0, gained=50_000, affected=1_000, reason_code="LIKES_WITHOUT_VIEWS"
    )
    upheld(alert)
    # The snapshots of these tests have a like for every five views.
    assert alert.holds.get().share == 1_000


def test_views_that_were_left_out_before_are_no_part_of_what_is_paid(creator):
    alert = on_video(creator, before=0, gained=40_000, affected=10_000)
    CountExclusion.objects.create(
        video=video_of(alert),
        window_start=START,
        window_end=END,
        views=20_000,
        reason="UA_DECLARED_BOT",
        source="test",
        created_at=END - HOUR,
    )
    upheld(alert)
    assert alert.holds.get().share == 5_000


def test_what_comes_after_a_decision_in_the_week_is_free(creator):
    alert = on_video(creator, before=0, gained=40_000, affected=10_000, is_midweek=True)
    upheld(alert, now=END - 70 * HOUR)
    assert alert.holds.get().share == 5_000
    observed(video_of(alert), 40_000, at=END - 20 * HOUR)
    tend(now=END - HOUR)
    assert alert.holds.get().share == 5_000
    tend(now=AFTER)
    tend(now=AFTER)
    assert alert.holds.get().share == 2_500


def counted_late(creator: Creator, *, affected: int, is_read: bool = True) -> Alert:
    """Bought on the Saturday; the counter was read on the Friday, and then on the next Tuesday."""
    video = VideoFactory(creator=creator, posted_at=START - timedelta(days=1), snapshots=0)
    observed(video, 4_000, at=START - HOUR)
    observed(video, 10_000, at=START + 100 * HOUR)
    if is_read:
        observed(video, 50_000, at=END + 40 * HOUR)
    return held_alert(
        creator,
        video=video,
        at=END + HOUR,
        affected=affected,
        start=START + 130 * HOUR,
        end=START + 142 * HOUR,
    )


def held_and_free(creator: Creator, week: date) -> tuple[int, int]:
    for settle in (settling.settle_due, settling.release_due):
        settle(JobProgress(None), now=AFTER + timedelta(days=60))
    parts = Payout.objects.filter(creator=creator, statement__week=week)
    held = sum(part.amount for part in parts if part.state == "held")
    return held, sum(part.amount for part in parts) - held


def test_views_that_the_counter_told_of_a_week_later_are_held_in_that_week(creator):
    alert = counted_late(creator, affected=23_000)
    close(MONDAY)
    close(MONDAY + WEEK)
    assert held_and_free(creator, MONDAY + WEEK)[1] == 0
    upheld(alert, now=END + 2 * WEEK)
    # Both weeks gained 46,000 together, and half of that was bought.
    assert alert.holds.get().share == 5_000
    held, free = held_and_free(creator, MONDAY + WEEK)
    assert 0 < free <= held + 1


def test_a_week_whose_counter_was_read_after_the_window_is_free(creator):
    alert = counted_late(creator, affected=23_000)
    observed(video_of(alert), 40_000, at=START + 143 * HOUR)
    close(MONDAY)
    close(MONDAY + WEEK)
    held, free = held_and_free(creator, MONDAY + WEEK)
    assert (held, free > 0) == (0, True)
    upheld(alert, now=END + 2 * WEEK)
    assert alert.holds.get().share == 23_000 * 10_000 // 36_000


def test_a_share_falls_when_the_counter_tells_of_the_window_later(creator):
    alert = counted_late(creator, affected=6_000, is_read=False)
    upheld(alert, now=END + 2 * HOUR)
    before = alert.holds.get().share
    observed(video_of(alert), 50_000, at=END + 40 * HOUR)
    tend(now=END + WEEK + HOUR)
    assert alert.holds.get().share == 6_000 * 10_000 // 46_000 < before


@given(
    before=st.integers(0, 400_000),
    gained=COUNTS,
    affected=COUNTS,
    out=st.integers(0, 50_000),
    part=st.booleans(),
)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_never_more_than_its_share_of_the_paid_views(before, gained, affected, out, part):
    creator = CreatorFactory(user=UserFactory(), follower_count=10)
    alert = on_video(
        creator,
        before=before,
        gained=gained,
        affected=affected,
        process={"second_person_views": 10**9},
    )
    if out:
        CountExclusion.objects.create(
            video=video_of(alert),
            window_start=START + HOUR,
            window_end=END,
            views=out,
            reason="UA_DECLARED_BOT",
            source="test",
            created_at=START + 2 * HOUR,
        )
    false = max(1, affected // 2) if part and affected > 1 else affected
    upheld(alert, false_views=false if false < affected else None)
    paid = max(0, gained - out)
    (scope,) = open_holds([creator.pk])[creator.pk]
    taken = paid * scope.share / 10_000
    assert taken <= max(min(false, paid), paid / 10_000)
    if false < paid:
        assert taken > false - paid / 10_000 - 1
