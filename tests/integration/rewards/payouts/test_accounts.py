"""Bank details: checked, sealed, told, and never readable where they needn't be."""

import pytest

from creatorspark.core.models import AuditEntry, Notification
from creatorspark.core.services.sealing import unseal
from rewards.models import BankAccount, Payout
from rewards.services.payouts.accounts import set_bank_account
from rewards.services.payouts.refusals import BankDetailsRefused
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week, money, states

pytestmark = pytest.mark.django_db


def test_the_number_is_sealed_and_only_its_end_is_kept_readable():
    creator = CreatorFactory(user=UserFactory())
    account = bank.give_account(creator, 1234)
    number = bank.iban_of(1234)
    assert account.ending == number[-4:]
    assert account.country == "DE"
    assert number not in account.sealed_iban
    assert unseal(account.sealed_iban) == number
    entry = AuditEntry.objects.get(action="rewards.bank_account.set")
    assert entry.after == {"ending": "1234", "country": "DE"}
    assert Notification.objects.get().title == "Your bank details were saved"


def test_a_change_is_told_and_the_same_again_is_not():
    creator = CreatorFactory(user=UserFactory())
    bank.give_account(creator, 1)
    bank.give_account(creator, 1)
    assert Notification.objects.count() == 1
    set_bank_account(creator, holder="Ana Gómez", iban=bank.iban_of(2), actor=None, now=NOW)
    changed = Notification.objects.get(title="Your bank details were changed")
    assert "0002" in changed.body
    assert bank.iban_of(2) not in changed.body
    assert BankAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("holder", "iban", "field"),
    [
        ("", bank.iban_of(1), "holder"),
        (" \u200b\n", bank.iban_of(1), "holder"),
        ("x" * 71, bank.iban_of(1), "holder"),
        ("Ana", "", "iban"),
        ("Ana", "DE00370400440532013000", "iban"),
        ("Ana", "12345678", "iban"),
        ("Ana", bank.iban_of(1)[:-1], "iban"),
    ],
)
def test_details_that_cannot_be_right_change_nothing(holder, iban, field):
    with pytest.raises(BankDetailsRefused) as refusal:
        set_bank_account(CreatorFactory(), holder=holder, iban=iban, actor=None, now=NOW)
    assert refusal.value.field == field
    assert not BankAccount.objects.exists()


def test_new_details_free_what_the_bank_refused():
    creator = CreatorFactory(user=UserFactory())
    closed_week(creator, [(None, 500)])
    bank.give_account(creator, 1)
    bank.settle()
    bank.press()
    bank.tell(bank.status_file(bank.said(Payout.objects.get(), "RJCT")))
    assert states(creator) == [(1, "rejected", 500)]

    bank.give_account(creator, 1)
    assert states(creator) == [(1, "rejected", 500)]
    bank.give_account(creator, 2)

    assert states(creator) == [(1, "payable", 500)]
    assert money(creator) == {"creator": 500}
    bank.press()
    payout = Payout.objects.get()
    assert (payout.state, payout.attempt) == ("sent", 2)
