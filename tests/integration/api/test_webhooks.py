"""Webhooks by API: own ones only, a secret once, every write repeatable."""

import pytest

from creatorspark.core.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from creatorspark.core.webhooks import outbox
from tests.factories import NOW
from tests.integration.api.callers import assert_problem, browser, machine, queries_of

pytestmark = pytest.mark.django_db
WISH = {"name": "Mine", "url": "https://example.com/hooks", "events": ["appeal.filed"]}


def made(caller, **changes):
    reply = caller.post("/webhooks/", WISH | changes)
    assert reply.status == 201, reply.raw
    return reply.body


def test_a_machine_makes_reads_changes_and_removes_its_own(creator):
    caller = machine(creator.user, scope="write")
    endpoint = made(caller)
    assert endpoint["secret"].startswith("whsec_")
    path = f"/webhooks/{endpoint['id']}/"
    shown = caller.get(path).body
    assert "secret" not in shown
    assert (shown["state"], shown["events"]) == ("on", ["appeal.filed"])
    changed = caller.send("PUT", path, WISH | {"name": "Renamed"})
    assert (changed.status, changed.body["name"]) == (200, "Renamed")
    rotated = caller.post(path + "rotate/", {"overlap_hours": 1}).body
    assert rotated["secret"] not in ("", endpoint["secret"])
    assert rotated["earlier_secret_until"]
    assert caller.post(path + "off/").body["state"] == "off"
    assert_problem(caller.post(path + "test/"), 409, "refused")
    assert caller.post(path + "on/").body["state"] == "on"
    assert caller.post(path + "test/").body["event"] == "webhook.test"
    assert caller.delete(path).status == 204
    assert_problem(caller.get(path), 404, "not-found")


def test_one_key_makes_one_endpoint_and_shows_its_secret_once(creator):
    caller = browser(creator.user)
    first = caller.post("/webhooks/", WISH, key="k")
    again = caller.post("/webhooks/", WISH, key="k")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.body["secret"]
    assert again.body == first.body | {"secret": None}
    assert WebhookEndpoint.objects.count() == 1


def test_anothers_endpoints_and_messages_do_not_exist(creator, rival, staff):
    mine = made(browser(creator.user))["id"]
    outbox.publish("appeal.filed", key="a", creator=creator, data={}, now=NOW)
    delivery = WebhookDelivery.objects.get().pk
    for user in (rival.user, staff):
        caller = browser(user)
        assert caller.get("/webhooks/").body["results"] == []
        assert caller.get("/webhook-deliveries/").body["results"] == []
        for path in (f"/webhooks/{mine}/", f"/webhook-deliveries/{delivery}/"):
            assert_problem(caller.get(path), 404, "not-found")
        assert_problem(caller.delete(f"/webhooks/{mine}/"), 404, "not-found")
        for act in ("rotate", "off", "on", "test"):
            assert_problem(caller.post(f"/webhooks/{mine}/{act}/"), 404, "not-found")
        assert_problem(caller.post(f"/webhook-deliveries/{delivery}/resend/"), 404, "not-found")


def test_a_brand_has_none(brand):
    assert browser(brand).get("/webhooks/").body["results"] == []
    assert_problem(browser(brand).post("/webhooks/", WISH), 409, "refused")


def test_a_token_that_only_reads_makes_none(creator):
    assert_problem(machine(creator.user).post("/webhooks/", WISH), 403, "permission-denied")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://example.com/"}, "url"),
        ({"events": ["made.up"]}, "events"),
        ({"events": []}, "events"),
        ({"name": ""}, "name"),
        ({"url": 5}, "url"),
    ],
)
def test_a_fault_is_named_by_its_field(creator, changes, field):
    problem = assert_problem(
        browser(creator.user).post("/webhooks/", WISH | changes), 400, "invalid"
    )
    assert {one["field"].split(".")[0] for one in problem["errors"]} == {field}


def test_messages_are_listed_filtered_and_sent_again(creator):
    caller = browser(creator.user)
    endpoint = made(caller)["id"]
    outbox.publish("appeal.filed", key="a", creator=creator, data={"appeal": "1"}, now=NOW)
    (row,) = caller.get(f"/webhook-deliveries/?endpoint={endpoint}&state=waiting").body["results"]
    event = WebhookEvent.objects.get()
    assert (row["message"], row["sequence"]) == (event.message_id, event.pk)
    assert (row["event"], row["payload"]) == ("appeal.filed", {"appeal": "1"})
    assert caller.get("/webhook-deliveries/?state=failed").body["results"] == []
    caller.post(f"/webhooks/{endpoint}/off/")
    resend = f"/webhook-deliveries/{row['id']}/resend/"
    assert_problem(caller.post(resend), 409, "refused")
    caller.post(f"/webhooks/{endpoint}/on/")
    assert caller.post(resend).body["state"] == "waiting"


def test_recovery_counts_what_is_on_its_way(creator):
    caller = browser(creator.user)
    outbox.publish("appeal.filed", key="a", creator=creator, data={}, now=NOW)
    endpoint = made(caller)["id"]
    recover = f"/webhooks/{endpoint}/recover/"
    assert caller.post(recover, {"since": "2020-01-01T00:00:00Z"}).body == {"messages": 1}
    assert caller.post(recover, {"since": "2020-01-01T00:00:00Z"}).body == {"messages": 0}
    assert_problem(caller.post(recover, {"since": "2020-01-01T00:00:00"}), 400, "invalid")


def test_more_messages_take_no_more_queries(creator):
    caller = browser(creator.user)
    made(caller)
    outbox.publish("appeal.filed", key="0", creator=creator, data={}, now=NOW)
    before = queries_of(lambda: caller.get("/webhook-deliveries/"))
    for number in range(1, 6):
        outbox.publish("appeal.filed", key=str(number), creator=creator, data={}, now=NOW)
    assert queries_of(lambda: caller.get("/webhook-deliveries/")) == before
