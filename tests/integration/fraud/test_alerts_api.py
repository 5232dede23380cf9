"""Alerts over the API: one's own, decided by staff, and the addresses of the first version."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from fraud.domain import cheats
from fraud.models import Alert, DueCreator
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.integration.fraud.test_detection import Stored

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return client_of(UserFactory(superuser=True))


@pytest.fixture
def alert() -> Alert:
    creator = CreatorFactory(user=UserFactory(), follower_count=10)
    return held_alert(creator, video=VideoFactory(creator=creator))


def post(client: Client, address: str, **body):
    return client.post(address, body, content_type="application/json")


def test_a_creator_reads_their_own_and_strangers_find_nothing(alert: Alert):
    own = client_of(alert.creator.user)
    told = own.get(f"/api/v1/alerts/{alert.pk}/").json()
    assert told["reason_code"] == "VIEWS_WITHOUT_LIKES"
    assert told["sentences"]
    assert told["readings"] == ["No page that shows the video sent them."]
    assert "evidence" not in told
    assert "77" not in str(told["sentences"])
    stranger = client_of(CreatorFactory(user=UserFactory()).user)
    assert stranger.get(f"/api/v1/alerts/{alert.pk}/").status_code == 404
    assert stranger.get("/api/v1/alerts/").json()["results"] == []
    assert Client().get("/api/v1/alerts/").status_code in (401, 403)


def test_what_is_tried_out_is_for_staff_only(alert: Alert, staff: Client):
    tried = held_alert(alert.creator, tier="shadow", state="open")
    own = client_of(alert.creator.user)
    assert own.get(f"/api/v1/alerts/{tried.pk}/").status_code == 404
    assert staff.get(f"/api/v1/alerts/{tried.pk}/").status_code == 200


def test_staff_decide_and_nobody_else(alert: Alert, staff: Client):
    address = f"/api/v1/alerts/{alert.pk}/resolve/"
    answer = {"outcome": "cleared", "reason": "A class watched."}
    assert post(client_of(alert.creator.user), address, **answer).status_code == 403
    done = post(staff, address, **answer)
    assert done.status_code == 200
    assert done.json()["outcome"] == "cleared"
    assert done.json()["decisions"][0]["reason"] == "A class watched."
    again = post(staff, address, outcome="upheld", reason="No.")
    assert again.status_code == 409
    assert again.headers["Content-Type"] == "application/problem+json"


def test_the_first_versions_addresses_work(alert: Alert, staff: Client):
    listed = staff.get("/api/fraud_alerts", {"state": "held"}).json()
    assert listed["count"] == 1
    (told,) = listed["alerts"]
    assert told["profile"]["handle"] == alert.creator.handle
    assert told["post"]["id"] == str(alert.video_id)
    assert staff.get("/api/fraud_alerts", {"state": "resolved"}).json()["count"] == 0
    address = f"/api/fraud_alerts/{alert.pk}/resolve"
    assert post(staff, "/api/fraud_alerts/0/resolve").status_code == 404
    done = post(staff, address, outcome="cleared", reason="Fine.").json()
    assert done["timestamp"]
    assert done["reviewer"]
    own = client_of(alert.creator.user)
    assert own.get("/api/fraud_alerts").json()["count"] == 1
    assert post(own, address, outcome="cleared", reason="Fine.").status_code == 403
    assert post(own, "/api/detect_fraud").status_code == 403


def test_detect_fraud_returns_the_alerts_that_are_new(staff: Client, monkeypatch):
    from tests.integration.fraud.test_detection import NOW

    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    monkeypatch.setattr("fraud.api.prototype.timezone.now", lambda: NOW)
    monkeypatch.setattr("fraud.services.looking.SECONDS_OF_SUMS", 600.0)
    found = post(staff, "/api/detect_fraud").json()
    assert [one["profile"]["id"] for one in found["alerts"]] == [str(stored.creator(5).pk)]
    done = {"complete": True, "creators_waiting": 0}
    assert {name: found[name] for name in done} == done
    assert post(staff, "/api/detect_fraud").json() == {"count": 0, "alerts": []} | done


def test_detect_fraud_leaves_to_the_workers_what_doesn_t_fit(staff: Client, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr("fraud.services.looking.nudge", told.append)
    monkeypatch.setattr("fraud.selectors.due.CREATORS_AT_ONCE", 2)
    for creator in CreatorFactory.create_batch(3):
        DueCreator.objects.create(creator_id=creator.pk, since=timezone.now())
    found = post(staff, "/api/detect_fraud").json()
    assert (found["complete"], found["creators_waiting"], told) == (False, 1, ["fraud.detect"])


@pytest.mark.parametrize("address", ["/api/v1/alerts/", "/api/fraud_alerts"])
def test_a_moment_beyond_the_calendar_is_refused_and_odd_offsets_are_read(
    alert: Alert, staff: Client, address: str
):
    def asked(moment: str) -> int:
        return staff.get(address, {"created_after": moment}).status_code

    # PostgreSQL knows no offset beyond sixteen hours.
    assert asked("2025-01-01T00:00:00+23:59") == 200
    assert asked("0001-01-01T00:00:00+23:59") == 400
    assert asked("9999-12-31T23:59:59-23:59") == 400


def test_the_first_versions_list_refuses_nonsense_and_counts_all(
    alert: Alert, staff: Client, monkeypatch
):
    for asked in ({"state": "nonsense"}, {"state": ""}, {"creator": "me"}):
        assert staff.get("/api/fraud_alerts", asked).status_code == 400, asked
    held_alert(alert.creator)
    monkeypatch.setattr("fraud.api.prototype.SHOWN_AT_MOST", 1)
    found = staff.get("/api/fraud_alerts").json()
    assert (found["count"], len(found["alerts"])) == (2, 1)
