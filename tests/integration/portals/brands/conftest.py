"""A member of a brand, signed in, with a campaign and a run over a few creators."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from marketplace.domain.briefs import Brief
from marketplace.models import BrandMember, Campaign, CreatorProfile, MatchRun
from marketplace.services import campaigns
from marketplace.services.search import judging
from marketplace.services.tables import opening
from tests.factories.marketplace import BrandMemberFactory
from tests.factories.matching import CreatorProfileFactory, ListingFactory, MatchRunFactory


@pytest.fixture(autouse=True)
def _nothing_is_open(embedded_servers: None) -> Iterator[None]:
    cache.clear()
    opening.forget()
    judging.forget()
    yield
    opening.forget()
    judging.forget()


@pytest.fixture
def member(db: None) -> BrandMember:
    """The owner of a brand's team."""
    found: BrandMember = BrandMemberFactory(user__display_name="Robin Kessler")
    return found


@pytest.fixture
def browser(member: BrandMember) -> Client:
    """A browser in which the owner is logged in."""
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def campaign(member: BrandMember) -> Campaign:
    """A brief for dancers."""
    brief = Brief(
        name="Spring shoes",
        goals="Sell running shoes",
        categories={"dance": 1.0, "food": 0.5},
        budget=500_000,
        per_creator_budget=40_000,
    )
    return campaigns.create(member.brand, brief=brief, actor=member.user, now=timezone.now())


@pytest.fixture
def run(db: None) -> MatchRun:
    """A run that pages show."""
    found: MatchRun = MatchRunFactory()
    return found


def profile(run: MatchRun, name: str, **known: object) -> CreatorProfile:
    """Add a creator to a run."""
    listing = ListingFactory(creator__display_name=name)
    found: CreatorProfile = CreatorProfileFactory(run=run, creator=listing.creator, **known)
    return found


@pytest.fixture
def dancers(run: MatchRun) -> list[CreatorProfile]:
    """Three creators: a dancer, a cook, and one of whom hardly anything is known."""
    return [
        profile(run, "Dana Dances"),
        profile(run, "Cora Cooks", mix={"food": 1.0}, category="food", language="es"),
        profile(
            run, "Una Unknown", mix={}, audience={}, performance={}, trust={}, rate={}, grade="",
            followers=None, originality=None, rate_middle=None,
        ),
    ]  # fmt: skip
