"""What creators hide or refuse, and what people found, can't be read off lists and pages."""

import json

import pytest

from fraud.models import Hold
from marketplace import interface
from marketplace.models import CreatorProfile, Listing, MatchRun
from marketplace.services import listings
from marketplace.services.runs import beginning
from marketplace.services.search import judging
from marketplace.services.search.runs import RunGone
from marketplace.services.tables import building, opening
from tests.factories import NOW, BrandMemberFactory
from tests.factories.alerts import held_alert
from tests.factories.marketplace import CampaignFactory
from tests.factories.matching import CreatorProfileFactory, MatchRunFactory

pytestmark = pytest.mark.django_db
ALCOHOL = [{"industry": "alcohol", "share": 1.0, "because": []}]


@pytest.fixture
def run() -> MatchRun:
    return MatchRunFactory()


def found(campaign, **wishes) -> list[int]:
    page = interface.search_creators(campaign_id=campaign.pk, now=NOW, **wishes)
    return [row.creator_id for row in page.rows]


def again() -> None:
    opening.forget()
    judging.forget()


def test_what_is_hidden_since_the_run_cannot_be_searched_for(run):
    star = CreatorProfileFactory(run=run, followers=2_000_000, originality=0.2)
    other = CreatorProfileFactory(run=run, followers=50_000)
    campaign = CampaignFactory()
    assert found(campaign, sort="followers") == [star.creator_id, other.creator_id]
    parts = dict.fromkeys(("followers", "grade", "originality", "audience", "categories"), False)
    listings.show_parts(star.creator.listing, parts=parts, is_public=False, actor=None, now=NOW)
    table = opening.opened(run, at_once=True)
    place = int(table.table.places_of([star.creator_id])[0])
    assert table.table.followers[place] == table.table.rate[place] == -1
    assert not table.table.ages[:, place].any()
    assert not table.table.mix[place].any()
    again()
    for chosen in ({"size": ["mega"]}, {"grade": ["A"]}, {"originality": ["partly"]}):
        assert star.creator_id not in found(campaign, chosen=chosen)
    assert found(campaign, sort="followers") == [other.creator_id, star.creator_id]
    # It isn't known, so that no bound of followers tells it from others.
    assert star.creator_id in found(CampaignFactory(most_followers=100))
    page = interface.search_creators(campaign_id=campaign.pk, now=NOW)
    assert {row.creator_id: row.rate is None for row in page.rows}[star.creator_id]


def test_a_least_fee_that_is_hidden_again_is_in_no_column(run):
    profile = CreatorProfileFactory(run=run, rate={"low": 10**7, "high": 10**7, "currency": "USD"})
    Listing.objects.filter(creator=profile.creator).update(
        least_fee=10**7, currency="USD", updated_at=NOW
    )
    assert opening.opened(run).table.rate.tolist() == [-1]


def test_who_refuses_a_brand_or_what_it_sells_does_not_exist_for_it(run):
    profile = CreatorProfileFactory(run=run)
    member = BrandMemberFactory()
    Listing.objects.filter(creator=profile.creator).update(refuses=["alcohol"])
    beer = CampaignFactory(brand=member.brand, industries=ALCOHOL)
    cards = interface.explained_creators(
        campaign_id=beer.pk, creator_ids=[profile.creator_id], now=NOW
    )
    assert cards == ()
    kit = {"creator_id": profile.creator_id, "user_id": member.user_id}
    assert interface.kit_for_brands(**kit) is not None
    member.brand.industries = ALCOHOL
    member.brand.save()
    assert interface.kit_for_brands(**kit) is None
    new = {"user": member.user, "campaign_id": beer.pk, "creator_id": profile.creator_id}
    assert interface.new_offer(now=NOW, **new) is None


def test_who_is_held_is_as_one_who_takes_no_offers(run):
    held, paused = CreatorProfileFactory(run=run), CreatorProfileFactory(run=run)
    member = BrandMemberFactory()
    held_alert(held.creator)
    Hold.objects.update(period_start=None, period_end=None, video=None)
    Listing.objects.filter(creator=paused.creator).update(accepts_offers=False)
    campaign = CampaignFactory(brand=member.brand)
    assert found(campaign) == []
    for one in (held, paused):
        ask = {"creator_id": one.creator_id}
        new = interface.new_offer(user=member.user, campaign_id=campaign.pk, now=NOW, **ask)
        assert new is None
        assert interface.kit_for_brands(user_id=member.user_id, **ask) is not None


@pytest.mark.parametrize("how", ["gone", "short", "meta", "old"])
def test_torn_columns_are_made_once_more(run, how):
    profile = CreatorProfileFactory(run=run)
    campaign = CampaignFactory()
    assert found(campaign) == [profile.creator_id]
    column, meta = (building.folder_of(run) / one for one in ("followers.npy", building.META))
    if how == "gone":
        column.unlink()
    elif how == "short":
        column.write_bytes(column.read_bytes()[:40])
    elif how == "meta":
        meta.write_text("")
    else:
        meta.write_text(json.dumps({**json.loads(meta.read_text()), "sizes": {}}))
    again()
    assert found(campaign) == [profile.creator_id]


def test_what_a_killed_process_left_is_cleared_away(run):
    left = building.folder_of(run).parent / "partial-killed"
    left.mkdir(parents=True)
    building.make(run)
    assert not left.exists()


def test_a_run_that_is_half_thrown_away_is_not_shown(run, monkeypatch):
    run.state = MatchRun.State.RETIRED
    run.save()
    CreatorProfileFactory.create_batch(2, run=run)
    MatchRunFactory()
    campaign = CampaignFactory()
    assert len(found(campaign, run_version=run.version)) == 2
    half = CreatorProfile.objects.filter(run=run).order_by("pk")

    def killed(model, of) -> None:
        half[0].delete()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(beginning, "_delete", killed)
        with pytest.raises(KeyboardInterrupt):
            beginning.throw_away(run)
    again()
    with pytest.raises(RunGone):
        found(campaign, run_version=run.version)
    assert beginning.forget_old() == 1
    assert not MatchRun.objects.filter(pk=run.pk).exists()
