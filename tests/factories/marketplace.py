"""Brands and their teams."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from marketplace.models import Brand, BrandMember, Campaign
from tests.factories.accounts import UserFactory
from tests.factories.times import NOW


class BrandFactory(DjangoModelFactory[Brand]):
    """A company without a parent."""

    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")
    website = factory.Sequence(lambda n: f"https://brand{n}.test.example")
    created_at = NOW - timedelta(days=100)


class BrandMemberFactory(DjangoModelFactory[BrandMember]):
    """The owner of a brand, with an account of the role “brand”."""

    class Meta:
        model = BrandMember

    brand = factory.SubFactory(BrandFactory)
    user = factory.SubFactory(UserFactory, brand=True)
    role = BrandMember.Role.OWNER
    created_at = NOW - timedelta(days=100)


class CampaignFactory(DjangoModelFactory[Campaign]):
    """An open brief that asks for nothing in particular."""

    class Meta:
        model = Campaign

    brand = factory.SubFactory(BrandFactory)
    name = factory.Sequence(lambda n: f"Campaign {n}")
    state = Campaign.State.OPEN
    created_at = NOW - timedelta(days=10)
