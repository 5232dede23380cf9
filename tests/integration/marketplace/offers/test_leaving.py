"""A creator who is erased or merged: promises end or follow, and the sums still agree."""

import pytest

from creatorspark.core.models import Notification
from creatorspark.core.services import erasure
from marketplace.domain.offers.states import Side
from marketplace.models import Listing, Offer, OfferMessage
from marketplace.services.offers import writing
from rewards.ledger.reconciliation import discrepancies
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.factories.matching import ListingFactory
from tests.integration.marketplace.offers.scene import (
    FEE,
    Scene,
    commission_policy,
    commitments,
    standing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    commission_policy()
    return Scene()


@pytest.mark.parametrize("state", ["begin", "accepted", "delivered", "disputed"])
def test_erasing_ends_what_is_open_and_releases_the_promise(scene, state):
    offer = getattr(scene, state)()
    staff = UserFactory(staff=True)
    assert erasure.still_open(scene.creator)
    erasure.erase_creator(scene.creator, reason="Asked for", actor=staff, now=NOW, though_open=True)
    offer.refresh_from_db()
    assert offer.state == "cancelled"
    assert commitments() == {}
    assert list(discrepancies()) == []


def test_erasing_forgets_their_words_and_keeps_the_brands(scene):
    offer = scene.begin()
    for side, actor in ((Side.CREATOR, scene.creator_user), (Side.BRAND, scene.brand_user)):
        writing.write(offer.pk, side=side, text=f"I am {side}", actor=actor, now=NOW)
    erasure.erase_creator(scene.creator, reason="Asked for", actor=None, now=NOW, though_open=True)
    told = Notification.objects.filter(user=scene.brand_user)
    assert {message.title for message in told} == {"About an offer to a creator who left"}
    assert not any(scene.creator_user.display_name in message.body for message in told)
    texts = dict(OfferMessage.objects.values_list("side", "text"))
    assert texts == {"creator": "", "brand": "I am brand"}


def test_a_fee_that_is_owed_stays_in_the_ledger(scene):
    scene.completed()
    erasure.erase_creator(scene.creator, reason="Asked for", actor=None, now=NOW, though_open=True)
    assert commitments()["fees"] == FEE
    assert list(discrepancies()) == []


def test_a_merge_takes_offers_and_promises_along(scene):
    offer = scene.accepted()
    kept = CreatorFactory()
    erasure.merge_creators(kept, scene.creator, reason="The same person", actor=None, now=NOW)
    offer.refresh_from_db()
    assert offer.creator_id == kept.pk
    assert standing("committed", creator=kept) == FEE
    assert standing("committed", creator=scene.creator) == 0
    assert list(discrepancies()) == []


def test_two_open_offers_of_one_campaign_are_in_the_way_of_a_merge(scene):
    first = scene.creator
    scene.accepted()
    scene.creator = CreatorFactory()
    scene.begin()
    with pytest.raises(erasure.ErasureRefused, match="Autumn"):
        erasure.merge_creators(first, scene.creator, reason="The same person", actor=None, now=NOW)
    assert Offer.objects.values("creator").distinct().count() == 2


def test_a_merged_profile_shows_only_what_both_showed_and_takes_the_higher_fee(scene):
    kept = CreatorFactory()
    stays = ListingFactory(creator=kept, least_fee=100, currency="USD", shows={"rate": True})
    hidden = {"rate": True, "followers": False}
    Listing.objects.update_or_create(
        creator=scene.creator,
        defaults={"is_listed": False, "shows": hidden, "least_fee": 900, "currency": "USD"},
    )
    erasure.merge_creators(kept, scene.creator, reason="The same person", actor=None, now=NOW)
    stays.refresh_from_db()
    assert not stays.is_listed
    assert (stays.shows["followers"], stays.shows["rate"], stays.shows["videos"]) == (
        False, True, True,
    )  # fmt: skip
    assert stays.least_fee == 900
