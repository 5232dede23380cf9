"""A token's life in a browser: made, copied, used against the API, revoked; without script too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import UserFactory
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def make_token(page: Page, name: str) -> str:
    """Fill in the form and return the secret shown."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Works for").select_option("One year")
    page.get_by_role("button", name="Make a token").click()
    return page.locator("#secret").inner_text()


def status_with(page: Page, secret: str) -> int:
    """Ask the API who a token is, from outside of the browser's session."""
    answer = page.request.get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    return answer.status


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("window", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_the_token_pages_are_for_everyone(
    open_page: Callable[..., Page], theme: str, window: dict[str, object]
) -> None:
    page = open_page(color_scheme=theme, **window)
    sign_in(page, UserFactory(brand=True).email)
    page.goto("/brand/profile/")
    page.get_by_role("link", name="API tokens").click()
    seen = [(serious_problems(page), overflow(page))]
    make_token(page, "A very long name " + "w" * 60)
    seen.append((serious_problems(page), overflow(page)))
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke it").wait_for()
    seen.append((serious_problems(page), overflow(page)))
    assert seen == [([], 0)] * 3


def test_a_token_is_made_copied_used_and_revoked(open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, UserFactory().email)
    page.goto("/tokens/")
    secret = make_token(page, "Nightly report")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#copied")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == secret
    outside = open_page()
    assert status_with(outside, secret) == 200
    page.goto("/tokens/")
    expect(page.locator("#secret")).to_have_count(0)
    page.get_by_role("link", name="Revoke Nightly report").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("stopped working at this moment")).to_be_visible()
    assert status_with(outside, secret) == 401


def test_reloading_shows_no_secret_and_makes_no_second_token(page: Page) -> None:
    sign_in(page, UserFactory().email)
    page.goto("/tokens/")
    make_token(page, "Nightly report")
    page.reload()
    expect(page.get_by_text("This token was made already")).to_be_visible()
    expect(page.locator("#secret")).to_have_count(0)
    expect(page.get_by_role("link", name="Revoke")).to_have_count(1)


def test_it_works_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, UserFactory().email)
    page.goto("/tokens/")
    secret = make_token(page, "By hand")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.get_by_text("selects all of it")).to_be_visible()
    assert secret.startswith("cs_")
    page.get_by_role("link", name="Revoke By hand").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("No tokens yet")).to_be_visible()
