"""Staff are led from one alert of a ring to the others."""

from functools import partial

import pytest

from fraud.domain import cheats
from fraud.models import Alert
from fraud.selectors.company import in_company
from fraud.services.detection import detect
from tests.factories import UserFactory
from tests.integration.fraud.test_detection import NOW, Stored

pytestmark = pytest.mark.django_db


def test_alerts_with_accounts_in_common_name_each_other(client, django_assert_max_num_queries):
    stored = Stored(partial(cheats.ring, creator=5))
    detect(now=NOW)
    alert = Alert.objects.filter(creator=stored.creator(5)).exclude(tier="shadow").latest("pk")
    named = {one for found in alert.evidence["findings"] for one in found["accounts"]}
    assert len(named) > 1
    other = Alert.objects.get(pk=alert.pk)
    other.pk, other.creator = None, stored.creator(6)
    other.evidence = {"findings": [{"accounts": [sorted(named)[0]]}]}
    other.save(force_insert=True)

    with django_assert_max_num_queries(1):
        company = {one.alert: one.shared for one in in_company(alert)}
    assert company[other] == 1
    assert all(1 <= shared <= len(named) for shared in company.values())
    assert alert in {one.alert for one in in_company(other)}
    assert {one.creator_id for one in company}.isdisjoint({alert.creator_id})

    client.force_login(UserFactory(superuser=True))
    page = client.get(f"/admin/fraud/alert/{alert.pk}/change/").content.decode()
    assert f"{other.reference} of @{stored.creator(6).handle}: 1 of the same accounts" in page


def test_an_alert_without_accounts_is_alone():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    detect(now=NOW)
    alert = Alert.objects.filter(creator=stored.creator(5)).latest("pk")
    alert.evidence = {"findings": [{"accounts": []}]}
    assert in_company(alert) == []
