"""The payout pages: every state in words, what to do next, and bank details kept safe."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from creatorspark.core.models import Creator
from fraud.services.holds import place_hold
from rewards.models import BankAccount, Payout
from tests.factories import DEFAULT_PASSWORD, NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.portals.scenes import client_of
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week

ACCOUNT = "/studio/payouts/account/"
DETAILS = {"holder": "Lina Amberly", "iban": bank.iban_of(4321)}


def page(client: Client, address: str = "/studio/payouts/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def logged_in(signed_in: Client) -> Client:
    """A browser in which the creator has just given their password again."""
    signed_in.post("/accounts/reauthenticate/", {"password": DEFAULT_PASSWORD})
    return signed_in


def test_nothing_yet_says_what_will_come(signed_in: Client) -> None:
    html = page(signed_in)
    assert "No payouts yet" in html
    assert "Where shall we pay you?" in html


def test_every_state_has_its_sentence(creator: Creator, signed_in: Client) -> None:
    bank.give_account(creator)
    closed_week(creator, [(None, 12_345)])
    assert "The review is about to end." in page(signed_in)
    bank.settle()
    html = page(signed_in)
    assert "$123.45" in html
    assert "It goes to your bank with the next payout." in html
    bank.press()
    assert "Banks need a day or two." in page(signed_in)
    sent = Payout.objects.select_related("batch").get()
    bank.tell(bank.status_file(bank.said(sent, "ACSC")))
    assert "Your bank has it since" in page(signed_in)
    bank.tell(bank.return_file(bank.said(sent, "RTRN", reason="AC04")))
    html = page(signed_in)
    assert "Your bank sent it back" in html
    assert "The account is closed. (AC04)" in html
    assert "Change bank details" in html


def test_a_small_sum_and_a_missing_account_say_why_they_wait(
    creator: Creator, signed_in: Client
) -> None:
    closed_week(creator, [(None, 60)])
    bank.settle()
    assert "Tell us your bank details" in page(signed_in)
    bank.give_account(creator)
    assert "We pay from $1.00 on" in page(signed_in)


def test_a_held_payout_shows_what_is_kept_and_why(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, caption="Burst of Tuesday")
    closed_week(creator, [(video, 500), (None, 300)])
    place_hold(
        creator, video_id=video.pk, reason_code="x", reason="We look at it.", actor=None, now=NOW
    )
    bank.settle()
    assert "$5.00 is on hold while a person looks." in page(signed_in)
    held = Payout.objects.get(state="held")
    html = page(signed_in, f"/studio/payouts/{held.pk}/")
    assert "Burst of Tuesday" in html
    assert "We look at it." in html
    assert "What was kept apart" in html


def test_a_payout_shows_its_steps(creator: Creator, signed_in: Client) -> None:
    bank.give_account(creator)
    closed_week(creator, [(None, 500)])
    bank.settle()
    bank.press()
    html = page(signed_in, f"/studio/payouts/{Payout.objects.get().pk}/")
    for step in ("In review", "Ready to pay", "Sent to your bank"):
        assert step in html
    assert "/studio/earnings/2025-W18/" in html


def test_other_peoples_payouts_do_not_exist(creator: Creator, signed_in: Client) -> None:
    other = CreatorFactory(user=UserFactory())
    closed_week(other, [(None, 500)])
    address = f"/studio/payouts/{Payout.objects.get().pk}/"
    assert signed_in.get(address).status_code == 404
    assert client_of(other).get(address).status_code == 200
    assert "$5.00" not in page(signed_in)


def test_older_payouts_are_a_page_away(creator: Creator, signed_in: Client) -> None:
    for _ in range(27):
        closed_week(creator, [(None, 500)])
    html = page(signed_in)
    assert html.count("badge--info") == 25
    assert "before=" in html
    oldest = Payout.objects.order_by("pk").first()
    assert oldest is not None
    assert f"/studio/payouts/{oldest.pk}/" in page(
        signed_in, f"/studio/payouts/?before={oldest.pk + 2}"
    )
    assert page(signed_in, "/studio/payouts/?before=x") == html


# Bank details -------------------------------------------------------------------------------------
def test_bank_details_ask_for_the_password_first(signed_in: Client) -> None:
    response = signed_in.get(ACCOUNT)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/?next=")


def test_details_sent_too_late_are_neither_saved_nor_kept_in_the_session(
    creator: Creator, signed_in: Client
) -> None:
    response = signed_in.post(ACCOUNT, DETAILS)
    assert response["Location"] == ACCOUNT
    assert not BankAccount.objects.exists()
    for session in Session.objects.all():
        assert "4321" not in str(session.get_decoded())


def test_the_password_opens_the_form(creator: Creator, signed_in: Client) -> None:
    asked = signed_in.get(ACCOUNT)["Location"]
    assert signed_in.get(asked).status_code == 200
    response = signed_in.post(asked, {"password": DEFAULT_PASSWORD, "next": ACCOUNT})
    assert response["Location"] == ACCOUNT
    assert "Save bank details" in page(signed_in, ACCOUNT)


def test_saved_details_are_shown_by_their_end_only(creator: Creator, logged_in: Client) -> None:
    response = logged_in.post(ACCOUNT, DETAILS)
    assert response["Location"] == "/studio/payouts/"
    html = page(logged_in) + page(logged_in, ACCOUNT)
    assert "Saved. Your payouts go there from now on." in html
    assert "Account ending 4321" in html
    assert "DE ···· 4321" in html
    assert DETAILS["iban"] not in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iban": "DE00370400440000004321"}, "One character isn"),
        ({"iban": "hello"}, "An IBAN starts with two letters"),
        ({"iban": ""}, "This field is required"),
        ({"holder": " "}, "This field is required"),
        ({"holder": "x" * 71}, "70 characters at most"),
        ({"iban": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_right_says_why(
    creator: Creator, logged_in: Client, changes: dict[str, Any], words: str
) -> None:
    response = logged_in.post(ACCOUNT, DETAILS | changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not BankAccount.objects.exists()


def test_the_profile_leads_to_the_bank_details(creator: Creator, signed_in: Client) -> None:
    assert ACCOUNT in page(signed_in, "/studio/profile/")


def test_pages_are_for_their_creator(client: Client, db: None) -> None:
    client.force_login(UserFactory(brand=True))
    assert client.get(ACCOUNT).status_code == 403
    client.force_login(UserFactory())
    assert "Find" in page(client)
