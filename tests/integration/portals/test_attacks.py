"""What a hostile or clumsy caller sends: never a server error, never a second payment."""

import uuid

import pytest
from django.test import Client

from creatorspark.core.models import Creator
from rewards import interface as rewards
from rewards.models import Redemption
from tests.factories import ShopItemFactory, UserFactory
from tests.integration.portals.scenes import give_points

# One past what a bigint holds, and far past it.
TOO_LARGE = ("9223372036854775808", "9" * 20, "9" * 400)

NUMBERED = (
    "/studio/videos/{}/",
    "/studio/videos/{}/file/",
    "/studio/videos/{}/file/link/",
    "/studio/shop/{}/",
    "/studio/orders/{}/",
    "/studio/orders/{}/cancel/",
    "/studio/profile/claim/{}/check/",
    "/studio/profile/claim/{}/withdraw/",
)

READABLE = (
    "/studio/",
    "/studio/videos/",
    "/studio/shop/",
    "/studio/points/",
    "/studio/points.csv",
    "/studio/profile/",
    "/messages/",
    "/learn/points/",
)

NONSENSE = (
    f"page={'9' * 20}",
    "page=%00",
    "sort=xx&dir=%00",
    "q=%00",
    "q=%ff%fe",
    "since=0000-99-99&until=9999-99-99",
    "since=0001-01-01&until=9999-12-31",
    f"before={'9' * 20}",
    "kind=%00&state=%00&posted=%00",
)


@pytest.mark.parametrize("number", TOO_LARGE)
@pytest.mark.parametrize("path", NUMBERED)
def test_a_number_that_no_row_can_have_is_not_found(
    signed_in: Client, path: str, number: str
) -> None:
    assert signed_in.get(path.format(number)).status_code == 404
    assert signed_in.post(path.format(number), {"key": uuid.uuid4()}).status_code == 404


@pytest.mark.parametrize("number", TOO_LARGE)
def test_an_import_that_cannot_exist_is_not_found(staff_client: Client, number: str) -> None:
    assert staff_client.get(f"/staff/imports/{number}/").status_code == 404
    assert staff_client.post(f"/staff/imports/{number}/confirm/").status_code == 404


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("path", READABLE)
def test_nonsense_in_an_address_is_read_as_nothing(
    signed_in: Client, path: str, query: str
) -> None:
    assert signed_in.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", READABLE)
def test_head_answers_as_get_does(signed_in: Client, path: str) -> None:
    response = signed_in.head(path)
    assert response.status_code == 200
    assert response.content == b"" if not response.streaming else True


def test_a_strangers_head_of_the_landing_page_is_answered(client: Client, db: None) -> None:
    assert client.head("/").status_code == 200


@pytest.mark.parametrize("key", [None, "", "x" * 500, "\x00", "not-a-key"])
def test_a_payment_without_its_forms_key_takes_nothing(
    creator: Creator, signed_in: Client, key: str | None
) -> None:
    item = ShopItemFactory(cost=200)
    give_points(creator, 1_000)
    form = {"cost": "200"} if key is None else {"cost": "200", "key": key}
    for _ in range(2):
        response = signed_in.post(f"/studio/shop/{item.pk}/", form)
        assert response.status_code == 409
        assert "Nothing was taken" in response.content.decode()
    assert rewards.balance(creator_id=creator.pk).points == 1_000
    assert not Redemption.objects.exists()


@pytest.mark.parametrize("cost", [None, "", "x", "-1", "²", "9" * 30])
def test_a_payment_without_the_price_that_was_shown_takes_nothing(
    creator: Creator, signed_in: Client, cost: str | None
) -> None:
    item = ShopItemFactory(cost=200)
    give_points(creator, 1_000)
    form = {"key": str(uuid.uuid4())} | ({} if cost is None else {"cost": cost})
    response = signed_in.post(f"/studio/shop/{item.pk}/", form)
    assert response.status_code == 409
    assert rewards.balance(creator_id=creator.pk).points == 1_000


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(signed_in: Client, target: str) -> None:
    response = signed_in.post(
        "/theme/", {"theme": "dark", "next": target}, headers={"referer": target}
    )
    assert response["Location"] == "/"


@pytest.fixture
def staff_client(db: None) -> Client:
    """A browser of staff with a second factor where the settings ask for one."""
    client = Client()
    client.force_login(UserFactory(staff=True))
    return client


def test_the_staffs_pages_name_their_icon(client: Client, db: None) -> None:
    """Otherwise a browser asks for /favicon.ico, which is not there."""
    html = client.get("/admin/login/", follow=True).content.decode()
    assert "img/favicon" in html
