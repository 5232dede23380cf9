"""What the bank says is done once; what we can't place is listed and not done."""

import pytest

from creatorspark.core.models import Notification
from rewards.ledger.reconciliation import discrepancies
from rewards.models import BankReport, BankReportLine, Payout
from rewards.services.payouts.paying_again import pay_again
from rewards.services.payouts.refusals import BadReport, NoSuchPayout, ReasonMissing, WrongState
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week, money, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator():
    creator = CreatorFactory(user=UserFactory())
    bank.give_account(creator)
    closed_week(creator, [(None, 500)])
    bank.settle()
    bank.press()
    return creator


@pytest.fixture
def sent(creator) -> Payout:
    return Payout.objects.select_related("batch").get()


def told(creator) -> list[str]:
    rows = Notification.objects.filter(user=creator.user, key__startswith="rewards.payout.")
    return list(rows.order_by("pk").values_list("title", flat=True))


def test_paid(creator, sent):
    assert bank.outcomes(bank.tell(bank.status_file(bank.said(sent, "ACSC")))) == ["applied"]
    assert states(creator) == [(1, "paid", 500)]
    assert money(creator) == {}
    assert told(creator)[-1] == "$5.00 of week 2025-W18 was paid"
    assert list(discrepancies()) == []


def test_rejected_with_a_reason_in_words(creator, sent):
    report = bank.tell(bank.status_file(bank.said(sent, "RJCT", reason="AC04 Closed")))
    assert bank.outcomes(report) == ["applied"]
    sent.refresh_from_db()
    assert (sent.state, sent.bank_reason) == ("rejected", "The account is closed. (AC04)")
    assert money(creator) == {"creator": 500}
    message = Notification.objects.get(title="Your bank did not take $5.00 of week 2025-W18")
    assert "The account is closed." in message.body
    assert list(discrepancies()) == []


def test_returned_after_it_was_paid(creator, sent):
    bank.tell(bank.status_file(bank.said(sent, "ACSC")))
    report = bank.tell(bank.return_file(bank.said(sent, "RTRN", reason="AC06")))
    assert bank.outcomes(report) == ["applied"]
    assert states(creator) == [(1, "returned", 500)]
    assert money(creator) == {"creator": 500}
    assert told(creator)[-1] == "Your bank sent $5.00 of week 2025-W18 back"
    assert list(discrepancies()) == []


def test_paid_and_returned_in_one_file(creator, sent):
    report = bank.tell(
        bank.status_file(bank.said(sent, "ACSC"), bank.said(sent, "RJCT", reason="AC06"))
    )
    assert bank.outcomes(report) == ["applied", "applied"]
    assert states(creator) == [(1, "returned", 500)]
    assert list(discrepancies()) == []


def test_the_whole_file_is_rejected(creator, sent):
    line = bank.said(sent, "RJCT", end_to_end_id="", amount=None, currency="", reason="AM05")
    report = bank.tell(bank.status_file(line))
    assert bank.outcomes(report) == ["applied"]
    assert states(creator) == [(1, "rejected", 500)]


def test_the_same_file_twice(creator, sent):
    data = bank.status_file(bank.said(sent, "ACSC"))
    assert bank.tell(data) is not None
    assert bank.tell(data) is None
    assert BankReport.objects.count() == 1


def test_the_same_news_in_another_file(creator, sent):
    bank.tell(bank.status_file(bank.said(sent, "ACSC")))
    again = bank.tell(bank.status_file(bank.said(sent, "ACSC"), name="B2"))
    assert bank.outcomes(again) == ["repeated"]
    assert told(creator).count("$5.00 of week 2025-W18 was paid") == 1


def test_news_of_a_first_sending_do_not_touch_the_second(creator, sent):
    rejected = bank.said(sent, "RJCT")
    bank.tell(bank.status_file(rejected))
    pay_again(sent.pk, reason="The bank was wrong.", actor=None, now=NOW)
    bank.press()
    later = bank.tell(bank.status_file(rejected, bank.said(sent, "ACSC"), name="B2"))
    assert bank.outcomes(later) == ["repeated", "out_of_turn"]
    assert states(creator) == [(1, "sent", 500)]
    nameless = bank.said(sent, "RTRN", message_id="")
    assert bank.outcomes(bank.tell(bank.return_file(nameless))) == ["out_of_turn"]
    assert states(creator) == [(1, "sent", 500)]
    newest = Payout.objects.select_related("batch").get()
    assert bank.outcomes(bank.tell(bank.status_file(bank.said(newest, "RJCT"), name="B3"))) == [
        "applied"
    ]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"end_to_end_id": "P999999-1"}, "unknown"),
        ({"end_to_end_id": "INVOICE 5"}, "unknown"),
        ({"message_id": "SOMEBODY-ELSE"}, "unknown"),
        ({"amount": 501}, "differs"),
        ({"currency": "EUR"}, "differs"),
        ({"status": "ACSP"}, "noted"),
    ],
)
def test_what_cannot_be_placed_is_listed_and_not_done(creator, sent, changes, outcome):
    report = bank.tell(bank.status_file(bank.said(sent, **({"status": "ACSC"} | changes))))
    assert bank.outcomes(report) == [outcome]
    assert report is not None
    assert report.not_applied == (outcome != "noted")
    assert states(creator) == [(1, "sent", 500)]


def test_a_sending_that_never_was(creator, sent):
    line = bank.said(sent, "ACSC", end_to_end_id=f"P{sent.pk}-2")
    assert bank.outcomes(bank.tell(bank.status_file(line))) == ["unknown"]


def test_news_that_do_not_fit_the_state(creator, sent):
    bank.tell(bank.status_file(bank.said(sent, "RJCT")))
    late = bank.tell(bank.status_file(bank.said(sent, "ACSC"), name="B2"))
    assert bank.outcomes(late) == ["out_of_turn"]
    assert states(creator) == [(1, "rejected", 500)]


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"hello", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_a_bad_file_leaves_no_trace(creator, sent, data):
    with pytest.raises(BadReport, match=r"Nothing of the file was applied\.$"):
        bank.tell(data)
    assert not BankReport.objects.exists()
    assert not BankReportLine.objects.exists()


def test_a_file_with_one_line_we_cannot_read_does_nothing_at_all(creator, sent):
    file = bank.status_file(bank.said(sent, "ACSC"), bank.said(sent, "ACSC"))
    with pytest.raises(BadReport, match="WHAT"):
        bank.tell(b"WHAT".join(file.rsplit(b"ACSC", 1)))
    assert states(creator) == [(1, "sent", 500)]


def test_staff_pay_again_with_a_reason(creator, sent):
    with pytest.raises(WrongState, match="Sent to the bank"):
        pay_again(sent.pk, reason="Again.", actor=None, now=NOW)
    bank.tell(bank.status_file(bank.said(sent, "RJCT")))
    with pytest.raises(ReasonMissing):
        pay_again(sent.pk, reason=" ", actor=None, now=NOW)
    staff = UserFactory(staff=True)
    pay_again(sent.pk, reason="The bank was wrong.", actor=staff, now=NOW)
    sent.refresh_from_db()
    assert (sent.state, sent.bank_reason) == ("payable", "")
    event = sent.events.last()
    assert event is not None
    assert (event.reason, event.actor) == ("The bank was wrong.", staff)
    with pytest.raises(NoSuchPayout):
        pay_again(999_999, reason="Again.", actor=None, now=NOW)
