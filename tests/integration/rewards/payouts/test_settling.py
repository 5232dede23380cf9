"""Reviews end, holds keep their lines apart, and what they let go of is paid."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import AuditEntry, Creator, Job, Notification, Video
from creatorspark.lib.periods import week_end
from fraud.models import Hold
from fraud.services import holds
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Payout, PayoutEvent, PayoutLine
from rewards.services.payouts import settling
from rewards.services.payouts.settling import Settled
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.rewards.payouts.world import closed_week, money, states

pytestmark = pytest.mark.django_db


def settle(now=NOW) -> Settled:
    return settling.settle_due(JobProgress(None), now=now)


def follow_holds(now=NOW) -> Settled:
    return settling.release_due(JobProgress(None), now=now)


def put_on_hold(creator: Creator, video: Video | None = None, **scope) -> Hold:
    return holds.place_hold(
        creator,
        video_id=video.pk if video else None,
        reason_code="burst",
        reason="We look into the views of Tuesday.",
        actor=None,
        now=NOW,
        **scope,
    )


def let_go(hold: Hold) -> None:
    holds.release_hold(hold, reason="All is well.", actor=None, now=NOW)


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory())


@pytest.fixture
def videos(creator) -> list[Video]:
    return VideoFactory.create_batch(3, creator=creator)


def test_a_review_ends_when_its_time_has_come(creator, videos):
    closed_week(creator, [(videos[0], 700)])
    assert settle(NOW - timedelta(seconds=1)) == Settled()
    assert money(creator) == {"pending": 700}
    assert settle() == Settled(payable=1)
    assert money(creator) == {"creator": 700}
    assert states(creator) == [(1, "payable", 700)]
    assert settle(NOW + timedelta(days=9)) == Settled()
    assert list(discrepancies()) == []


def test_every_step_is_on_the_timeline_in_the_audit_and_told(creator, videos):
    closed_week(creator, [(videos[0], 700)])
    settle()
    payout = Payout.objects.get()
    assert [event.state for event in payout.events.all()] == ["pending", "payable"]
    entry = AuditEntry.objects.get(action="rewards.payout.payable")
    assert (entry.target_id, entry.before) == (str(payout.pk), {"state": "pending"})
    message = Notification.objects.get(user=creator.user)
    assert message.title == "$7.00 of week 2025-W18 is ready to be paid"


def test_held_lines_go_to_a_part_of_their_own(creator, videos):
    hold = put_on_hold(creator, videos[0])
    closed_week(creator, [(videos[0], 500), (videos[1], 300), (videos[0], 50)])
    assert settle() == Settled(payable=1, held=1)
    assert states(creator) == [(1, "payable", 300), (2, "held", 550)]
    assert money(creator) == {"creator": 300, "held": 550}
    rows = PayoutLine.objects.order_by("line__position")
    assert list(rows.values_list("payout__part", "amount", "hold_id")) == [
        (2, 500, hold.pk),
        (2, 50, hold.pk),
    ]
    event = PayoutEvent.objects.get(state="held")
    assert event.reason == "We look into the views of Tuesday."
    told = Notification.objects.get(user=creator.user, title__contains="is on hold", url__gt="")
    assert told.title == "$5.50 of week 2025-W18 is on hold"
    assert "views of Tuesday" in told.body
    assert list(discrepancies()) == []


def test_a_hold_of_the_creator_keeps_everything(creator, videos):
    put_on_hold(creator)
    closed_week(creator, [(videos[0], 500), (None, 300)], owed=-50)
    settle()
    assert states(creator) == [(1, "held", 750)]


def test_nothing_is_split_off_that_would_leave_nothing(creator, videos):
    put_on_hold(creator, videos[0])
    closed_week(creator, [(videos[0], 500), (videos[1], 20)], owed=-100)
    settle()
    assert states(creator) == [(1, "held", 420)]
    assert PayoutLine.objects.get().amount == 500


def test_a_hold_whose_lines_took_money_back_keeps_nothing(creator, videos):
    put_on_hold(creator, videos[0])
    closed_week(creator, [(videos[0], -50), (videos[1], 500)])
    settle()
    assert states(creator) == [(1, "payable", 450)]


def test_a_period_keeps_the_weeks_it_touches(creator, videos):
    first = closed_week(creator, [(videos[0], 100)])
    closed_week(creator, [(videos[0], 200)])
    start = week_end(first.week) - timedelta(days=1)
    put_on_hold(creator, period_start=start, period_end=start + timedelta(hours=1))
    settle()
    assert states(creator) == [(1, "held", 100), (1, "payable", 200)]


def test_released_money_is_ready_to_be_paid(creator, videos):
    hold = put_on_hold(creator, videos[0])
    closed_week(creator, [(videos[0], 500), (videos[1], 300)])
    settle()
    assert follow_holds() == Settled()
    let_go(hold)
    assert follow_holds() == Settled(payable=1)
    assert states(creator) == [(1, "payable", 300), (2, "payable", 500)]
    assert money(creator) == {"creator": 800}
    assert follow_holds() == Settled()
    assert list(discrepancies()) == []


def test_one_of_two_holds_lets_go_of_its_own_lines(creator, videos):
    one, other = put_on_hold(creator, videos[0]), put_on_hold(creator, videos[1])
    closed_week(creator, [(videos[0], 500), (videos[1], 300), (videos[2], 20)])
    settle()
    assert states(creator) == [(1, "payable", 20), (2, "held", 800)]
    let_go(one)
    follow_holds()
    assert states(creator) == [(1, "payable", 20), (2, "payable", 500), (3, "held", 300)]
    let_go(other)
    follow_holds()
    assert states(creator) == [(1, "payable", 20), (2, "payable", 500), (3, "payable", 300)]
    parts = Payout.objects.order_by("part")
    assert [[event.state for event in part.events.all()] for part in parts] == [
        ["pending", "payable"],
        ["held", "payable"],
        ["held", "payable"],
    ]
    assert list(discrepancies()) == []


def test_a_line_under_two_holds_waits_for_both(creator, videos):
    one, other = put_on_hold(creator, videos[0]), put_on_hold(creator)
    closed_week(creator, [(videos[0], 500)])
    settle()
    let_go(one)
    assert follow_holds() == Settled()
    let_go(other)
    assert follow_holds() == Settled(payable=1)


def test_a_hold_placed_later_freezes_what_is_ready(creator, videos):
    closed_week(creator, [(videos[0], 500), (videos[1], 300)])
    settle()
    hold = put_on_hold(creator, videos[1])
    assert follow_holds() == Settled(held=1)
    assert states(creator) == [(1, "payable", 500), (2, "held", 300)]
    let_go(hold)
    follow_holds()
    again = put_on_hold(creator, videos[1])
    assert follow_holds() == Settled(held=1)
    assert states(creator) == [(1, "payable", 500), (2, "held", 300)]
    held_by = PayoutLine.objects.order_by("pk").values_list("hold_id", flat=True)
    assert list(held_by) == [hold.pk, again.pk]
    assert list(discrepancies()) == []


def test_the_sweep_queues_a_job_only_when_a_review_ends(creator, videos):
    assert not settling.sweep(now=NOW)
    closed_week(creator, [(videos[0], 500)])
    assert settling.sweep(now=NOW)
    assert not settling.sweep(now=NOW)
    assert Job.objects.get().kind == settling.JOB_KIND


def test_a_piece_asks_the_same_number_of_questions_whatever_its_size():
    def asked(count: int) -> int:
        for creator in CreatorFactory.create_batch(count):
            closed_week(creator, [(VideoFactory(creator=creator), 500)])
        with CaptureQueriesContext(connection) as questions:
            settle()
        return len(questions)

    assert asked(2) == asked(9)
