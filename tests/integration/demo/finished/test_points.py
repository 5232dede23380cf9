"""The weeks were lived through by the product's own services, in the order of time."""

from datetime import timedelta

import numpy as np
import pytest
from django.db.models import Sum

from creatorspark.core.models import Creator, Notification, ProfileClaim, Video
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.posting import HISTORY_WEEKS
from creatorspark.demo.domain.twists import BOUGHT_VIEWS
from creatorspark.demo.selectors import creator_of, demo_user
from fraud import interface as fraud
from rewards import interface as rewards
from rewards.ledger.models import Entry
from scoring import interface as scoring
from tests.integration.demo.watching import NOW

pytestmark = pytest.mark.django_db
AGE = timedelta(days=7)


def test_every_video_of_scoring_age_has_points_spread_around_the_shops_dollar(world):
    old = Video.objects.filter(posted_at__lte=NOW - AGE, snapshots__isnull=False).distinct()
    points = scoring.current_points(video_ids=list(old.values_list("pk", flat=True)), now=NOW)
    assert len(points) == old.count()
    values = np.array([one.points for one in points.values()])
    assert 100 < np.median(values) < 200
    assert np.percentile(values, 95) > 250
    assert np.percentile(values, 5) < 80


def test_every_closed_week_was_awarded(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    weeks = rewards.points_weeks(creator_id=lina.pk, limit=30)
    assert len(weeks) >= HISTORY_WEEKS - 2
    assert rewards.points_this_week(creator_id=lina.pk, now=NOW) > 0


def test_ledger_balances_and_nobody_is_below_zero(world):
    assert Entry.objects.aggregate(total=Sum("amount"))["total"] == 0
    for creator in Creator.objects.filter(is_demo=True):
        assert rewards.balance(creator_id=creator.pk).points >= 0


def test_statements_run_in_the_order_of_time(world):
    for story in Story:
        lines = list(rewards.statement_lines(creator_id=creator_of(story).pk))
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert all(line.at < NOW for line in lines)


def test_small_creator_has_points_to_spend_and_a_history_of_purchases(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    assert 300 <= rewards.balance(creator_id=lina.pk).spendable <= 5_000
    states = [one.state for one in rewards.redemptions_of(creator_id=lina.pk)]
    assert len(states) >= 8
    assert {"requested", "fulfilled", "rejected", "cancelled"} <= set(states)


def test_staff_find_work_in_every_queue(world):
    waiting = rewards.waiting_redemptions()
    assert {state for state, count in waiting.items() if count} == {"requested", "approved", "held"}
    assert ProfileClaim.objects.filter(state=ProfileClaim.State.PENDING).count() == 1


def test_the_bought_burst_is_frozen(world):
    creator = creator_of(Story.BOUGHT_BURST)
    (hold,) = fraud.holds_for(creator_id=creator.pk)
    assert hold.video_id is not None
    burst = Video.objects.get(pk=hold.video_id)
    assert burst.latest is not None
    assert burst.latest.views > BOUGHT_VIEWS
    award = rewards.award_of_video(video_id=burst.pk)
    assert award is not None
    assert rewards.balance(creator_id=creator.pk).frozen == award.counted_points > 0


def test_messages_are_in_the_portal_and_not_in_the_post(world, mailoutbox):
    ours = Notification.objects.filter(user__email__endswith="@demo.example")
    assert ours.exists()
    assert not ours.filter(emailed_at=None).exists()
    lina = ours.filter(user=demo_user("creator"))
    assert 1 <= lina.filter(read_at=None).count() <= 12 < lina.count()
    assert mailoutbox == []


def test_shop_shows_stock_and_limits(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    items = rewards.shop_items(creator_id=lina.pk, now=NOW)
    assert {item.listed for item in items} >= {150, 200, 730, 790}
    assert {item.kind for item in items} == {"exposure", "cash", "credit", "merchandise"}
    assert any(item.stock is not None and item.limit_per_creator == 1 for item in items)
