"""A webhook's life in a browser: added, tried, seen to arrive, given a new secret, taken away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import WebhookEndpoint
from creatorspark.core.webhooks.delivery import deliver
from tests.factories import CreatorFactory, UserFactory
from tests.integration.core.webhooks.receiving import Receiver
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in
from tests.local_servers import served

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("window", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_a_creators_program_is_told(
    open_page: Callable[..., Page], settings: Any, theme: str, window: dict[str, object]
) -> None:
    creator = CreatorFactory(user=UserFactory())
    page = open_page(color_scheme=theme, **window)
    seen = []

    def look() -> None:
        seen.append((serious_problems(page), overflow(page)))

    with served(Receiver()) as receiver:
        settings.WEBHOOK_LOOPBACK = (receiver.place,)
        sign_in(page, creator.user.email)
        page.goto("/studio/profile/")
        page.get_by_role("link", name="Webhooks").click()
        look()
        page.get_by_label("Name").fill("A very long name " + "w" * 60)
        page.get_by_label("Address").fill(receiver.url)
        page.get_by_label("An appeal was filed").uncheck()
        page.get_by_role("button", name="Add the endpoint").click()
        secret = page.locator("#secret").inner_text()
        look()
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("A test message is on its way")).to_be_visible()
        endpoint = WebhookEndpoint.objects.get()
        assert "appeal.filed" not in endpoint.events
        assert deliver(endpoint.pk, now=timezone.now()) == 1
        assert receiver.received[0].verified(secret)["type"] == "webhook.test"
        page.get_by_role("link", name="Reload").click()
        expect(page.get_by_text("answered 204 No Content")).to_be_visible()
        look()
        page.get_by_role("link", name="New secret").click()
        look()
        page.get_by_role("button", name="Make a new secret").click()
        assert page.locator("#secret").inner_text() != secret
        page.get_by_role("link", name="Take away").click()
        look()
        page.get_by_role("button", name="Take it away").click()
        expect(page.get_by_text("No endpoints yet")).to_be_visible()
    assert seen == [([], 0)] * 5
