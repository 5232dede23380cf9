"""Corrections of earnings by a person: once a key, with a reason, told and audited."""

from datetime import timedelta
from functools import partial

import pytest

from creatorspark.core.models import AuditEntry, Creator, Notification
from rewards.models import StaffAdjustment
from rewards.services.adjustments import LARGEST, AdjustmentRefused, adjust_earnings
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.statements import WEEK, StatementFactory, write_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory())


@pytest.fixture
def adjust(creator):
    return partial(
        adjust_earnings,
        creator_id=creator.pk,
        amount=1_250,
        reason="Your appeal was upheld.",
        link="/appeals/7/",
        key="appeal:7",
        actor=None,
        now=NOW,
    )


def test_a_correction_is_stored_audited_and_told(adjust, creator):
    staff = UserFactory(staff=True)
    done = adjust(actor=staff)
    row = StaffAdjustment.objects.get()
    assert (done.adjustment_id, done.is_new) == (row.pk, True)
    assert (row.creator, row.amount, row.reason) == (creator, 1_250, "Your appeal was upheld.")
    assert row.statement is None
    entry = AuditEntry.objects.get(action="rewards.earnings.adjusted")
    assert entry.actor_id == staff.pk
    assert entry.after is not None
    assert entry.after["amount"] == 1_250
    message = Notification.objects.get(user=creator.user)
    assert message.title == "$12.50 will be added to this week’s earnings"
    assert message.body == "Your appeal was upheld.\n\n/appeals/7/"


def test_taking_back_says_so(adjust, creator):
    adjust(amount=-50)
    message = Notification.objects.get(user=creator.user)
    assert message.title == "$0.50 will be taken off this week’s earnings"


def test_the_same_key_stores_once(adjust):
    first = adjust()
    again = adjust(reason="  Your appeal was upheld. ", now=NOW + timedelta(days=1))
    assert again.adjustment_id == first.adjustment_id
    assert not again.is_new
    assert StaffAdjustment.objects.count() == Notification.objects.count() == 1


def test_a_key_never_stands_for_two_corrections(adjust):
    adjust()
    with pytest.raises(AdjustmentRefused, match="sent before with other values"):
        adjust(amount=1_251)
    assert StaffAdjustment.objects.get().amount == 1_250


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": 0}, "above or below zero"),
        ({"amount": LARGEST + 1}, "larger sum"),
        ({"reason": "  "}, "Write the reason"),
        ({"reason": "x" * 501}, "up to 500 characters"),
        ({"link": "x" * 201}, "more than 200 characters"),
    ],
)
def test_what_can_not_be_stored_is_refused_with_a_sentence(adjust, values, words):
    with pytest.raises(AdjustmentRefused, match=words):
        adjust(**values)
    assert not StaffAdjustment.objects.exists()
    assert not AuditEntry.objects.filter(action="rewards.earnings.adjusted").exists()


def test_somebody_elses_video_is_refused(adjust, creator):
    with pytest.raises(AdjustmentRefused, match="isn't one of this creator's"):
        adjust(video_id=VideoFactory().pk)
    own = VideoFactory(creator=creator)
    assert adjust(video_id=own.pk).is_new


def test_more_than_the_balance_is_carried_and_nothing_is_paid(adjust, creator):
    first = StatementFactory(creator=creator, week=WEEK - timedelta(days=7), views=1_000)
    assert first.payable > 0
    adjust(amount=-100_000)
    second = write_statement(
        creator, week=WEEK, adjustments=list(StaffAdjustment.objects.filter(statement=None))
    )
    assert (second.total, second.payable, second.carried_out) == (-100_000, 0, -100_000)
    row = StaffAdjustment.objects.get()
    assert row.statement == second
    line = second.lines.get()
    assert line.inputs == {
        "amount": -100_000,
        "reason": "Your appeal was upheld.",
        "link": "/appeals/7/",
    }


def test_nobody_without_an_account_is_told(adjust):
    quiet = CreatorFactory()
    assert adjust(creator_id=quiet.pk, key="other").is_new
    assert not Notification.objects.exists()
