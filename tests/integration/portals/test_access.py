"""Who may open what: strangers log in, other roles are told, other people's things don't exist."""

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator
from rewards import interface as rewards
from tests.factories import CreatorFactory, ShopItemFactory, UserFactory, VideoFactory
from tests.integration.portals.scenes import client_of, give_points

CREATOR_PAGES = (
    "/studio/",
    "/studio/videos/",
    "/studio/shop/",
    "/studio/earnings/",
    "/studio/earnings.csv",
    "/studio/earnings/2026-W46/",
    "/studio/payouts/",
    "/studio/payouts/1/",
    "/studio/payouts/account/",
    "/studio/points/",
    "/studio/points.csv",
    "/studio/profile/",
    "/studio/profile/claim/",
    "/studio/offers/",
    "/studio/offers/1/",
)


@pytest.fixture
def other(db: None) -> Creator:
    """Another connected creator."""
    creator: Creator = CreatorFactory(user=UserFactory())
    return creator


@pytest.mark.parametrize("path", [*CREATOR_PAGES, "/brand/", "/brand/profile/", "/messages/"])
def test_a_stranger_is_asked_to_log_in(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", CREATOR_PAGES)
def test_a_brand_is_told_that_a_creators_page_is_not_open_to_it(
    client: Client, db: None, path: str
) -> None:
    client.force_login(UserFactory(brand=True))
    response = client.get(path)
    assert response.status_code == 403
    assert b"This page is not open to your account" in response.content


def test_a_creator_is_told_that_a_brands_page_is_not_open(signed_in: Client) -> None:
    assert signed_in.get("/brand/").status_code == 403


def test_another_creators_video_does_not_exist(signed_in: Client, other: Creator) -> None:
    video = VideoFactory(creator=other)
    assert signed_in.get(f"/studio/videos/{video.pk}/").status_code == 404
    assert client_of(other).get(f"/studio/videos/{video.pk}/").status_code == 200


def test_another_creators_order_does_not_exist_and_cannot_be_cancelled(
    signed_in: Client, other: Creator
) -> None:
    give_points(other, 500)
    receipt = rewards.redeem(
        creator_id=other.pk,
        item_id=ShopItemFactory().pk,
        key="theirs",
        actor_id=None,
        now=timezone.now(),
    )
    address = f"/studio/orders/{receipt.redemption_id}/"
    assert signed_in.get(address).status_code == 404
    assert signed_in.post(f"{address}cancel/").status_code == 404
    assert client_of(other).get(address).status_code == 200
    assert rewards.balance(creator_id=other.pk).points == 300


@pytest.mark.parametrize(
    ("traits", "home"),
    [({}, "/studio/"), ({"brand": True}, "/brand/"), ({"staff": True}, "/admin/")],
)
def test_everyone_is_led_to_the_home_of_their_role(
    client: Client, db: None, traits: dict[str, bool], home: str
) -> None:
    client.force_login(UserFactory(**traits))
    assert client.get("/home/")["Location"] == home


@pytest.mark.parametrize("path", CREATOR_PAGES[:5])
def test_an_account_without_a_profile_is_shown_how_to_connect_one(
    client: Client, db: None, path: str
) -> None:
    client.force_login(UserFactory())
    response = client.get(path)
    assert b"Connect your creator profile" in response.content


def test_the_landing_page_greets_strangers_and_sends_others_home(client: Client, db: None) -> None:
    assert b"Your videos earn points. You see why." in client.get("/").content
    client.force_login(UserFactory())
    assert client.get("/")["Location"] == "/home/"


def test_an_address_that_does_not_exist_has_a_designed_page(client: Client, db: None) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert b"There is nothing at this address" in response.content
