"""The webhook pages: own endpoints only, a secret shown once, buttons that do one thing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creatorspark.core.models import Creator, User, WebhookDelivery, WebhookEndpoint
from creatorspark.core.webhooks import endpoints, outbox
from tests.factories import NOW, UserFactory

PAGE = "/webhooks/"
WISH = {
    "name": "My server",
    "url": "https://example.com/hooks",
    "events": ["appeal.filed", "fraud.hold.released"],
    "once": "a",
}
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def endpoint_of(user: User, url: str = "https://example.com/") -> WebhookEndpoint:
    wish = endpoints.Wish(name="Mine", url=url, events=["appeal.filed"])
    return endpoints.create(wish, actor=user, now=NOW).endpoint


def text_of(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", [PAGE, "/webhooks/1/", "/webhooks/1/secret/"])
def test_a_stranger_is_asked_to_log_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_a_brand_is_told_that_it_is_not_open(client: Client, db: None) -> None:
    assert browser_of(UserFactory(brand=True)).get(PAGE).status_code == 403
    assert browser_of(UserFactory(role="auditor")).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("traits", "profile"), [({}, "/studio/profile/"), ({"staff": True}, "/accounts/2fa/")]
)
def test_creators_and_staff_find_it(db: None, traits: dict[str, bool], profile: str) -> None:
    client = browser_of(UserFactory(**traits))
    assert f'href="{PAGE}"' in text_of(client, profile)
    html = text_of(client)
    assert "No endpoints yet" in html
    assert f'href="{profile}"' in html


def test_an_endpoint_is_made_and_its_secret_shown_once(creator: Creator, signed_in: Client) -> None:
    html = signed_in.post(PAGE, WISH).content.decode()
    (secret,) = set(SECRET.findall(html))
    row = WebhookEndpoint.objects.get()
    assert row.owner == creator.user
    assert row.events == ["appeal.filed", "fraud.hold.released"]
    assert secret not in text_of(signed_in, f"/webhooks/{row.pk}/")
    again = signed_in.post(PAGE, WISH, follow=True).content.decode()
    assert "made already" in again
    assert not SECRET.search(again)
    assert WebhookEndpoint.objects.count() == 1


def test_a_fault_keeps_what_was_typed(creator: Creator, signed_in: Client) -> None:
    html = signed_in.post(PAGE, WISH | {"url": "https://192.168.1.7/"}).content.decode()
    assert "isn’t on the public internet" in html
    assert 'value="https://192.168.1.7/"' in html
    assert not WebhookEndpoint.objects.exists()


def test_a_new_secret_takes_the_place_of_the_old(creator: Creator, signed_in: Client) -> None:
    assert creator.user is not None
    row = endpoint_of(creator.user)
    before = row.sealed_secret
    page = f"/webhooks/{row.pk}/secret/"
    assert "ends at once" in text_of(signed_in, page)
    html = signed_in.post(page, {"hours": "24", "once": "b"}).content.decode()
    assert SECRET.search(html)
    row.refresh_from_db()
    assert row.sealed_secret != before
    assert row.sealed_earlier_secret == before
    signed_in.post(page, {"hours": "24", "once": "b"})
    row.refresh_from_db()
    assert row.sealed_earlier_secret == before


def test_every_button_does_what_it_says(creator: Creator, signed_in: Client) -> None:
    assert creator.user is not None
    row = endpoint_of(creator.user)
    page = f"/webhooks/{row.pk}/"
    outbox.publish("appeal.filed", key="a", creator=creator, data={}, now=NOW)
    for path, words in (
        (f"{page}test/", "A test message is on its way"),
        (f"{page}off/", "Off."),
        (f"{page}off/", "off already"),
        (f"{page}test/", "Switch it on first"),
        (f"{page}on/", "On."),
        (f"/webhooks/deliveries/{WebhookDelivery.objects.earliest('pk').pk}/resend/", "sent again"),
    ):
        assert words in signed_in.post(path, follow=True).content.decode(), path
        assert signed_in.get(path).status_code == 405
    told = signed_in.post(f"{page}recover/", {"days": "30"}, follow=True).content.decode()
    assert "message" in told
    assert "Take “Mine” away?" in text_of(signed_in, f"{page}remove/")
    signed_in.post(f"{page}remove/")
    assert not WebhookEndpoint.objects.exists()


def test_changing_keeps_the_secret(creator: Creator, signed_in: Client) -> None:
    assert creator.user is not None
    row = endpoint_of(creator.user)
    page = f"/webhooks/{row.pk}/change/"
    assert 'value="Mine"' in text_of(signed_in, page)
    signed_in.post(page, WISH | {"name": "Other"})
    changed = WebhookEndpoint.objects.get()
    assert (changed.name, changed.sealed_secret) == ("Other", row.sealed_secret)


def test_anothers_endpoint_does_not_exist(creator: Creator, signed_in: Client) -> None:
    other = endpoint_of(UserFactory())
    delivery = WebhookDelivery.objects.create(
        endpoint=other,
        event=outbox.publish("appeal.filed", key="x", creator=creator, data={}, now=NOW),
        next_at=NOW,
    )
    for path in ("", "change/", "secret/", "remove/"):
        assert signed_in.get(f"/webhooks/{other.pk}/{path}").status_code == 404
    for path in ("on/", "off/", "test/", "recover/", "secret/", "remove/", "change/"):
        assert signed_in.post(f"/webhooks/{other.pk}/{path}").status_code == 404
    assert signed_in.post(f"/webhooks/deliveries/{delivery.pk}/resend/").status_code == 404


def test_more_endpoints_and_messages_take_no_more_queries(
    creator: Creator, signed_in: Client
) -> None:
    assert creator.user is not None

    def queries(path: str) -> int:
        signed_in.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert signed_in.get(path).status_code == 200
        return len(seen)

    row = endpoint_of(creator.user)
    outbox.publish("appeal.filed", key="0", creator=creator, data={}, now=NOW)
    paths = (PAGE, f"/webhooks/{row.pk}/")
    before = [queries(path) for path in paths]
    for number in range(1, 5):
        endpoint_of(creator.user, url=f"https://example.com/{number}")
        outbox.publish("appeal.filed", key=str(number), creator=creator, data={}, now=NOW)
    assert [queries(path) for path in paths] == before
