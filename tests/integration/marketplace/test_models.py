"""What the database itself refuses, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from marketplace.models import (
    Audience,
    Brand,
    BrandMember,
    Campaign,
    Match,
    MatchRun,
    Offer,
    OfferStep,
    Rivalry,
)
from marketplace.services import brands
from tests.factories import BrandFactory, CreatorFactory, UserFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def refused(name: str):
    """Expect the constraint of that name to refuse, and go on afterwards."""
    return pytest.raises(IntegrityError, match=name)


def test_a_brand_is_there_once_in_any_case_of_letters():
    BrandFactory(name="Kestrel")
    with refused("brand_name_once_in_any_case"), transaction.atomic():
        BrandFactory(name="KESTREL")
    with pytest.raises(brands.BrandError, match="exists already"):
        brands.register("kestrel", actor=None, now=NOW)


def test_a_creator_has_one_current_audience_and_keeps_the_old_ones():
    creator = CreatorFactory()
    facts = {"creator": creator, "source": "file", "as_of": date(2026, 1, 1)}
    Audience.objects.create(**facts, is_current=False)
    Audience.objects.create(**facts)
    with refused("audience_one_current_a_creator"), transaction.atomic():
        Audience.objects.create(**facts)


def test_rivals_stand_once_the_lower_number_first():
    one, two = BrandFactory(), BrandFactory()
    Rivalry.objects.create(first=one, second=two)
    with refused("rivalry_lower_first"), transaction.atomic():
        Rivalry.objects.create(first=two, second=one)
    with refused("rivalry_once"), transaction.atomic():
        Rivalry.objects.create(first=one, second=two)


def test_a_match_is_for_a_campaign_or_a_brand_and_each_place_is_taken_once():
    run, brand = MatchRun.objects.create(version=1), BrandFactory()
    campaign = Campaign.objects.create(brand=brand, name="Autumn")
    facts = {"run": run, "direction": "creators", "rank": 1, "score": 0.5}
    with refused("match_campaign_or_brand"), transaction.atomic():
        Match.objects.create(**facts, creator=CreatorFactory(), campaign=campaign, brand=brand)
    Match.objects.create(**facts, creator=CreatorFactory(), campaign=campaign)
    with refused("match_place_for_campaign"), transaction.atomic():
        Match.objects.create(**facts, creator=CreatorFactory(), campaign=campaign)


def test_one_run_is_ready_at_a_time():
    MatchRun.objects.create(version=1, state="ready")
    with refused("match_run_one_ready"), transaction.atomic():
        MatchRun.objects.create(version=2, state="ready")


def test_a_creator_has_one_open_offer_of_a_campaign():
    campaign = Campaign.objects.create(brand=BrandFactory(), name="Autumn")
    creator = CreatorFactory()
    Offer.objects.create(campaign=campaign, creator=creator, state="declined")
    Offer.objects.create(campaign=campaign, creator=creator)
    with refused("offer_one_open"), transaction.atomic():
        Offer.objects.create(campaign=campaign, creator=creator)


def test_an_accepted_offer_names_its_amount():
    campaign = Campaign.objects.create(brand=BrandFactory(), name="Autumn")
    with refused("offer_accepted_has_amount"), transaction.atomic():
        Offer.objects.create(campaign=campaign, creator=CreatorFactory(), state="accepted")


def test_steps_of_an_offer_are_never_rewritten():
    campaign = Campaign.objects.create(brand=BrandFactory(), name="Autumn")
    offer = Offer.objects.create(campaign=campaign, creator=CreatorFactory())
    step = OfferStep.objects.create(offer=offer, state="invited")
    with refused("append-only"), transaction.atomic():
        OfferStep.objects.filter(pk=step.pk).update(state="accepted")
    step.refresh_from_db()
    assert step.state == "invited"


def test_a_member_who_comes_back_takes_the_old_seat():
    brand, user = BrandFactory(), UserFactory(brand=True)
    member = brands.add_member(brand, user=user, role="owner", actor=None, now=NOW)
    BrandMember.objects.filter(pk=member.pk).update(left_at=NOW)
    back = brands.add_member(brand, user=user, role="member", actor=None, now=NOW)
    assert (back.pk, back.left_at, back.role) == (member.pk, None, "member")
    assert Brand.objects.get(pk=brand.pk).members.count() == 1
