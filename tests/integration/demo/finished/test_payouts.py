"""Every state of a payout has somebody in the demo world to tell its story."""

import pytest

from creatorspark.core.models import Notification
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of
from rewards import interface as rewards
from rewards.ledger.reconciliation import discrepancies
from rewards.models import BankReport, Payout, PayoutEvent
from tests.integration.demo.watching import NOW

pytestmark = pytest.mark.django_db


def states_of(story: Story) -> set[str]:
    page = rewards.payouts_of(creator_id=creator_of(story).pk, limit=100)
    return {row.state for row in page.rows}


def steps_of(story: Story) -> list[tuple[str, ...]]:
    creator = creator_of(story)
    page = rewards.payouts_of(creator_id=creator.pk, limit=100)
    details = [
        rewards.payout_of(creator_id=creator.pk, payout_id=row.payout_id) for row in page.rows
    ]
    return [tuple(step.state for step in one.steps) for one in details if one]


def test_whoever_logs_in_as_the_creator_is_paid_week_by_week(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    summary = rewards.payout_summary(creator_id=lina.pk, now=NOW)
    assert summary.paid > summary.pending > 0
    assert summary.bank_account_ending is not None
    assert states_of(Story.SMALL_BUT_GOOD) <= {"paid", "pending", "sent", "payable"}
    was_refused = ("pending", "payable", "sent", "rejected", "payable", "sent", "paid")
    assert was_refused in steps_of(Story.SMALL_BUT_GOOD)


def test_a_payment_came_back_and_was_sent_again(world):
    walks = steps_of(Story.VIRAL_HIT)
    assert any("returned" in walk and walk[-1] == "paid" for walk in walks)


def test_a_closed_account_waits_for_new_details(world):
    assert "rejected" in states_of(Story.REPOSTER)


def test_the_bought_burst_is_kept_apart(world):
    held = creator_of(Story.BOUGHT_BURST)
    assert {"held", "payable"} <= states_of(Story.BOUGHT_BURST)
    assert rewards.bank_account_of(creator_id=held.pk) is None


def test_money_stands_where_its_payouts_say(world):
    assert list(discrepancies()) == []
    assert BankReport.objects.filter(not_applied__gt=0).count() == 0
    assert PayoutEvent.objects.filter(at__gt=NOW).count() == 0
    assert not Payout.objects.filter(state="pending", payable_from__lte=NOW).exists()


def test_nobody_is_mailed_about_the_past(world):
    assert not Notification.objects.filter(emailed_at=None).exists()
