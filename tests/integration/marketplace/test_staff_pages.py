"""What staff change about brands, rivals and listings, and what is written down of it."""

import pytest
from django.urls import reverse

from creatorspark.core.models import AuditEntry
from marketplace.domain.briefs import Brief
from marketplace.models import Brand, Listing, Offer, Rivalry
from marketplace.services import brands, campaigns, listings
from tests.factories import BrandFactory, CreatorFactory, UserFactory
from tests.factories.marketplace import BrandMemberFactory, CampaignFactory
from tests.factories.matching import ListingFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


def act(client, row, name, **answers):
    model = row._meta.model_name
    return client.post(f"/admin/marketplace/{model}/{row.pk}/act/{name}/", answers, follow=True)


def test_a_brand_is_verified_and_the_verification_taken_back(client, staff):
    brand = BrandFactory()
    act(client, brand, "verify")
    brand.refresh_from_db()
    assert (brand.is_verified, brand.verified_by) == (True, staff)
    act(client, brand, "unverify")
    brand.refresh_from_db()
    assert not brand.is_verified
    actions = AuditEntry.objects.filter(target_id=str(brand.pk)).values_list("action", flat=True)
    assert {*actions} == {"marketplace.brand.verified", "marketplace.brand.unverified"}


def test_goals_and_target_are_changed_and_read_again(client, staff):
    brand = BrandFactory()
    act(client, brand, "describe", goals="beer", ages="21+", genders=["male"], markets="USA, UK")
    brand.refresh_from_db()
    assert (brand.target_ages, brand.target_genders) == ("21-80", ["male"])
    assert brand.target_markets == ["US", "GB"]
    assert brand.industries[0]["industry"] == "alcohol"
    page = act(client, brand, "describe", goals="tea", ages="35-21")
    assert "couldn’t read" in page.content.decode().replace("&#x27;", "’").replace("'", "’")
    brand.refresh_from_db()
    assert brand.goals == "beer"


def test_industries_that_staff_set_stay_until_they_let_go(client, staff):
    brand = BrandFactory(goals="beer")
    act(client, brand, "industries", industries=["coffee", "food"])
    brand.refresh_from_db()
    assert [one["share"] for one in brand.industries] == [0.5, 0.5]
    assert brand.industries_source == "staff"
    brands.set_industries(brand, industries=[], actor=staff, now=NOW)
    brand.refresh_from_db()
    assert brand.industries[0]["industry"] == "alcohol"


def test_parents_and_rivals_are_set_on_the_brand(client, staff):
    one, two = BrandFactory(name="Alpha"), BrandFactory(name="Beta")
    act(client, one, "parent", parent=two.pk)
    one.refresh_from_db()
    assert (one.parent, one.parent_source) == (two, "staff")
    page = act(client, two, "parent", parent=one.pk)
    assert "belongs to" in page.content.decode()
    act(client, one, "rival", other=two.pk, because="both say so")
    rivalry = Rivalry.objects.get()
    assert (rivalry.active, rivalry.source, rivalry.because) == (True, "staff", "both say so")
    act(client, rivalry, "end")
    rivalry.refresh_from_db()
    assert not rivalry.active


def test_a_listing_is_described_taken_off_and_refuses(client, staff):
    listing = listings.of(CreatorFactory(), now=NOW)
    act(client, listing, "describe", about="Hello", topics="dance vidoes, music")
    act(client, listing, "show", accepts_offers="on")
    act(client, listing, "refuse", industries=["alcohol", "tobacco"])
    listing.refresh_from_db()
    assert listing.topics == ["dance videos", "music"]
    assert (listing.is_listed, listing.accepts_offers) == (False, True)
    Listing.objects.update(least_fee=4_000, currency="USD")
    page = client.get(f"/admin/marketplace/listing/{listing.pk}/change/")
    assert "$40.00" in page.content.decode()
    assert listing.refuses == ["alcohol", "tobacco"]
    assert listings.of(listing.creator, now=NOW) == listing


def test_every_list_and_row_opens(client, staff):
    brand = BrandFactory(name="Alpha", original={"Brand": "Alpha"}, goals="beer")
    rivalry = Rivalry.objects.create(first=brand, second=BrandFactory())
    listing = listings.of(CreatorFactory(), now=NOW)
    for row in (brand, rivalry, listing):
        options = row._meta
        assert (
            client.get(reverse(f"admin:marketplace_{options.model_name}_changelist")).status_code
            == 200
        )
        assert (
            client.get(
                reverse(f"admin:marketplace_{options.model_name}_change", args=[row.pk])
            ).status_code
            == 200
        )
    assert client.get(reverse("admin:marketplace_audience_changelist")).status_code == 200
    assert Brand.objects.count() == 2


def test_staff_see_how_many_creators_brands_cant_find(client, staff):
    ListingFactory()
    for person in (UserFactory(), UserFactory()):
        creator = CreatorFactory(user=person)
    listings.stay_away(creator, actor=creator.user, now=NOW)
    page = client.get("/admin/").content.decode()
    assert "Creators that brands can find" in page
    assert "2 with an account aren&#x27;t listed; 1 never chose" in page.replace("’", "&#x27;")


def test_staff_read_a_campaign_with_its_versions_and_close_it(client, staff):
    member = BrandMemberFactory()
    campaign = CampaignFactory(brand=member.brand, name="Autumn", state="draft")
    campaigns.edit(
        campaign,
        brief=Brief(name="Late autumn", goals="tea", budget=120_000),
        version=campaign.version,
        actor=member.user,
        now=NOW,
    )
    campaigns.open_(campaign, actor=member.user, now=NOW)
    offer = Offer.objects.create(campaign=campaign, creator=CreatorFactory())
    listed = client.get("/admin/marketplace/campaign/").content.decode()
    assert "Late autumn" in listed
    page = client.get(f"/admin/marketplace/campaign/{campaign.pk}/change/").content.decode()
    assert "Autumn → Late autumn" in page
    assert "budget: – → $1,200.00" in page
    assert member.user.display_name in page
    offers = client.get(f"/admin/marketplace/offer/?campaign__id__exact={campaign.pk}")
    assert f"#{offer.pk}" in offers.content.decode()
    act(client, campaign, "close", reason="The address leads nowhere")
    campaign.refresh_from_db()
    assert campaign.state == "closed"
    entry = AuditEntry.objects.filter(action="marketplace.campaign.closed").get()
    assert entry.actor == staff
    assert (entry.after or {})["reason"] == "The address leads nowhere"
    told = member.user.notifications.get(title__contains="closed")
    assert "leads nowhere" in told.body
