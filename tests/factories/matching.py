"""Runs and what they know of creators."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from marketplace.models import CreatorProfile, Listing, MatchRun
from tests.factories.times import NOW
from tests.factories.videos import CreatorFactory


class MatchRunFactory(DjangoModelFactory[MatchRun]):
    """The run that pages show."""

    class Meta:
        model = MatchRun

    version = factory.Sequence(lambda n: n + 1)
    state = MatchRun.State.READY
    started_at = NOW - timedelta(hours=2)
    finished_at = NOW - timedelta(hours=1)


class ListingFactory(DjangoModelFactory[Listing]):
    """An entry in the marketplace that brands can find."""

    class Meta:
        model = Listing

    creator = factory.SubFactory(CreatorFactory)
    created_at = NOW - timedelta(days=50)


class CreatorProfileFactory(DjangoModelFactory[CreatorProfile]):
    """What a run knows of a listed dancer, watched mostly by young women in the US."""

    class Meta:
        model = CreatorProfile

    run = factory.SubFactory(MatchRunFactory)
    creator = factory.LazyFunction(lambda: ListingFactory().creator)
    mix = {"dance": 0.8, "comedy": 0.2}
    audience = {
        "ages": {"18-20": 0.5, "21-24": 0.3, "25-34": 0.2},
        "female_share": 0.7,
        "markets": {"US": 0.6, "CA": 0.1},
        "source": "creator",
        "as_of": (NOW - timedelta(days=20)).date().isoformat(),
    }
    performance = {"place": 0.8, "group": "dance videos of this length"}
    trust = {"value": 0.9, "original": 19, "looked_at": 20}
    rate = {"low": 20_000, "high": 40_000, "currency": "USD"}
    rhythm = {"videos": 20, "counted": {"dance": 16, "comedy": 4}}
    ages_of_data = {"videos": (NOW - timedelta(days=2)).date().isoformat()}
    category = "dance"
    country = "US"
    language = "en"
    followers = 50_000
    grade = "A"
    originality = 0.95
    rate_middle = 28_000
