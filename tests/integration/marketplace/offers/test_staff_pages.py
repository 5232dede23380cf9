"""The desk: staff read both sides, decide, and write down what brands paid."""

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.models import Offer
from rewards.models import StaffAdjustment
from tests.factories import UserFactory
from tests.integration.marketplace.offers.scene import FEE, Scene, commission_policy, commitments

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    commission_policy()
    return Scene()


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def page(offer: Offer) -> str:
    return reverse("admin:marketplace_offer_change", args=[offer.pk])


def act(client, offer: Offer, name: str, **answers: str):
    return client.post(f"{page(offer).removesuffix('change/')}act/{name}/", answers, follow=True)


def test_the_desk_lists_and_shows_offers(client, staff, scene):
    offer = scene.disputed()
    listed = client.get(reverse("admin:marketplace_offer_changelist"))
    assert b"In dispute" in listed.content
    shown = client.get(page(offer))
    assert b"The wrong colour" in shown.content
    home = client.get(reverse("admin:index"))
    assert b"Disputes about offers" in home.content


def test_the_list_says_in_words_who_still_owes(client, staff, scene):
    offer = scene.completed()
    listed = client.get(reverse("admin:marketplace_offer_changelist")).content
    assert f"#{offer.pk}".encode() in listed
    assert b"not yet" in listed


def test_staff_decide_in_part(client, staff, scene):
    offer = scene.disputed()
    assert "It isn’t what was agreed" in client.get(page(offer)).content.decode()
    answer = act(client, offer, "decide", amount="200.00", reason="Half of it was made")
    assert b"$200.00 are owed" in answer.content
    offer.refresh_from_db()
    assert (offer.state, offer.settled, offer.settled_commission) == ("completed", 20_000, 2_000)


def test_staff_decide_that_nothing_is_owed(client, staff, scene):
    offer = scene.disputed()
    act(client, offer, "decide", amount="0.00", reason="Nothing was made")
    offer.refresh_from_db()
    assert offer.state == "cancelled"
    assert commitments() == {}


def test_a_decision_beyond_what_was_agreed_comes_back_with_its_words(client, staff, scene):
    offer = scene.disputed()
    answer = act(client, offer, "decide", amount="500.01", reason="Too generous")
    assert b"Too generous" in answer.content
    offer.refresh_from_db()
    assert offer.state == "disputed"


def test_a_payment_is_written_down_once_and_joins_the_statement(client, staff, scene):
    offer = scene.completed()
    act(client, offer, "received")
    act(client, offer, "received")
    offer.refresh_from_db()
    assert offer.paid_at is not None
    assert StaffAdjustment.objects.get().amount == FEE


def test_acts_that_dont_fit_the_state_do_nothing(client, staff, scene):
    offer = scene.delivered()
    for name in ("decide", "received", "cancel"):
        act(client, offer, name, amount="1.00", reason="x")
    offer.refresh_from_db()
    assert offer.state == "delivered"
    assert commitments()["committed"] == FEE


def test_others_dont_come_in(client, scene):
    offer = scene.disputed()
    client.force_login(scene.brand_user)
    assert client.get(page(offer)).status_code == 302
    act(client, offer, "decide", amount="1.00", reason="x")
    offer.refresh_from_db()
    assert offer.state == "disputed"
    assert offer.updated_at < timezone.now()
