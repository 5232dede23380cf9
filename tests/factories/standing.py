"""Creators' tiers."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from rewards.models import TierStanding
from tests.factories.policies import PolicyFactory
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory


class TierStandingFactory(DjangoModelFactory[TierStanding]):
    """Silver from the week of `NOW` on, under a tier policy of its own unless one is given."""

    class Meta:
        model = TierStanding

    creator = factory.SubFactory(CreatorFactory)
    week = date(2025, 5, 12)
    tier = "silver"
    policy = factory.SubFactory(PolicyFactory, kind="tier", active=True)
    inputs: Any = factory.LazyFunction(dict)
    decided_at = NOW
