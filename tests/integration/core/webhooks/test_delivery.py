"""From what happens to what arrives: who hears what, tries, failures, the end of an endpoint."""

import socket
import threading
from datetime import datetime, timedelta

import httpcore
import pytest
from celery import current_app
from django.db import transaction

from creatorspark.beat_settings import SCHEDULE
from creatorspark.core.domain.webhooks.schedule import MOST_TRIES
from creatorspark.core.models import (
    AuditEntry,
    Notification,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from creatorspark.core.tasks import deliver_webhooks
from creatorspark.core.webhooks import delivery, endpoints, outbox, transport
from creatorspark.core.webhooks.delivery import BUSY, deliver
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.local_servers import LocalServer, QuietHandler, served

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FILED = "appeal.filed"


def happen(creator, *, key="a", name=FILED, now=NOW):
    return outbox.publish(name, key=key, creator=creator, data={"appeal": key}, now=now)


def due(row: WebhookDelivery) -> datetime:
    """When it is tried next; it waits, so there is such a time."""
    assert row.next_at is not None
    return row.next_at


def only() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def until_it_ends(endpoint, *, since=NOW, most=50):
    """Let workers come whenever something is due, as the sweep does; return the last moment."""
    now = since
    for _ in range(most):
        deliver(endpoint.pk, now=now)
        row = WebhookDelivery.objects.filter(endpoint=endpoint, state="waiting").first()
        if row is None:
            return now
        now = max(now, due(row))
    raise AssertionError("still waiting")


def test_what_happens_arrives_signed(creator, receiver, endpoint_for):
    issued = endpoint_for(creator.user)
    event = happen(creator)
    assert deliver(issued.endpoint.pk, now=NOW) == 1
    (request,) = receiver.received
    assert request.verified(issued.secret) == {
        "id": event.message_id,
        "type": FILED,
        "timestamp": NOW.isoformat().replace("+00:00", "Z"),
        "sequence": event.pk,
        "data": {"appeal": "a"},
    }
    assert request.headers["webhook-id"] == event.message_id
    assert request.headers["content-type"] == "application/json"
    row = only()
    assert (row.state, row.tries, row.next_at) == ("delivered", 1, None)
    assert row.attempts.get().status == 204
    assert deliver(issued.endpoint.pk, now=NOW + DAY) == 0
    assert len(receiver.received) == 1


def test_one_key_is_told_once_and_what_is_rolled_back_never(creator, receiver, endpoint_for):
    issued = endpoint_for(creator.user)
    with transaction.atomic():
        happen(creator, key="undone")
        transaction.set_rollback(True)
    happen(creator)
    happen(creator)
    deliver(issued.endpoint.pk, now=NOW)
    assert [one.json["data"] for one in receiver.received] == [{"appeal": "a"}]


def test_each_hears_their_own_and_the_platform_hears_all(creator, staff, receiver, endpoint_for):
    rival = CreatorFactory(user=UserFactory())
    own = endpoint_for(creator.user, url=receiver.address + "/own").endpoint
    theirs = endpoint_for(rival.user, url=receiver.address + "/theirs").endpoint
    platform = endpoint_for(staff, url=receiver.address + "/platform").endpoint
    deaf = endpoint_for(staff, events=["appeal.decided"], url=receiver.address + "/deaf").endpoint
    happen(creator, key="mine")
    happen(rival, key="theirs")
    happen(CreatorFactory(user=None), key="nobody's")
    for one in (own, theirs, platform, deaf):
        deliver(one.pk, now=NOW)
    heard = [(one.path, one.json["data"]["appeal"]) for one in receiver.received]
    assert heard == [
        ("/own", "mine"),
        ("/theirs", "theirs"),
        ("/platform", "mine"),
        ("/platform", "theirs"),
        ("/platform", "nobody's"),
    ]


def test_a_profile_that_changed_hands_tells_its_former_holder_nothing(
    creator, receiver, endpoint_for
):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    creator.user = UserFactory()
    creator.save()
    assert deliver(endpoint.pk, now=NOW) == 0
    assert receiver.received == []
    assert only().state == "failed"


def test_a_message_is_tried_again_with_the_same_id_until_it_is_taken(
    creator, receiver, endpoint_for
):
    issued = endpoint_for(creator.user)
    happen(creator)
    receiver.answers(500, 503, 302, 400, 200)
    until_it_ends(issued.endpoint)
    assert len(receiver.received) == 5
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1
    for one in receiver.received:
        one.verified(issued.secret)
    assert [row.status for row in only().attempts.all()] == [500, 503, 302, 400, 200]
    issued.endpoint.refresh_from_db()
    assert (issued.endpoint.failing_since, issued.endpoint.failures_in_a_row) == (None, 0)


def test_after_three_days_it_is_given_up(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    receiver.answers(500)
    ended = until_it_ends(endpoint)
    assert 3 * DAY < ended - NOW < 4 * DAY
    assert len(receiver.received) == MOST_TRIES
    assert (only().state, only().tries) == ("failed", MOST_TRIES)
    endpoint.refresh_from_db()
    assert endpoint.state == "on"


def test_a_redirect_is_an_answer_and_is_not_followed(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    receiver.answers(307, location=receiver.address + "/elsewhere")
    deliver(endpoint.pk, now=NOW)
    assert [one.path for one in receiver.received] == ["/hooks"]
    assert only().attempts.get().status == 307


def test_we_wait_as_long_as_we_are_asked_to(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    receiver.answers(429, retry_after="3600")
    deliver(endpoint.pk, now=NOW)
    assert due(only()) >= NOW + HOUR


def test_410_switches_off_at_once_and_its_owner_is_told(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator, key="a")
    happen(creator, key="b")
    receiver.answers(410)
    deliver(endpoint.pk, now=NOW)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.off_because) == ("off", "gone")
    assert len(receiver.received) == 1
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"failed"}
    assert Notification.objects.filter(user=creator.user, title__contains="switched off").exists()
    assert AuditEntry.objects.filter(action="core.webhook.switched_off", actor=None).exists()
    happen(creator, key="c")
    assert WebhookDelivery.objects.count() == 2


def test_days_of_failure_warn_and_then_switch_off(staff, creator, receiver, endpoint_for):
    endpoint = endpoint_for(staff).endpoint
    receiver.answers(500)
    for day in range(8):
        happen(creator, key=str(day), now=NOW + day * DAY)
    now = NOW
    while True:
        deliver(endpoint.pk, now=now)
        endpoint.refresh_from_db()
        if endpoint.state == "off":
            break
        now += HOUR
    assert endpoint.off_because == "failing"
    assert timedelta(days=5) <= now - NOW < timedelta(days=5, hours=2)
    titles = Notification.objects.filter(user=staff).order_by("pk").values_list("title", flat=True)
    assert ["take our messages" in title for title in titles] == [True, False]


def test_a_success_ends_the_count_of_days(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    receiver.answers(500)
    happen(creator, key="a")
    deliver(endpoint.pk, now=NOW)
    receiver.answers(200)
    happen(creator, key="b", now=NOW + 6 * DAY)
    deliver(endpoint.pk, now=NOW + 6 * DAY)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.failing_since) == ("on", None)


# Addresses --------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inward_is_not_connected_to(
    address, creator, receiver, endpoint_for, monkeypatch
):
    endpoint = endpoint_for(creator.user, url="https://hooks.example.com/").endpoint
    happen(creator)
    places = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: places)
    monkeypatch.setattr(
        httpcore.SyncBackend, "connect_tcp", lambda *_a, **_k: pytest.fail("connected")
    )
    deliver(endpoint.pk, now=NOW)
    row = only()
    assert (row.state, row.attempts.get().problem) == ("waiting", "not_public")


