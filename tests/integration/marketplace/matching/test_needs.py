"""What brands and briefs ask for, read from their rows."""

from datetime import timedelta

import pytest

from marketplace.domain.industries import Industry
from marketplace.models import Campaign, Offer, Rivalry
from marketplace.services.needs import needs_of_brand, needs_of_brands, needs_of_campaigns
from tests.factories.marketplace import BrandFactory, CampaignFactory
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory

pytestmark = pytest.mark.django_db
SODA = [{"industry": "soft_drinks", "share": 1.0, "because": ["cola"]}]
BEER = [{"industry": "alcohol", "share": 1.0, "because": ["beer"]}]


def of(campaign: Campaign):
    return needs_of_campaigns([campaign], now=NOW)[0]


def test_a_brand_asks_for_what_suits_its_industry_and_for_its_target():
    brand = BrandFactory(
        industries=BEER, target_ages="21-35", target_genders=["male"], target_markets=["US"],
        activities="Partnerships with dance creators.",
    )  # fmt: skip
    needs = needs_of_brand(brand)
    assert needs.industries == {Industry.ALCOHOL: 1.0}
    assert needs.adults == (21, 0.738)
    assert str(needs.ages) == "21-35"
    assert needs.genders == {"male"}
    assert needs.markets is not None
    assert needs.markets.codes == ("US",)
    assert needs.categories["dance"] >= 0.15


def test_rivals_of_the_house_and_their_lines_count_and_friends_do_not():
    cola, pepsico = BrandFactory(name="Cola"), BrandFactory(name="PepsiCo")
    zero = BrandFactory(name="Cola Zero", parent=cola)
    light, friend = BrandFactory(parent=pepsico), BrandFactory(parent=pepsico)
    Rivalry.objects.create(first=cola, second=pepsico)
    Rivalry.objects.create(first=zero, second=friend, active=False)
    needs = needs_of_brand(zero)
    assert needs.house == cola.pk
    assert needs.likely_rivals == {pepsico.pk, light.pk}
    # A rule's guess keeps nobody from work; people confirm it first.
    assert not needs.rivals
    Rivalry.objects.filter(active=True).update(source=Rivalry.Source.STAFF)
    assert needs_of_brand(zero).rivals == {pepsico.pk, light.pk}


def test_a_brief_goes_before_its_brand_and_moves_the_weights():
    brand = BrandFactory(industries=SODA, target_ages="13-17")
    brief = CampaignFactory(
        brand=brand, categories={"comedy": 0.7}, ages="18-24", weights={"content": 0.8},
        per_creator_budget=90_000, budget=50_000, currency="USD",
    )  # fmt: skip
    needs = of(brief)
    assert needs.categories == {"comedy": 0.7}
    assert str(needs.ages) == "18-24"
    assert (needs.weights.content, needs.weights.audience) == (0.8, 0.25)
    assert needs.budget == 50_000
    assert needs.industries == {Industry.SOFT_DRINKS: 1.0}


def test_work_for_a_rival_counts_as_long_as_the_brief_looks_back():
    brand, rival = BrandFactory(), BrandFactory()
    Rivalry.objects.create(first=brand, second=rival, source=Rivalry.Source.STAFF)
    creator = CreatorFactory()
    Offer.objects.create(
        campaign=CampaignFactory(brand=rival), creator=creator, state="completed", amount=1,
        settled=1, commission=0, settled_commission=0,
        currency="USD", accepted_at=NOW, completed_at=NOW - timedelta(days=40),
    )  # fmt: skip
    assert of(CampaignFactory(brand=brand, exclusivity_days=41)).worked_for_rivals == {creator.pk}
    assert not of(CampaignFactory(brand=brand, exclusivity_days=39)).worked_for_rivals
    assert not of(CampaignFactory(brand=rival, exclusivity_days=90)).worked_for_rivals


def test_a_thousand_briefs_cost_no_more_queries_than_one(django_assert_num_queries):
    briefs = CampaignFactory.create_batch(3, exclusivity_days=10)
    for some in (briefs[:1], briefs):
        with django_assert_num_queries(7):
            needs_of_campaigns(some, now=NOW)
    brands = [brief.brand for brief in briefs]
    with django_assert_num_queries(4):
        assert [one.brand_id for one in needs_of_brands(brands, now=NOW)] == [
            brand.pk for brand in brands
        ]
