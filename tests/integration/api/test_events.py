"""Events through the API: one token a source, JSON lines, told apart line by line."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from creatorspark.core.models import ApiToken
from fraud.models import ActivityEvent
from fraud.services.events import ingestion
from tests.factories import VideoFactory
from tests.integration.api.callers import Caller, assert_problem, machine

pytestmark = pytest.mark.django_db
TYPE = "application/x-ndjson"


@pytest.fixture(autouse=True)
def video():
    return VideoFactory(platform="tiktok", external_id="v1")


def body(*numbers: int, video: str = "v1") -> bytes:
    at = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    return b"\n".join(
        json.dumps({"id": f"e{n}", "kind": "view", "video": video, "at": at}).encode()
        for n in numbers
    )


@pytest.fixture
def collector(staff):
    """A machine with a token of its own."""
    return machine(staff, scope="ingest")


def send(caller, raw: bytes, *, path: str = "/events", content_type: str = TYPE):
    return caller.send("POST", path, raw=raw, content_type=content_type)


def test_events_are_stored_once_however_often_they_come(collector):
    first = send(collector, body(1, 2))
    assert (first.status, first.body) == (
        200, {"accepted": 2, "duplicates": 0, "rejected": 0, "errors": []},
    )  # fmt: skip
    again = send(collector, body(1, 2, 3), path="/events/")
    assert again.body["accepted"] + again.body["duplicates"] == 3


def test_the_same_call_again_changes_nothing(collector):
    delivery = body(*range(100))
    assert send(collector, delivery).body["accepted"] == 100
    assert send(collector, delivery).body["duplicates"] == 100
    assert ActivityEvent.objects.count() == 100


def test_a_new_token_replays_nothing(staff, collector):
    delivery = body(1)
    send(collector, delivery)
    other = machine(staff, scope="ingest")
    ApiToken.objects.filter(pk=ApiToken.objects.latest("pk").pk).update(name="its successor")
    assert send(other, delivery).body["duplicates"] == 1


def test_a_named_source_has_ids_of_its_own(collector):
    delivery = body(1)
    assert send(collector, delivery).body["accepted"] == 1
    assert send(collector, delivery, path="/events?source=app-2").body["accepted"] == 1
    assert send(collector, delivery, path="/events?source=app-2").body["duplicates"] == 1
    assert_problem(send(collector, delivery, path="/events?source=a/b"), 400, "malformed")


def test_a_call_of_too_many_old_hours_is_refused(collector, settings):
    settings.EVENT_OLD_HOURS = 0
    at = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    old = json.dumps({"id": "e1", "kind": "view", "video": "v1", "at": at}).encode()
    assert_problem(send(collector, old), 413, "too-large")
    assert ActivityEvent.objects.count() == 0


def test_faults_are_named_by_line(collector):
    reply = send(collector, body(1) + b"\n{\n" + body(2, video="unknown"))
    assert reply.status == 200
    assert (reply.body["accepted"], reply.body["rejected"]) == (1, 2)
    assert [(one["line"], one["field"], one["code"]) for one in reply.body["errors"]] == [
        (1, "", "malformed"),
        (2, "video", "unknown_video"),
    ]


def test_an_empty_delivery_is_no_fault(collector):
    assert send(collector, b"").body["accepted"] == 0


def test_more_than_a_call_may_hold_is_refused_whole(collector, settings):
    settings.API_LIMITS = settings.API_LIMITS | {"event_rows": 2}
    assert_problem(send(collector, body(1, 2, 3)), 413, "too-large")
    settings.API_LIMITS = settings.API_LIMITS | {"event_bytes": 20}
    assert_problem(send(collector, body(1)), 413, "too-large")
    assert ActivityEvent.objects.count() == 0


def test_a_busy_house_says_when_to_come_again(collector, monkeypatch):
    def busy(*args, **kwargs):
        raise ingestion.Busy(30)

    monkeypatch.setattr("fraud.api.events.take_in", busy)
    reply = send(collector, body(1))
    assert_problem(reply, 429, "throttled")
    assert reply.headers["Retry-After"] == "30"


def test_sums_that_are_far_behind_hold_deliveries_back(collector, settings):
    assert send(collector, body(1)).status == 200
    settings.EVENT_BACKLOG_HOURS = 0
    reply = send(collector, body(2))
    assert_problem(reply, 429, "throttled")
    assert int(reply.headers["Retry-After"]) >= 30
    assert ActivityEvent.objects.count() == 1


def test_only_a_collector_s_token_delivers(staff, creator):
    assert_problem(send(machine(staff, scope="write"), body(1)), 403, "permission-denied")
    assert_problem(send(Caller(user=staff), body(1)), 403, "permission-denied")
    assert_problem(send(Caller(), body(1)), 401, "not-authenticated")
    assert ActivityEvent.objects.count() == 0


def test_other_types_and_platforms_are_refused(collector):
    assert send(collector, body(1), content_type="text/csv").status == 415
    assert_problem(send(collector, body(1), path="/events?platform=radio"), 400, "malformed")
