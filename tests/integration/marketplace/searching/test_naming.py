"""Creators by name: why, side by side, and who is like them."""

from datetime import timedelta

import pytest

from marketplace import interface
from marketplace.models import Listing, MatchRun, Offer, Rivalry
from tests.factories.marketplace import BrandFactory, CampaignFactory
from tests.factories.matching import CreatorProfileFactory, MatchRunFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> MatchRun:
    return MatchRunFactory()


@pytest.fixture
def campaign_id() -> int:
    return int(CampaignFactory(categories={"dance": 1.0, "beauty": 0.5}, markets=["US"]).pk)


def test_a_creator_whom_a_rule_stops_says_so(run, campaign_id):
    abroad = CreatorProfileFactory(run=run, audience={"markets": {"DE": 1.0}})
    (card,) = interface.explained_creators(
        campaign_id=campaign_id, creator_ids=[abroad.creator_id], now=NOW
    )
    assert card.stopped_by == ("Hardly anybody in the wanted countries watches",)
    assert card.place is None


def test_cards_keep_the_order_of_the_names_and_leave_out_strangers(run, campaign_id):
    first, second = (CreatorProfileFactory(run=run).creator_id for _ in range(2))
    cards = interface.explained_creators(
        campaign_id=campaign_id, creator_ids=[second, 10**9, first], now=NOW
    )
    assert [card.creator_id for card in cards] == [second, first]


def test_four_stand_side_by_side_with_the_best_of_each_factor(run, campaign_id):
    ids = [CreatorProfileFactory(run=run).creator_id for _ in range(4)]
    best = CreatorProfileFactory(run=run, performance={"place": 0.99, "group": "videos"})
    found = interface.compare_creators(
        campaign_id=campaign_id, creator_ids=[best.creator_id, *ids], now=NOW
    )
    assert len(found.creators) == 4
    by_factor = {line.factor: line for line in found.lines}
    assert by_factor["performance"].best == (best.creator_id,)
    assert by_factor["performance"].values[0] == pytest.approx(0.99)


def test_a_factor_that_is_not_known_has_no_value_to_compare(run, campaign_id):
    blank = CreatorProfileFactory(run=run, performance={}, trust={})
    found = interface.compare_creators(
        campaign_id=campaign_id, creator_ids=[blank.creator_id], now=NOW
    )
    by_factor = {line.factor: line for line in found.lines}
    assert by_factor["performance"].values == (None,)
    assert by_factor["performance"].best == ()


def test_more_like_these_are_alike_pass_the_brief_and_are_not_these(run, campaign_id):
    these = CreatorProfileFactory(run=run)
    like = CreatorProfileFactory(run=run, followers=60_000)
    unlike = CreatorProfileFactory(run=run, mix={"beauty": 1.0}, followers=9_000_000)
    CreatorProfileFactory(run=run, audience={"markets": {"DE": 1.0}})
    page = interface.alike_creators(
        campaign_id=campaign_id, creator_ids=[these.creator_id], now=NOW
    )
    assert [row.creator.creator_id for row in page.rows] == [like.creator_id, unlike.creator_id]
    assert "Makes dance videos, comedy videos too." in page.rows[0].sentences
    assert [card.creator_id for card in page.like] == [these.creator_id]


def test_who_has_left_is_nobodys_like(run, campaign_id):
    these, other = (CreatorProfileFactory(run=run) for _ in range(2))
    Listing.objects.filter(creator=these.creator).delete()
    page = interface.alike_creators(
        campaign_id=campaign_id, creator_ids=[these.creator_id], now=NOW
    )
    assert page.rows == ()
    assert other.creator_id


def test_work_for_a_rival_is_a_warning(run):
    ours, theirs = BrandFactory(name="Cola"), BrandFactory(name="Pop")
    Rivalry.objects.create(first=ours, second=theirs)
    profile = CreatorProfileFactory(run=run)
    Offer.objects.create(
        campaign=CampaignFactory(brand=theirs),
        creator=profile.creator,
        state="completed",
        amount=100,
        commission=10,
        settled=100,
        settled_commission=10,
        currency="USD",
        accepted_at=NOW - timedelta(days=60),
        completed_at=NOW - timedelta(days=30),
    )
    (card,) = interface.explained_creators(
        campaign_id=CampaignFactory(brand=ours).pk, creator_ids=[profile.creator_id], now=NOW
    )
    ended = f"{NOW - timedelta(days=30):%B %Y}"
    assert f"A deal with a rival ended in {ended}." in card.warnings
    assert not any("Pop" in one for one in card.warnings)
