"""The reference page of the API in a real browser: content policy, keyboard, phone."""

import pytest

from tests.journeys.conftest import PHONE, serious_problems

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGE = "/api/v1/docs/"


def test_a_developer_finds_an_operation_and_a_problem(page):
    page.goto(PAGE)
    page.get_by_role("heading", name="Creator Spark API").wait_for()
    summary = page.locator("#redemptions_create summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.locator("#redemptions_create").get_by_text("agreed_cost").first.wait_for()
    page.goto(f"{PAGE}#problem-throttled")
    assert page.locator("#problem-throttled").is_visible()
    assert serious_problems(page) == []


def test_it_fits_a_phone(open_page):
    page = open_page(viewport=PHONE)
    page.goto(PAGE)
    for operation in page.locator("details").all()[:6]:
        operation.evaluate("node => node.open = true")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
