"""Redeeming through the pages: once a key, never below zero, refused with a sentence."""

import re
import uuid

import pytest
from django.test import Client

from creatorspark.core.models import Creator
from rewards import interface as rewards
from rewards.models import Redemption, ShopItem
from tests.factories import ShopItemFactory
from tests.integration.portals.scenes import give_points


@pytest.fixture
def item(db: None) -> ShopItem:
    """Half an hour of exposure for 200 points."""
    shop_item: ShopItem = ShopItemFactory(name="30 min exposure", cost=200)
    return shop_item


def form_of(client: Client, item: ShopItem) -> dict[str, str]:
    """Open the confirm page and read its hidden fields."""
    html = client.get(f"/studio/shop/{item.pk}/").content.decode()
    return dict(re.findall(r'type="hidden" name="(key|cost)" value="([^"]+)"', html))


def points(creator: Creator) -> int:
    """Return a creator's balance."""
    return rewards.balance(creator_id=creator.pk).points


def test_the_confirm_page_shows_price_and_what_is_left(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 1_500)
    html = signed_in.get(f"/studio/shop/{item.pk}/").content.decode()
    assert "1,500 points" in html
    assert "−200 points" in html
    assert "1,300 points" in html


def test_paying_takes_the_points_and_leads_to_the_order(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 500)
    response = signed_in.post(f"/studio/shop/{item.pk}/", form_of(signed_in, item), follow=True)
    assert points(creator) == 300
    assert "Ordered." in response.content.decode()
    assert "Requested" in response.content.decode()


def test_a_second_click_on_the_same_form_pays_once(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 1_000)
    form = form_of(signed_in, item)
    first = signed_in.post(f"/studio/shop/{item.pk}/", form)
    second = signed_in.post(f"/studio/shop/{item.pk}/", form)
    assert first["Location"] == second["Location"]
    assert points(creator) == 800
    assert Redemption.objects.count() == 1


def test_two_tabs_are_two_orders(creator: Creator, signed_in: Client, item: ShopItem) -> None:
    give_points(creator, 1_000)
    forms = [form_of(signed_in, item), form_of(signed_in, item)]
    for form in forms:
        signed_in.post(f"/studio/shop/{item.pk}/", form)
    assert points(creator) == 600


def test_too_few_points_are_refused_with_what_is_missing(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 150)
    form = {"key": str(uuid.uuid4()), "cost": "200"}
    response = signed_in.post(f"/studio/shop/{item.pk}/", form)
    assert response.status_code == 409
    assert "50 more to go" in response.content.decode()
    assert points(creator) == 150


def test_a_price_that_rose_meanwhile_takes_nothing(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 1_000)
    form = form_of(signed_in, item)
    ShopItem.objects.filter(pk=item.pk).update(cost=300)
    response = signed_in.post(f"/studio/shop/{item.pk}/", form)
    assert response.status_code == 409
    assert "now costs 300 points" in response.content.decode()
    assert points(creator) == 1_000


def test_an_item_that_left_the_shop_says_so(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 1_000)
    form = form_of(signed_in, item)
    ShopItem.objects.filter(pk=item.pk).update(is_active=False)
    response = signed_in.post(f"/studio/shop/{item.pk}/", form)
    assert response.status_code == 409
    assert points(creator) == 1_000
    assert signed_in.get(f"/studio/shop/{item.pk}/").status_code == 404


@pytest.mark.parametrize("cost", ["", "x", "-1", "9" * 30])
def test_a_tampered_price_takes_nothing(
    creator: Creator, signed_in: Client, item: ShopItem, cost: str
) -> None:
    give_points(creator, 1_000)
    signed_in.post(f"/studio/shop/{item.pk}/", {"key": str(uuid.uuid4()), "cost": cost})
    assert points(creator) == 1_000


def test_cancelling_brings_the_points_back_once(
    creator: Creator, signed_in: Client, item: ShopItem
) -> None:
    give_points(creator, 500)
    order = signed_in.post(f"/studio/shop/{item.pk}/", form_of(signed_in, item))["Location"]
    for _ in range(2):
        signed_in.post(f"{order}cancel/")
    assert points(creator) == 500
    assert "Cancelled" in signed_in.get(order).content.decode()


def test_paying_asks_for_the_forms_token(creator: Creator, item: ShopItem) -> None:
    give_points(creator, 500)
    careful = Client(enforce_csrf_checks=True)
    assert creator.user is not None
    careful.force_login(creator.user)
    response = careful.post(f"/studio/shop/{item.pk}/", {"key": str(uuid.uuid4()), "cost": "200"})
    assert response.status_code == 403
    assert "This form was open for too long" in response.content.decode()
    assert points(creator) == 500
