"""What goes into a file for the bank, and that it goes once."""

import pytest

from creatorspark.core.models import AuditEntry, Notification
from fraud.services.holds import place_hold
from rewards.domain.bank import csv_form, pain001
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Payout, PayoutBatch
from rewards.selectors.payouts import ReadyToSend, ready_to_send
from rewards.services.payouts.refusals import NoPayer
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week, money, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator():
    creator = CreatorFactory(user=UserFactory())
    bank.give_account(creator, 7)
    return creator


def test_a_file_holds_every_payout_that_can_be_paid(creator):
    closed_week(creator, [(None, 500)])
    closed_week(creator, [(None, 120_050)])
    bank.settle()
    (batch,) = bank.press()
    assert (batch.payouts, batch.total, batch.currency) == (2, 120_550, "USD")
    file = pain001.read(bytes(batch.file))
    payouts = list(Payout.objects.order_by("pk"))
    assert [(one.end_to_end_id, one.amount) for one in file.payments] == [
        (f"P{payouts[0].pk}-1", 500),
        (f"P{payouts[1].pk}-1", 120_050),
    ]
    assert file.payments[0].iban == bank.iban_of(7)
    assert file.payments[0].name == "Ana Gómez"
    assert file.payments[0].reference == "Creator Spark 2025-W18"
    assert file.message_id == batch.message_id
    assert {row.state for row in payouts} == {"sent"}
    assert money(creator) == {}
    assert list(discrepancies()) == []
    built = AuditEntry.objects.get(action="rewards.payout_batch.built")
    assert built.after == {"payouts": 2, "total": 120_550, "currency": "USD"}


def test_the_number_is_in_the_file_and_nowhere_else(creator):
    closed_week(creator, [(None, 500)])
    bank.settle()
    bank.press()
    number = bank.iban_of(7)
    assert not any(number in str(row.after) for row in AuditEntry.objects.all())
    assert not any(number in row.body for row in Notification.objects.all())


def test_pressing_twice_gives_the_same_file(creator):
    closed_week(creator, [(None, 500)])
    bank.settle()
    first = bank.press("today")
    closed_week(creator, [(None, 900)])
    bank.settle()
    assert bank.press("today") == first
    assert PayoutBatch.objects.count() == 1
    (second,) = bank.press("tomorrow")
    assert second.total == 900
    assert bank.press("the day after") == []


def test_small_sums_wait_until_they_reach_the_smallest_payout(creator):
    closed_week(creator, [(None, 60)])
    bank.settle()
    assert bank.press() == []
    closed_week(creator, [(None, 40)])
    bank.settle()
    (batch,) = bank.press()
    assert (batch.payouts, batch.total) == (2, 100)


def test_who_gave_no_bank_details_waits():
    creator = CreatorFactory()
    closed_week(creator, [(None, 500)])
    bank.settle()
    assert bank.press() == []
    assert ready_to_send(now=NOW) == [
        ReadyToSend(currency="USD", without_account=1, without_account_amount=500)
    ]
    bank.give_account(creator)
    assert ready_to_send(now=NOW) == [
        ReadyToSend(currency="USD", creators=1, payouts=1, amount=500)
    ]


def test_a_hold_placed_meanwhile_keeps_its_lines_out_of_the_file(creator):
    video = VideoFactory(creator=creator)
    closed_week(creator, [(video, 500), (None, 300)])
    bank.settle()
    place_hold(creator, video_id=video.pk, reason_code="x", reason="We look.", actor=None, now=NOW)
    (batch,) = bank.press()
    assert (batch.payouts, batch.total) == (1, 300)
    assert states(creator) == [(1, "sent", 300), (2, "held", 500)]


def test_what_a_hold_leaves_must_still_reach_the_smallest_payout(creator):
    video = VideoFactory(creator=creator)
    closed_week(creator, [(video, 500), (None, 99)])
    bank.settle()
    place_hold(creator, video_id=video.pk, reason_code="x", reason="We look.", actor=None, now=NOW)
    assert bank.press() == []
    assert states(creator) == [(1, "payable", 99), (2, "held", 500)]


def test_a_file_in_csv(creator, settings):
    settings.BANK_FORMAT = "csv"
    closed_week(creator, [(None, 500)])
    bank.settle()
    (batch,) = bank.press()
    assert csv_form.read(bytes(batch.file)).total == 500


@pytest.mark.parametrize(
    ("setting", "value"),
    [("BANK_PAYER_IBAN", ""), ("BANK_PAYER_NAME", " "), ("BANK_FORMAT", "fax")],
)
def test_without_a_payer_nothing_is_sent(creator, settings, setting, value):
    setattr(settings, setting, value)
    closed_week(creator, [(None, 500)])
    bank.settle()
    with pytest.raises(NoPayer, match=setting):
        bank.press()
    assert states(creator) == [(1, "payable", 500)]
