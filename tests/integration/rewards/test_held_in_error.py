"""What wrong holds kept: each line once, money beside points, and what was given for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.jobs.services import JobProgress
from creatorspark.lib.calendar_periods import Length, period_of
from creatorspark.lib.periods import week_end, week_start
from fraud.services.alerts import resolve
from rewards import interface as rewards
from rewards.domain.held_in_error import KeptLine, summed, sums_by_creator
from rewards.ledger.models import Transaction
from rewards.models import PointsAward
from rewards.services.payouts import after_holds, settling
from tests.factories import CreatorFactory, PolicyFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.factories.statements import WEEK, StatementFactory
from tests.integration.rewards.points import give

NOW = week_end(WEEK) + timedelta(hours=5)
LATER = NOW + timedelta(days=20)
PERIOD = period_of(LATER, Length.MONTH)
LINES = st.lists(
    st.builds(
        KeptLine,
        st.integers(1, 4),
        st.sampled_from(["EUR", "USD"]),
        st.integers(1, 8),
        st.integers(-500, 500),
    )
)


def awarded(video, points):
    """Give points for a video, as the week's posting does."""
    give(video.creator, points)
    PointsAward.objects.create(
        video=video,
        creator=video.creator,
        policy=PolicyFactory(),
        score_id=1,
        week=WEEK,
        video_points=points,
        rank=1,
        counted_points=points,
        transaction=Transaction.objects.latest("pk"),
        awarded_at=NOW,
    )


@given(LINES, st.dictionaries(st.integers(1, 4), st.integers(0, 900)))
def test_sums_are_those_of_their_creators(lines, points):
    money = sums_by_creator(lines)
    found = summed(money, points, apologies=0, apology_points=0)
    assert all(amount > 0 for amount in found.money.values())
    assert found.points == sum(points.values())
    assert 0 <= found.largest <= 1
    assert found.creators <= 4
    assert (found.creators == 0) == (not found.money and not found.points)


@given(LINES)
def test_a_line_counts_once_as_most_of_it_was_kept(lines):
    assert sums_by_creator(lines + lines) == sums_by_creator(lines)


def test_a_smaller_part_later_changes_nothing():
    whole, part = KeptLine(1, "USD", 7, 900), KeptLine(1, "USD", 7, 300)
    assert sums_by_creator([whole, part]) == sums_by_creator([part, whole]) == {"USD": {1: 900}}


@pytest.mark.django_db
def test_a_wrong_hold_is_counted_with_its_money_points_and_apology():
    creator = CreatorFactory(user=UserFactory(), follower_count=10)
    video = VideoFactory(creator=creator)
    awarded(video, 120)
    statement = StatementFactory(video=video)
    covered: dict[str, Any] = {"video": video, "start": week_start(WEEK), "end": week_end(WEEK)}
    alert = held_alert(creator, at=NOW, process={"decide_hours": 24}, **covered)
    settling.settle_due(JobProgress(None), now=LATER)
    assert rewards.held_in_error(period=PERIOD) == rewards.HeldInError()
    person = UserFactory(superuser=True)
    resolve(alert, outcome="cleared", reason="Fine.", actor=person, now=LATER)
    settling.release_due(JobProgress(None), now=LATER)
    after_holds.follow(now=LATER)
    with CaptureQueriesContext(connection) as one:
        found = rewards.held_in_error(period=PERIOD)
    assert found.money == {statement.currency: statement.total}
    assert (found.points, found.creators, found.largest) == (120, 1, 1)
    assert (found.apologies, found.apology_points) == (1, 250)
    # Decisions, holds, lines, awards and apologies, whatever happened.
    assert len(one) == 5


@pytest.mark.django_db
def test_what_stood_was_no_error():
    creator = CreatorFactory(user=UserFactory(), follower_count=10)
    video = VideoFactory(creator=creator)
    StatementFactory(video=video)
    covered: dict[str, Any] = {"video": video, "start": week_start(WEEK), "end": week_end(WEEK)}
    alert = held_alert(creator, at=NOW, **covered)
    settling.settle_due(JobProgress(None), now=LATER)
    resolve(alert, outcome="upheld", reason="No.", actor=UserFactory(superuser=True), now=LATER)
    assert rewards.held_in_error(period=PERIOD).money == {}
