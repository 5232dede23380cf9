"""Pages of offers: both sides read their own, do what they may, and nothing else exists."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.models import Campaign, Offer, OfferMessage
from tests.factories import BrandMemberFactory, CreatorFactory, UserFactory, VideoFactory
from tests.integration.marketplace.offers.scene import (
    FEE,
    Scene,
    commission_policy,
    commitments,
)

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def scene(db: None) -> Scene:
    commission_policy()
    return Scene()


@pytest.fixture
def brand(scene: Scene) -> Client:
    return client_of(scene.brand_user)


@pytest.fixture
def creator(scene: Scene) -> Client:
    return client_of(scene.creator_user)


def days() -> dict[str, str]:
    today = timezone.now().date()
    return {
        "deadline": (today + timedelta(days=7)).isoformat(),
        "deliver_by": (today + timedelta(days=28)).isoformat(),
    }


def ask(scene: Scene, brand: Client, **changes: str) -> Any:
    address = f"/brand/campaigns/{scene.campaign.pk}/creators/{scene.creator.pk}/offer/"
    answers = {"amount": "500.00", "wish": "A film", **days(), **changes}
    return brand.post(address, answers)


def sent(scene: Scene, brand: Client, **changes: str) -> Offer:
    response = ask(scene, brand, **changes)
    offer = Offer.objects.get()
    assert response["Location"] == f"/brand/offers/{offer.pk}/"
    return offer


def test_the_form_says_what_it_costs(scene: Scene, brand: Client) -> None:
    page = brand.get(f"/brand/campaigns/{scene.campaign.pk}/creators/{scene.creator.pk}/offer/")
    assert page.status_code == 200
    assert b"10 %" in page.content


def test_an_offer_goes_all_the_way_by_pages(scene: Scene, brand: Client, creator: Client) -> None:
    offer = sent(scene, brand)
    assert (offer.amount, offer.commission) == (FEE, 5_000)
    inbox = creator.get("/studio/offers/")
    assert scene.campaign.brand.name.encode() in inbox.content
    page = creator.get(f"/studio/offers/{offer.pk}/")
    assert b"$500.00" in page.content
    assert b"Accept $500.00" in page.content
    accepted = creator.post(f"/studio/offers/{offer.pk}/accept/", {"version": 1}, follow=True)
    assert b"Promised to you" in accepted.content
    assert commitments()["committed"] == FEE
    video = VideoFactory(
        creator=scene.creator, posted_at=timezone.now() + timedelta(minutes=1), snapshots=0
    )
    creator.post(f"/studio/offers/{offer.pk}/deliver/", {"version": 2, "videos": video.pk})
    seen = brand.get(f"/brand/offers/{offer.pk}/")
    assert b"It is done as agreed" in seen.content
    brand.post(f"/brand/offers/{offer.pk}/complete/", {"version": 3})
    offer.refresh_from_db()
    assert offer.state == "completed"
    report = brand.get(f"/brand/campaigns/{scene.campaign.pk}/report/")
    assert b"$550.00" in report.content
    csv = brand.get(f"/brand/campaigns/{scene.campaign.pk}/report.csv")
    assert "550.00" in csv.content.decode()


def test_a_timeline_says_what_happened_and_a_report_that_nothing_is_there_yet(
    scene: Scene, brand: Client, creator: Client
) -> None:
    offer = sent(scene, brand)
    creator.post(f"/studio/offers/{offer.pk}/accept/", {"version": 1})
    page = brand.get(f"/brand/offers/{offer.pk}/").content
    assert b"<strong>Offered</strong>" in page
    assert b"<strong>Accepted</strong>" in page
    report = brand.get(f"/brand/campaigns/{scene.campaign.pk}/report/").content
    assert b"Nothing was delivered yet" in report


def test_an_invitation_asks_for_a_fee(scene: Scene, brand: Client, creator: Client) -> None:
    offer = sent(scene, brand, amount="", deliver_by="")
    assert offer.state == "invited"
    page = creator.get(f"/studio/offers/{offer.pk}/")
    assert b"Name your fee" in page.content
    creator.post(f"/studio/offers/{offer.pk}/counter/", {"version": 1, "amount": "12.34"})
    offer.refresh_from_db()
    assert (offer.state, offer.amount) == ("countered", 1_234)
    page = brand.get(f"/brand/offers/{offer.pk}/")
    assert b"Accept: $13.57 in all" in page.content


def test_accepting_twice_promises_once(scene: Scene, brand: Client, creator: Client) -> None:
    offer = sent(scene, brand)
    for _click in range(2):
        answer = creator.post(f"/studio/offers/{offer.pk}/accept/", {"version": 1})
        assert answer.status_code == 302
    assert commitments()["committed"] == FEE


def test_an_answer_to_an_old_page_is_told_how_it_stands_now(
    scene: Scene, brand: Client, creator: Client
) -> None:
    offer = sent(scene, brand)
    brand.post(f"/brand/offers/{offer.pk}/offer/", {"version": 1, "amount": "400.00", **days()})
    answer = creator.post(f"/studio/offers/{offer.pk}/accept/", {"version": 1})
    assert answer.status_code == 409
    assert b"This offer changed while you were reading it" in answer.content
    assert b"Accept $400.00" in answer.content
    assert commitments() == {}


def test_what_was_written_stays_when_it_is_refused(scene: Scene, brand: Client) -> None:
    answer = ask(scene, brand, deadline="2001-01-01", wish="Words worth keeping")
    assert answer.status_code == 409
    assert b"Words worth keeping" in answer.content
    answer = ask(scene, brand, amount="-3", wish="Words worth keeping")
    assert answer.status_code == 422
    assert b"Words worth keeping" in answer.content
    assert not Offer.objects.exists()


def test_a_reason_is_needed_to_say_no(scene: Scene, brand: Client, creator: Client) -> None:
    offer = sent(scene, brand)
    address = f"/studio/offers/{offer.pk}/decline/"
    assert creator.post(address, {"version": 1}).status_code == 422
    assert creator.post(address, {"version": 1, "reason": "no_time"}).status_code == 302
    offer.refresh_from_db()
    assert (offer.state, offer.answer_reason) == ("declined", "no_time")


def test_both_sides_write_and_read(scene: Scene, brand: Client, creator: Client) -> None:
    offer = sent(scene, brand)
    creator.post(f"/studio/offers/{offer.pk}/message/", {"text": "<b>Hello</b>"})
    brand.post(f"/brand/offers/{offer.pk}/message/", {"text": "Welcome"})
    assert OfferMessage.objects.count() == 2
    page = brand.get(f"/brand/offers/{offer.pk}/").content
    assert b"&lt;b&gt;Hello&lt;/b&gt;" in page
    assert b"Welcome" in creator.get(f"/studio/offers/{offer.pk}/").content
    assert scene.creator_user.email.encode() not in page


def test_others_have_no_such_offer(scene: Scene, brand: Client, creator: Client) -> None:
    offer = sent(scene, brand)
    other_brand = client_of(BrandMemberFactory().user)
    other = client_of(CreatorFactory(user=UserFactory()).user)
    for client, base in ((other_brand, "/brand/offers"), (other, "/studio/offers")):
        assert client.get(f"{base}/{offer.pk}/").status_code == 404
        assert client.post(f"{base}/{offer.pk}/accept/", {"version": 1}).status_code == 404
        assert client.post(f"{base}/{offer.pk}/message/", {"text": "x"}).status_code == 404
    for part in ("offers/", "report/", "report.csv", f"creators/{scene.creator.pk}/offer/"):
        address = f"/brand/campaigns/{scene.campaign.pk}/{part}"
        assert other_brand.get(address).status_code == 404
        assert brand.get(address).status_code == 200
    assert commitments() == {}


def test_a_member_removed_meanwhile_is_out_at_the_next_click(scene: Scene, brand: Client) -> None:
    offer = sent(scene, brand)
    scene.member.left_at = timezone.now()
    scene.member.save()
    assert brand.get(f"/brand/offers/{offer.pk}/").status_code == 404
    answer = brand.post(f"/brand/offers/{offer.pk}/withdraw/", {"version": 1, "reason": "other"})
    assert answer.status_code == 404
    offer.refresh_from_db()
    assert offer.state == "offered"


@pytest.mark.parametrize("act", ["nothing", "withdraw", "complete", "expire", "pay"])
def test_acts_of_others_are_no_addresses(
    scene: Scene, brand: Client, creator: Client, act: str
) -> None:
    offer = sent(scene, brand)
    address = f"/studio/offers/{offer.pk}/{act}/"
    assert creator.post(address, {"version": 1}).status_code == 404
    assert creator.get(f"/studio/offers/{offer.pk}/accept/").status_code == 405


@pytest.mark.parametrize("side", ["creator", "brand"])
def test_a_page_of_many_offers_asks_no_more_than_one_of_few(
    scene: Scene,
    brand: Client,
    creator: Client,
    side: str,
    django_assert_max_num_queries: Any,
) -> None:
    def more(number: int) -> None:
        for _one in range(number):
            if side == "creator":
                scene.campaign = Campaign.objects.create(
                    brand=scene.member.brand, name="More", state="open"
                )
            else:
                scene.creator = CreatorFactory(user=UserFactory())
            scene.begin(1_000)

    client = creator if side == "creator" else brand
    address = (
        "/studio/offers/" if side == "creator" else f"/brand/campaigns/{scene.campaign.pk}/offers/"
    )
    more(2)
    client.get(address)
    with django_assert_max_num_queries(50) as few:
        client.get(address)
    more(6)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
