"""Media kits, brands for a creator and insight by the API: who reads what."""

import pytest
from django.utils import timezone

from marketplace import interface as marketplace
from marketplace.models import BrandMember, Listing, Match, MatchRun
from tests.factories import BrandFactory, BrandMemberFactory, CreatorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator(db):
    """A creator who hides followers and the least fee."""
    found = CreatorFactory(user=UserFactory(), follower_count=4_242)
    Listing.objects.create(
        creator=found,
        about="Hello",
        shows={"followers": False, "rate": False},
        least_fee=12_050,
        currency="USD",
    )
    return found


def kit(client, user, creator):
    client.force_login(user)
    return client.get(f"/api/v1/creators/{creator.pk}/kit/")


def test_the_owner_and_staff_read_everything(client, creator):
    for user in (creator.user, UserFactory(staff=True)):
        answer = kit(client, user, creator).json()
        assert answer["followers"] == 4_242
        assert answer["rate"]["least"] == {"amount": "120.50", "currency": "USD"}
        assert answer["hidden"] == ["followers", "rate"]


def test_a_brand_reads_what_is_shown(client, creator):
    member = BrandMemberFactory()
    answer = kit(client, member.user, creator).json()
    assert answer["about"] == "Hello"
    assert (answer["followers"], answer["rate"], answer["hidden"]) == (None, None, [])
    BrandMember.objects.update(left_at=timezone.now())
    assert kit(client, member.user, creator).status_code == 404


def test_others_do_not_learn_that_it_exists(client, creator):
    assert kit(client, UserFactory(), creator).status_code == 404
    Listing.objects.update(is_listed=False)
    assert kit(client, BrandMemberFactory().user, creator).status_code == 404


def test_brands_come_with_reasons_and_only_to_their_creator(client, creator):
    run = MatchRun.objects.create(version=3, state="ready", finished_at=timezone.now())
    brand = BrandFactory(name="Night Cola")
    factor = {"factor": "trust", "weight": 0.4, "value": 0.8, "known": True, "values": {}}
    Match.objects.create(
        run=run,
        direction="brands",
        brand=brand,
        creator=creator,
        rank=1,
        score=0.8,
        factors=[{**factor, "text": "There is no record of originality yet."}],
    )
    client.force_login(creator.user)
    answer = client.get(f"/api/v1/creators/{creator.pk}/brands/").json()
    assert answer["run"] == 3
    assert answer["brands"][0]["name"] == "Night Cola"
    # Said anew, to the creator, whatever words the run kept.
    assert answer["brands"][0]["reasons"] == ["Your originality is not yet known."]
    client.force_login(BrandMemberFactory(brand=brand).user)
    assert client.get(f"/api/v1/creators/{creator.pk}/brands/").status_code == 404


def test_insight_is_for_brands_and_staff(client, creator):
    found = marketplace.freeze_insight(now=timezone.now())
    for user, status in (
        (UserFactory(staff=True), 200),
        (BrandMemberFactory().user, 200),
        (creator.user, 404),
    ):
        client.force_login(user)
        answer = client.get("/api/v1/insight/")
        assert answer.status_code == status
    assert found.figures["schema"] == 1
