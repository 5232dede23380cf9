"""What staff see and do in the admin: everything, but no secret."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from creatorspark.core.models import WebhookDelivery, WebhookEndpoint
from creatorspark.core.webhooks import endpoints, outbox
from creatorspark.core.webhooks.delivery import deliver
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, staff, creator, receiver, endpoint_for):
    """The staff's browser, and a creator's endpoint that took one message and failed one."""
    endpoint, now = endpoint_for(creator.user).endpoint, timezone.now()
    for key, status in (("a", 204), ("b", 500)):
        receiver.answers(status)
        outbox.publish("appeal.filed", key=key, creator=creator, data={"appeal": key}, now=now)
        deliver(endpoint.pk, now=now)
    client.force_login(staff)
    return client


def address(row, rest="change/"):
    name = f"admin:core_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk]).removesuffix("change/") + rest


def test_everything_opens_and_no_secret_is_there(page, creator):
    endpoint = WebhookEndpoint.objects.get()
    delivery = WebhookDelivery.objects.get(state="waiting")
    for path, words in (
        (reverse("admin:core_webhookendpoint_changelist") + "?q=example", ""),
        (address(endpoint), creator.user.display_name),
        (reverse("admin:core_webhookdelivery_changelist"), "appeal.filed"),
        (address(delivery), "500"),
    ):
        text = page.get(path).content.decode()
        assert words in text
        assert "whsec_" not in text
        assert endpoint.sealed_secret not in text


def test_a_message_is_found_by_the_id_its_receiver_saw(page, receiver):
    listed = reverse("admin:core_webhookdelivery_changelist")
    seen = receiver.received[0].headers["webhook-id"]
    found = page.get(listed, {"q": seen}).context["cl"].queryset
    assert [row.event.message_id for row in found] == [seen]
    assert page.get(listed, {"q": "msg_nonsense"}).context["cl"].queryset.count() == 0


def test_staff_send_again_and_switch(page, staff, receiver):
    endpoint = WebhookEndpoint.objects.get()
    taken = WebhookDelivery.objects.get(state="delivered")
    page.post(address(taken, "act/resend/"))
    taken.refresh_from_db()
    assert taken.state == "waiting"
    page.post(address(endpoint, "act/switch-off/"))
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.off_because) == ("off", "asked")
    listed = reverse("admin:core_webhookdelivery_changelist")
    chosen = {"action": "resend_chosen", "_selected_action": [taken.pk]}
    assert "were left" in page.post(listed, chosen, follow=True).content.decode()
    page.post(address(endpoint, "act/switch-on/"))
    page.post(address(endpoint, "act/recover/"))
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"waiting"}
    page.post(address(endpoint, "act/send-test/"))
    receiver.answers(200)
    assert deliver(endpoint.pk, now=timezone.now() + timedelta(days=1)) == 3
    assert not endpoints.switch_on(endpoint, actor=staff, now=NOW)
