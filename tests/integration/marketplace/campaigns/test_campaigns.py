"""A brief is kept, changed in versions, opened and closed, each with its audit entry."""

from datetime import timedelta

import pytest
from django.utils import timezone

from creatorspark.core.models import AuditEntry
from marketplace import interface as marketplace
from marketplace.domain.briefs import Brief
from marketplace.models import Campaign
from marketplace.services import campaigns
from marketplace.services.campaigns import BriefRefused, CampaignRefused
from tests.factories.marketplace import BrandMemberFactory
from tests.factories.matching import ListingFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def member():
    return BrandMemberFactory()


@pytest.fixture
def campaign(member) -> Campaign:
    brief = Brief(name="Spring", goals="Sell more running shoes and trainers", budget=500_000)
    return campaigns.create(member.brand, brief=brief, actor=member.user, now=NOW)


def acts(campaign: Campaign) -> list[str]:
    rows = AuditEntry.objects.filter(target_type="marketplace.campaign", target_id=str(campaign.pk))
    return [one.action.rsplit(".", 1)[-1] for one in rows.order_by("pk")]


def test_a_brief_is_kept_as_a_draft_with_what_it_sells_read_from_its_words(campaign) -> None:
    assert campaign.state == Campaign.State.DRAFT
    assert campaign.version == 1
    assert campaign.industries[0]["industry"] == "sportswear"
    assert campaign.industries[0]["because"]
    assert campaign.currency == "USD"
    assert acts(campaign) == ["created"]


def test_what_a_person_says_is_sold_outranks_the_words(campaign, member) -> None:
    brief = Brief(name="Spring", goals=campaign.goals, industries=("games", "toys"))
    changed = campaigns.edit(campaign, brief=brief, version=1, actor=member.user, now=NOW)
    assert {one["industry"] for one in changed.industries} == {"games", "toys"}
    assert changed.industries_source == Campaign.Source.PERSON


def test_every_change_is_a_version_and_nothing_changed_is_none(campaign, member) -> None:
    brief = marketplace.my_campaign(user=member.user, campaign_id=campaign.pk).brief
    same = campaigns.edit(campaign, brief=brief, version=1, actor=member.user, now=NOW)
    assert same.version == 1
    other = Brief(name="Summer", goals=brief.goals, budget=brief.budget)
    changed = campaigns.edit(campaign, brief=other, version=1, actor=member.user, now=NOW)
    assert changed.version == 2
    assert acts(campaign) == ["created", "changed"]
    (newest, _first) = marketplace.campaign_changes(campaign_id=campaign.pk)
    assert (newest.version, newest.fields) == (2, ("name",))


def test_two_people_cannot_overwrite_each_other(campaign, member) -> None:
    campaigns.edit(campaign, brief=Brief(name="A"), version=1, actor=member.user, now=NOW)
    with pytest.raises(CampaignRefused, match="meanwhile"):
        campaigns.edit(campaign, brief=Brief(name="B"), version=1, actor=member.user, now=NOW)
    campaign.refresh_from_db()
    assert campaign.name == "A"


def test_a_brief_that_cannot_be_right_is_told_by_field_and_not_kept(member) -> None:
    brief = Brief(name="", ages="40-20", budget=0)
    with pytest.raises(BriefRefused) as refusal:
        campaigns.create(member.brand, brief=brief, actor=member.user, now=NOW)
    assert set(refusal.value.sentences) == {"name", "ages", "budget"}
    assert not Campaign.objects.exists()


def test_it_opens_and_closes_and_a_closed_one_is_not_changed(campaign, member) -> None:
    campaigns.open_(campaign, actor=member.user, now=NOW)
    campaigns.open_(campaign, actor=member.user, now=NOW)
    campaigns.close(campaign, actor=member.user, now=NOW)
    with pytest.raises(CampaignRefused, match="closed"):
        campaigns.edit(campaign, brief=Brief(name="B"), version=1, actor=member.user, now=NOW)
    assert acts(campaign) == ["created", "opened", "closed"]


def test_it_does_not_open_after_its_last_day(member) -> None:
    brief = Brief(name="Late", ends_on=(NOW - timedelta(days=1)).date())
    campaign = campaigns.create(member.brand, brief=brief, actor=member.user, now=NOW)
    with pytest.raises(CampaignRefused, match="last day"):
        campaigns.open_(campaign, actor=member.user, now=NOW)


def test_a_creator_is_left_out_and_let_in_again(campaign, member) -> None:
    creator = ListingFactory().creator
    for is_out in (True, True, False):
        campaigns.leave_out(
            campaign, creator_id=creator.pk, is_out=is_out, actor=member.user, now=NOW
        )
        assert campaign.excluded_creators.exists() == is_out
    campaign.refresh_from_db()
    assert campaign.version == 3


def test_who_left_the_team_changes_nothing_and_sees_nothing(campaign, member) -> None:
    member.left_at = NOW
    member.save()
    with pytest.raises(CampaignRefused, match="team"):
        campaigns.open_(campaign, actor=member.user, now=NOW)
    with pytest.raises(CampaignRefused, match="team"):
        campaigns.create(member.brand, brief=Brief(name="B"), actor=member.user, now=NOW)
    assert marketplace.my_campaign(user=member.user, campaign_id=campaign.pk) is None
    assert marketplace.my_campaigns(user=member.user) == ()


def test_another_brands_campaign_does_not_exist(campaign) -> None:
    stranger = BrandMemberFactory().user
    assert marketplace.my_campaign(user=stranger, campaign_id=campaign.pk) is None


def test_the_editor_shows_what_was_kept_and_keeping_it_again_changes_nothing(member) -> None:
    brief = Brief(
        name="All of it",
        goals="Tents and backpacks for hikers",
        categories={"travel": 1.0},
        ages="18-34",
        genders=("female",),
        markets=("USA", "Germany"),
        languages=("Spanish",),
        budget=900_000,
        per_creator_budget=90_000,
        excluded_categories=("gaming",),
        exclusivity_days=30,
        weights={"content": 60.0},
        least_followers=1_000,
        most_followers=9_000_000,
        least_grade="B",
        least_originality=0.8,
        verified_only=True,
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=30),
    )
    kept = campaigns.create(member.brand, brief=brief, actor=member.user, now=NOW)
    shown = marketplace.my_campaign(user=member.user, campaign_id=kept.pk)
    assert shown.brief.markets == ("United States", "Germany")
    again = campaigns.edit(kept, brief=shown.brief, version=1, actor=member.user, now=NOW)
    assert again.version == 1
