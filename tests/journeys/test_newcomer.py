"""A newcomer's way in: sign-up, the letter, a second factor, log-in by code, the own profile."""

import base64
import hashlib
import hmac
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from creatorspark.core.models import Creator, ProfileClaim, User
from scoring import interface as scoring
from tests.factories import NOW, CreatorFactory
from tests.journeys.conftest import overflow, serious_problems, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

EMAIL = "ana@test.example"
PASSWORD = "correct-horse-battery"
STEP_SECONDS = 30


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now (RFC 6238, six digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time() // STEP_SECONDS).to_bytes(8, "big")
    digest = hmac.digest(key, counter, hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def enter_code(page: Page, secret: str, button: str) -> None:
    """Type the code; once more if its half minute ended on the way, as a person would."""
    here = page.url
    for _ in range(2):
        page.get_by_label("Code", exact=False).fill(code_of(secret))
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=button).click()
        if page.url != here:
            return
    raise AssertionError(page.inner_text("main"))


def sign_up(page: Page) -> None:
    """Make a creator's account."""
    page.goto("/")
    page.get_by_role("link", name="Sign up").first.click()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Creator", exact=True).check()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your inbox")


def link_in(letter: Any) -> str:
    """Return the address a letter asks to open."""
    assert letter.to == [EMAIL]
    found = re.search(r"https?://\S+/confirm-email/\S+", letter.body)
    assert found, letter.body
    return found.group()


def set_up_second_factor(page: Page) -> str:
    """Go from the profile to a working second factor; return its secret."""
    page.goto("/studio/profile/")
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Activate").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Confirm").click()
    secret = page.get_by_label("Authenticator secret").input_value()
    assert serious_problems(page) == []
    enter_code(page, secret, "Activate")
    page.goto("/studio/profile/")
    expect(page.get_by_text("A code from your phone is asked at every log-in")).to_be_visible()
    return secret


def log_out(page: Page) -> None:
    """Leave, through the page that asks."""
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: "/logout" not in url)
    page.goto("/studio/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def claim(page: Page, profile: Creator) -> None:
    """Prove by a code in its bio that a profile is one's own."""
    page.get_by_role("link", name="Find my profile").click()
    page.get_by_label("Your handle").fill(f"@{profile.handle}")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name=f"This is me @{profile.handle}").click()
    code = page.locator(".code").inner_text()
    assert code == ProfileClaim.objects.get(creator=profile).code
    Creator.objects.filter(pk=profile.pk).update(bio=f"I cook.\n{code} 🍜")
    page.get_by_role("button", name="I have put it there").click()
    expect(page.get_by_text("Connected. Your videos and points are here now.")).to_be_visible()


def test_a_newcomer_gets_in_and_finds_the_own_profile(page: Page, mailoutbox: list[Any]) -> None:
    scoring.ensure_default_policies(now=NOW)
    profile: Creator = CreatorFactory(handle="ana.cooks", display_name="Ana Cooks")
    sign_up(page)
    page.goto(link_in(mailoutbox[0]))
    assert serious_problems(page) == []
    page.get_by_role("main").get_by_role("button", name="Confirm").click()
    page.wait_for_url(lambda url: "confirm-email" not in url)

    sign_in(page, EMAIL, PASSWORD)
    secret = set_up_second_factor(page)
    log_out(page)

    sign_in(page, EMAIL, PASSWORD)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    assert (serious_problems(page), overflow(page)) == ([], 0)
    page.goto("/studio/")
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    enter_code(page, secret, "Sign In")
    expect(page).to_have_url(re.compile("/studio/$"))
    claim(page, profile)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Cooks")
    profile.refresh_from_db()
    assert profile.user == User.objects.get(email=EMAIL)