def test_we_connect_to_the_very_address_that_was_looked_at(
    creator, receiver, endpoint_for, monkeypatch
):
    """A name that says something else the second time gains nothing."""
    endpoint = endpoint_for(creator.user, url="https://hooks.example.com:8443/").endpoint
    happen(creator)
    asked, reached = [], []

    def answer(host, port, *_a, **_k):
        asked.append(host)
        return [(2, 1, 6, "", ("1.1.1.1" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(self, host, port, *_a, **_k):
        reached.append((host, port))
        raise httpcore.ConnectError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    deliver(endpoint.pk, now=NOW)
    assert (asked, reached) == (["hooks.example.com"], [("1.1.1.1", 8443)])


def test_in_production_nothing_on_this_machine_is_reached(
    creator, receiver, endpoint_for, settings
):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    settings.PRODUCTION = True
    deliver(endpoint.pk, now=NOW)
    assert receiver.received == []
    assert only().attempts.get().problem == "not_public"


# Silence ----------------------------------------------------------------------------------------
def test_nobody_there(creator, receiver, endpoint_for, settings):
    settings.WEBHOOK_LOOPBACK = (*settings.WEBHOOK_LOOPBACK, ("127.0.0.1", 1))
    endpoint = endpoint_for(creator.user, url="http://127.0.0.1:1/").endpoint
    for key in "abc":
        happen(creator, key=key)
    deliver(endpoint.pk, now=NOW)
    assert [row.problem for row in WebhookAttempt.objects.all()] == ["connection"]
    assert all(due(row) >= NOW + timedelta(minutes=1) for row in WebhookDelivery.objects.all()), (
        "one try tells enough about the others"
    )


class Dripping(QuietHandler):
    """Answers so slowly that no single read is ever late."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.over.wait(0.02):
            try:
                self.wfile.write(b"X-Slow: 1\r\n")
            except OSError:
                return


class Silent(QuietHandler):
    def do_POST(self) -> None:
        self.server.over.wait()


@pytest.mark.parametrize("handler", [Dripping, Silent])
def test_slowness_ends(handler, creator, receiver, endpoint_for, settings, monkeypatch):
    monkeypatch.setattr(transport, "WHOLE_SECONDS", 0.3)
    with served(LocalServer(handler)) as server:
        settings.WEBHOOK_LOOPBACK = (server.place,)
        endpoint = endpoint_for(creator.user, url=server.address + "/").endpoint
        happen(creator)
        deliver(endpoint.pk, now=NOW)
    assert only().attempts.get().problem == "timeout"


class Chatty(QuietHandler):
    """Takes the message, and then never stops talking."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not self.server.over.is_set():
            try:
                self.wfile.write(b"x" * 65536)
            except OSError:
                return


def test_an_endless_answer_is_cut_off_and_counts(creator, receiver, endpoint_for, settings):
    with served(LocalServer(Chatty)) as server:
        settings.WEBHOOK_LOOPBACK = (server.place,)
        endpoint = endpoint_for(creator.user, url=server.address + "/").endpoint
        happen(creator)
        assert deliver(endpoint.pk, now=NOW) == 1


class Babble(QuietHandler):
    def do_POST(self) -> None:
        self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")


def test_what_is_not_http_is_a_failure(creator, receiver, endpoint_for, settings):
    with served(LocalServer(Babble)) as server:
        settings.WEBHOOK_LOOPBACK = (server.place,)
        endpoint = endpoint_for(creator.user, url=server.address + "/").endpoint
        happen(creator)
        deliver(endpoint.pk, now=NOW)
    assert only().attempts.get().problem in {"protocol", "connection"}


# Workers ----------------------------------------------------------------------------------------
def test_a_worker_that_dies_after_it_took_a_message_leaves_it_to_the_next(
    creator, receiver, endpoint_for
):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    assert delivery._begin(endpoint.pk, now=NOW)
    assert delivery.claim(endpoint.pk, now=NOW) is not None
    later = NOW + timedelta(seconds=10)
    assert deliver(endpoint.pk, now=later) == 0, "the dead one may still be at it"
    assert deliver(endpoint.pk, now=NOW + BUSY) == 1
    assert only().tries == 2


def test_a_message_that_kills_every_worker_is_given_up_in_the_end(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    now = NOW
    for _ in range(MOST_TRIES):
        row = delivery.claim(endpoint.pk, now=now)
        assert row is not None
        now = due(row)
    assert delivery.claim(endpoint.pk, now=now) is None
    assert only().state == "failed"


def test_two_workers_cannot_take_the_same_message(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    row = WebhookDelivery.objects.select_related("endpoint__owner", "event__creator").get()
    twin = WebhookDelivery.objects.select_related("endpoint__owner", "event__creator").get()
    assert delivery._take(row, now=NOW)
    assert not delivery._take(twin, now=NOW)
    assert delivery._begin(endpoint.pk, now=NOW)
    assert not delivery._begin(endpoint.pk, now=NOW)


def test_the_sweep_finds_what_no_nudge_told(creator, receiver, endpoint_for, monkeypatch):
    asked = []
    monkeypatch.setattr(delivery, "nudge", lambda _task, number: asked.append(number))
    endpoint = endpoint_for(creator.user).endpoint
    assert delivery.sweep(now=NOW) == 0
    happen(creator, key="a")
    happen(creator, key="b")
    assert delivery.sweep(now=NOW) == 1
    assert asked == [endpoint.pk]
    endpoints.switch_off(endpoint, actor=creator.user, now=NOW)
    assert delivery.sweep(now=NOW) == 0


def test_messages_go_out_in_the_order_in_which_things_happened(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    for key in "abcde":
        happen(creator, key=key)
    assert deliver(endpoint.pk, now=NOW) == 5
    numbers = [one.json["sequence"] for one in receiver.received]
    assert numbers == sorted(numbers)
    assert [one.json["data"]["appeal"] for one in receiver.received] == list("abcde")


def test_a_message_that_is_refused_does_not_hold_up_the_others(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    for key in "abc":
        happen(creator, key=key)
    receiver.answers(500, 200)
    assert deliver(endpoint.pk, now=NOW) == 2


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_message_once(creator, receiver, endpoint_for):
    from django.db import connection

    endpoint = endpoint_for(creator.user).endpoint
    for number in range(20):
        happen(creator, key=str(number))

    def work():
        try:
            deliver(endpoint.pk, now=NOW)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 20
    assert len(receiver.received) == 20
    assert WebhookEvent.objects.count() == 20
    assert WebhookEndpoint.objects.get().busy_until is None


def test_the_workers_own_task_delivers_what_the_commit_asked_for(
    creator, receiver, endpoint_for, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: sent.append((name, args)))
    endpoint = endpoint_for(creator.user).endpoint
    with django_capture_on_commit_callbacks(execute=True):
        happen(creator)
    assert sent == [(deliver_webhooks.name, [endpoint.pk])]
    deliver_webhooks(endpoint.pk)
    assert receiver.types == [FILED]
    assert {"core.sweep_webhooks", "core.forget_old_webhooks"} <= {
        entry["task"] for entry in SCHEDULE.values()
    }
