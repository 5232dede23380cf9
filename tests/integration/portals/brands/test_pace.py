"""Lists that cost a whole run are had so many times a minute."""

import pytest
from rest_framework.settings import api_settings

from tests.factories import BrandMemberFactory
from tests.factories.marketplace import CampaignFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "scope"), [("creators/", "matching"), ("creators.csv", "matching_file")]
)
def test_whoever_asks_too_often_waits(client, monkeypatch, page, scope):
    monkeypatch.setattr(api_settings, "DEFAULT_THROTTLE_RATES", {scope: "2/day"}, raising=False)
    member = BrandMemberFactory()
    address = f"/brand/campaigns/{CampaignFactory(brand=member.brand).pk}/{page}"
    client.force_login(member.user)
    assert [client.get(address).status_code for _time in range(3)] == [200, 200, 429]
    assert int(client.get(address)["Retry-After"]) >= 1
    other = BrandMemberFactory(brand=member.brand)
    client.force_login(other.user)
    assert client.get(address).status_code == 200
