"""How many campaigns a brand may have open, and what the last day does."""

from datetime import timedelta

import pytest

from creatorspark.core.models import AuditEntry
from marketplace.domain.matching.profiles import Weights
from marketplace.models import Campaign
from marketplace.services import campaigns
from marketplace.services.runs.listing import askings
from tests.factories.marketplace import BrandMemberFactory, CampaignFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_brand_has_only_so_many_open_campaigns():
    member = BrandMemberFactory()
    CampaignFactory.create_batch(campaigns.MOST_OPEN, brand=member.brand)
    CampaignFactory()
    one_more = CampaignFactory(brand=member.brand, state="draft")
    with pytest.raises(campaigns.CampaignRefused, match="close one first"):
        campaigns.open_(one_more, actor=member.user, now=NOW)
    some = Campaign.objects.filter(brand=member.brand, state="open").latest("pk")
    campaigns.close(some, actor=member.user, now=NOW)
    assert campaigns.open_(one_more, actor=member.user, now=NOW).state == "open"


def test_a_campaign_whose_last_day_is_over_asks_nothing_and_is_closed():
    over = CampaignFactory(ends_on=(NOW - DAY).date())
    today = CampaignFactory(ends_on=NOW.date())
    assert [one.campaign_id for one in askings(weights=Weights(), now=NOW) if one.campaign_id] == [
        today.pk
    ]
    assert campaigns.close_past(now=NOW) == 1
    assert campaigns.close_past(now=NOW) == 0
    over.refresh_from_db()
    today.refresh_from_db()
    assert (over.state, today.state) == ("closed", "open")
    assert AuditEntry.objects.get(action="marketplace.campaign.closed").actor is None
