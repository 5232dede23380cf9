"""What a decided hold does to money and points: exactly the share, once, and back if put right."""

from datetime import timedelta

import pytest
from django.db import transaction

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, Notification
from creatorspark.lib.periods import week_end, week_start
from fraud.domain.outcomes import Outcome
from fraud.models import Alert, Hold
from fraud.services.alerts import Said, carry_out, lock, resolve
from fraud.services.tending import tend
from rewards.interface import balance
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account
from rewards.ledger.reconciliation import discrepancies
from rewards.models import PointsAward, Transaction
from rewards.services.payouts import settling
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.integration.rewards.payouts.world import (
    FIRST_WEEK,
    closed_week,
    money,
    pay_policy,
    states,
)

DAY = timedelta(days=1)
START, END = week_start(FIRST_WEEK), week_end(FIRST_WEEK)


@pytest.fixture
def creator(db) -> Creator:
    return CreatorFactory(user=UserFactory(), follower_count=10)


def settle(now=NOW) -> None:
    settling.settle_due(JobProgress(None), now=now)
    settling.sweep(now=now)


def alert_on(creator: Creator, *, affected: int = 1_000) -> Alert:
    """Hold one of two videos of the week; all its views are in question."""
    video = VideoFactory(creator=creator)
    closed_week(creator, [(video, 900), (VideoFactory(creator=creator), 300)])
    return held_alert(creator, video=video, start=START, end=END, affected=affected)


def uphold(alert: Alert, *, false_views: int | None = None) -> None:
    resolve(
        alert,
        outcome="partly" if false_views else "upheld",
        reason="We looked.",
        actor=UserFactory(superuser=True),
        now=NOW,
        false_views=false_views,
    )


def test_only_the_lines_of_the_video_are_held(creator):
    alert_on(creator)
    settle()
    assert states(creator) == [(1, "payable", 300), (2, "held", 900)]


def test_partly_upheld_frees_the_rest_at_once(creator):
    alert = alert_on(creator)
    settle()
    uphold(alert, false_views=333)
    settle()
    assert states(creator) == [(1, "payable", 300), (2, "payable", 601), (3, "held", 299)]
    settle()
    assert money(creator) == {"creator": 901, "held": 299}
    assert list(discrepancies()) == []


def test_forfeited_only_after_the_window_and_once(creator):
    alert = alert_on(creator)
    settle()
    uphold(alert)
    settle(NOW + 100 * DAY)
    assert money(creator)["held"] == 900
    tend(now=NOW + 185 * DAY)
    for _ in range(3):
        settle(NOW + 185 * DAY)
    assert states(creator) == [(1, "payable", 300), (2, "forfeited", 900)]
    assert money(creator) == {"creator": 300}
    (booked,) = Transaction.objects.filter(kind="forfeit")
    assert booked.idempotency_key.startswith("forfeit:")
    assert sum(entry.amount for entry in booked.entries.all()) == 0
    assert list(discrepancies()) == []


def test_a_later_week_of_the_same_video_is_free(creator):
    alert = alert_on(creator)
    uphold(alert)
    tend(now=NOW + 185 * DAY)
    closed_week(creator, [(alert.video, 50)])
    settle()
    settle()
    settle()
    assert states(creator)[-1] == (1, "payable", 50)


def test_a_decision_put_right_pays_after_all(creator):
    alert = alert_on(creator)
    settle()
    uphold(alert)
    tend(now=NOW + 185 * DAY)
    settle(NOW + 185 * DAY)
    Hold.objects.update(final_at=None, restored_at=NOW + 190 * DAY, released_at=NOW + 190 * DAY)
    for _ in range(2):
        settle(NOW + 190 * DAY)
    assert states(creator) == [(1, "payable", 300), (2, "payable", 900)]
    assert money(creator) == {"creator": 1_200}
    assert list(discrepancies()) == []


def award(creator: Creator, *, points: int, video) -> None:
    purse, issued = (
        creator_accounts([creator.pk])[creator.pk],
        system_account(Account.Kind.ISSUANCE),
    )
    posted = ledger.post(
        ledger.Posting(
            kind=Transaction.Kind.AWARD,
            key=f"award:{video.pk}",
            legs=(ledger.Leg(purse, points), ledger.Leg(issued, -points)),
        ),
        now=NOW,
        actor_id=None,
    )
    PointsAward.objects.create(
        video=video,
        creator=creator,
        policy=pay_policy(),
        score_id=1,
        week=FIRST_WEEK,
        video_points=points,
        rank=1,
        counted_points=points,
        transaction_id=posted.transaction_id,
    )


def test_points_of_the_video_are_frozen_then_lost_in_their_share(creator):
    alert = alert_on(creator)
    award(creator, points=1_000, video=alert.video)
    assert balance(creator_id=creator.pk).frozen == 1_000
    uphold(alert, false_views=250)
    assert balance(creator_id=creator.pk).frozen == 250
    tend(now=NOW + 185 * DAY)
    settle(NOW + 185 * DAY)
    settle(NOW + 185 * DAY)
    after = balance(creator_id=creator.pk)
    assert (after.points, after.frozen, after.owed) == (750, 0, 0)
    assert list(discrepancies()) == []


def test_overturned_releases_the_money_with_an_apology(creator):
    alert = alert_on(creator)
    settle()
    resolve(
        alert, outcome="upheld", reason="We looked.", actor=UserFactory(superuser=True), now=NOW
    )
    fresh = lock_and_overturn(alert)
    assert fresh.apology_points == 250
    settle()
    settle()
    assert states(creator) == [(1, "payable", 300), (2, "payable", 900)]
    assert balance(creator_id=creator.pk).points == 250
    assert Transaction.objects.filter(kind="apology").count() == 1
    assert Notification.objects.filter(title__contains="250 points").count() == 1


def lock_and_overturn(alert: Alert) -> Alert:
    with transaction.atomic():
        fresh = lock(alert.pk)
        said = Said(outcome=Outcome.OVERTURNED, reason="You were right.", actor=None)
        carry_out(fresh, said, now=NOW)
    return Alert.objects.get(pk=alert.pk)


def test_points_of_another_week_of_the_video_are_free(creator):
    alert = alert_on(creator)
    alert.holds.update(period_start=START - 14 * DAY, period_end=START - 7 * DAY)
    award(creator, points=1_000, video=alert.video)
    assert balance(creator_id=creator.pk).frozen == 0
    uphold(alert)
    tend(now=NOW + 185 * DAY)
    settle(NOW + 185 * DAY)
    assert balance(creator_id=creator.pk).points == 1_000


def test_the_apology_says_what_was_wrong(creator):
    held_alert(creator, at=NOW)
    tend(now=NOW + 8 * DAY)
    settle(NOW + 8 * DAY)
    late = Notification.objects.get(title__contains="250 points")
    assert "wrong" not in late.body
    assert "didn’t decide in time" in late.body
    cleared = held_alert(creator, at=NOW)
    person = UserFactory(superuser=True)
    resolve(cleared, outcome="cleared", reason="Fine.", actor=person, now=NOW)
    settle(NOW)
    newest = Notification.objects.filter(title__contains="250 points").latest("pk")
    assert newest.body == "A hold on your rewards was wrong. We are sorry."
