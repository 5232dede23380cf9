"""Who may decide, propose, let a rule rest and know who decided."""

import pytest
from django.test import Client

from fraud.services.alerts import resolve
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.factories.alerts import held_alert

pytestmark = pytest.mark.django_db


def staff():
    return UserFactory(superuser=True)


def listed(reader) -> dict:
    client = Client()
    client.force_login(reader)
    return client.get("/api/fraud_alerts").json()["alerts"][0]


def test_only_staff_read_who_decided():
    creator = CreatorFactory(user=UserFactory())
    who = staff()
    resolve(held_alert(creator), outcome="upheld", reason="We looked.", actor=who, now=NOW)
    assert listed(creator.user)["reviewer"] is None
    assert listed(creator.user)["timestamp"]
    assert listed(who)["reviewer"] == str(who)
