"""Money from a closed week to a bank: two browsers, the worker, the folder and the bank's stub."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from rewards.models import Payout, PayoutBatch
from rewards.services.payouts import exchange, settling
from scoring import interface as scoring
from tests.factories import DEFAULT_PASSWORD, CreatorFactory, UserFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week
from tests.journeys.conftest import overflow, serious_problems, sign_in
from tests.journeys.working import until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def give_details(phone: Page, *, iban: str) -> None:
    """Fill in the form, confirming with the password where it is asked."""
    phone.goto("/studio/payouts/account/")
    if "reauthenticate" in phone.url:
        assert serious_problems(phone) == []
        phone.get_by_label("Password").fill(DEFAULT_PASSWORD)
        phone.get_by_role("button", name="Confirm").click()
    phone.get_by_label("Account holder").fill("Nina Okafor")
    phone.get_by_label("IBAN").fill(iban)
    assert serious_problems(phone) == []
    assert overflow(phone) <= 0
    phone.get_by_role("button", name="Save bank details").click()
    expect(phone.get_by_text("Saved. Your payouts go there from now on.")).to_be_visible()


def send(desk: Page, *, words: str) -> None:
    """Read the sums, then press."""
    desk.goto("/admin/rewards/payoutbatch/act/send/")
    expect(desk.get_by_text(words)).to_be_visible()
    desk.get_by_role("button", name="Send to the bank").click()
    expect(desk.get_by_text("is on its way.")).to_be_visible()


def exchange_with_bank(page: Page) -> None:
    """Hand over, let the bank answer, and read what it says; the worker does our part."""
    before = PayoutBatch.objects.filter(handed_over_at=None)
    exchange.request_exchange(now=timezone.now())
    until(page, lambda: not before.exists(), what="handing over")
    call_command("bank_stub", verbosity=0)
    exchange.request_exchange(now=timezone.now())
    until(page, lambda: not Payout.objects.filter(state="sent").exists(), what="the bank's word")


def check_pages(phone: Page) -> None:
    for address in ("/studio/payouts/", f"/studio/payouts/{Payout.objects.get().pk}/"):
        phone.goto(address)
        assert overflow(phone) <= 0
        assert serious_problems(phone) == []


def test_money_reaches_a_bank_at_the_second_try(
    worker: Path, open_page: Callable[..., Page]
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    UserFactory(email="desk@test.example", superuser=True)
    nina = CreatorFactory(handle="nina.cooks", user=UserFactory(email="nina@test.example"))
    closed_week(nina, [(None, 4_120)])
    phone, desk = open_page(viewport=PHONE), open_page()
    sign_in(phone, "nina@test.example")
    sign_in(desk, "desk@test.example")

    give_details(phone, iban=bank.iban_of(10_404))
    settling.sweep(now=timezone.now())
    until(phone, lambda: Payout.objects.get().state == "payable", what="the end of the review")
    send(desk, words="1 payout of one creator, $41.20, goes to the bank.")
    exchange_with_bank(phone)
    phone.goto("/studio/payouts/")
    expect(phone.get_by_text("The account is closed. (AC04)")).to_be_visible()
    check_pages(phone)

    give_details(phone, iban=bank.iban_of(7))
    send(desk, words="1 payout of one creator, $41.20, goes to the bank.")
    exchange_with_bank(phone)
    check_pages(phone)
    expect(phone.get_by_text("Your bank has it since")).to_be_visible()
    payout = Payout.objects.get()
    assert (payout.state, payout.attempt) == ("paid", 2)
    desk.goto(f"/admin/rewards/payout/{payout.pk}/change/")
    expect(desk.get_by_text("You gave new bank details.")).to_be_visible()
