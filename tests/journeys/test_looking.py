"""What the journeys look at pages with sees what is wrong with them."""

import pytest

from tests.journeys.conftest import PHONE, overflow, serious_problems

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FAULTS = """() => document.querySelector("main").insertAdjacentHTML(
    "beforeend", '<img src="/static/img/icons.svg"><button type="button"></button>'
)"""


def test_planted_faults_are_seen(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/accounts/login/")
    assert (serious_problems(page), overflow(page)) == ([], 0)
    page.evaluate(FAULTS)
    found = serious_problems(page)
    assert [line.partition(":")[0] for line in found] == ["button-name", "image-alt"]
    assert "['img']" in found[1]
    page.evaluate("document.querySelector('main').style.width = '2000px'")
    assert overflow(page) > 0
