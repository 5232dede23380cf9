"""Endpoints: whose they are, secrets and their overlap, on and off, once more, forgetting."""

from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from creatorspark.core.models import AuditEntry, WebhookDelivery, WebhookEndpoint, WebhookEvent
from creatorspark.core.webhooks import endpoints, outbox, resending
from creatorspark.core.webhooks.delivery import deliver
from creatorspark.core.webhooks.errors import WebhookRefused
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def happen(creator, *, key="a", now=NOW, name="appeal.filed"):
    return outbox.publish(name, key=key, creator=creator, data={"appeal": key}, now=now)


def wish(**changes):
    known = {"name": "My server", "url": "https://example.com/", "events": ["appeal.filed"]}
    return endpoints.Wish(**(known | changes))


def test_staff_make_the_platforms_and_others_their_own(creator, staff):
    own = endpoints.create(wish(), actor=creator.user, now=NOW).endpoint
    platform = endpoints.create(wish(), actor=staff, now=NOW).endpoint
    assert (own.owner, platform.owner) == (creator.user, None)
    assert list(endpoints.endpoints_of(creator.user)) == [own]
    assert list(endpoints.endpoints_of(UserFactory(staff=True))) == [platform]
    assert list(endpoints.endpoints_of(UserFactory(brand=True))) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "name"),
        ({"events": []}, "events"),
        ({"events": ["appeal.filed", "appeal.eaten"]}, "events"),
        ({"url": "http://example.com/"}, "url_not_https"),
        ({"url": "https://10.0.0.1/"}, "url_inward"),
    ],
)
def test_what_can_not_be_is_refused(creator, changes, code):
    with pytest.raises(WebhookRefused) as refusal:
        endpoints.create(wish(**changes), actor=creator.user, now=NOW)
    assert refusal.value.code == code
    assert not WebhookEndpoint.objects.exists()


def test_one_endpoint_an_address_and_ten_in_all(creator):
    endpoints.create(wish(), actor=creator.user, now=NOW)
    with pytest.raises(WebhookRefused) as refusal:
        endpoints.create(wish(name="Twin"), actor=creator.user, now=NOW)
    assert refusal.value.code == "url_taken"
    for number in range(9):
        endpoints.create(wish(url=f"https://example.com/{number}"), actor=creator.user, now=NOW)
    with pytest.raises(WebhookRefused) as refusal:
        endpoints.create(wish(url="https://example.com/x"), actor=creator.user, now=NOW)
    assert refusal.value.code == "too_many"


def test_brands_and_auditors_have_none_yet():
    for user in (UserFactory(brand=True), UserFactory(role="auditor")):
        with pytest.raises(WebhookRefused):
            endpoints.create(wish(), actor=user, now=NOW)


def test_a_secret_is_not_stored_as_it_is_and_not_audited(creator):
    issued = endpoints.create(wish(), actor=creator.user, now=NOW)
    again = endpoints.rotate(issued.endpoint, actor=creator.user, now=NOW)
    rows = str(list(WebhookEndpoint.objects.values())) + str(list(AuditEntry.objects.values()))
    for secret in (issued.secret, again.secret):
        assert secret.startswith("whsec_")
        assert secret.removeprefix("whsec_") not in rows


def test_both_secrets_sign_while_they_overlap_and_then_only_the_new(
    creator, receiver, endpoint_for
):
    old = endpoint_for(creator.user)
    new = endpoints.rotate(old.endpoint, overlap=HOUR, actor=creator.user, now=NOW)
    happen(creator, key="a")
    deliver(old.endpoint.pk, now=NOW)
    happen(creator, key="b")
    deliver(old.endpoint.pk, now=NOW + HOUR)
    during, after = receiver.received
    for secret in (old.secret, new.secret):
        during.verified(secret)
    after.verified(new.secret)
    with pytest.raises(WebhookVerificationError):
        Webhook(old.secret).verify(after.body, after.headers)


def test_a_secret_that_somebody_else_knows_ends_at_once(creator, receiver, endpoint_for):
    old = endpoint_for(creator.user)
    endpoints.rotate(old.endpoint, overlap=timedelta(), actor=creator.user, now=NOW)
    happen(creator)
    deliver(old.endpoint.pk, now=NOW)
    with pytest.raises(WebhookVerificationError):
        receiver.received[0].verified(old.secret)
    row = WebhookEndpoint.objects.get()
    assert (row.sealed_earlier_secret, row.earlier_secret_until) == ("", None)


def test_a_secret_that_nobody_can_read_any_more_is_a_failure_and_not_the_end(
    creator, receiver, endpoint_for, settings
):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    assert deliver(endpoint.pk, now=NOW) == 0
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts.get().problem) == ("waiting", "secret")
    assert receiver.received == []


def test_the_audit_log_keeps_no_whole_address(creator):
    issued = endpoints.create(wish(url="https://example.com/T0/key"), actor=creator.user, now=NOW)
    moved = wish(url="https://example.org/T1/key")
    endpoints.change(issued.endpoint, moved, actor=creator.user, now=NOW)
    kept = str(list(AuditEntry.objects.values()))
    assert "example.org" in kept
    assert "key" not in kept.replace("_key", "")


def test_changing_it_to_what_it_is_changes_nothing(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    same = endpoints.Wish(name=endpoint.name, url=endpoint.url, events=endpoint.events)
    count = AuditEntry.objects.count()
    assert not endpoints.change(endpoint, same, actor=creator.user, now=NOW)
    assert AuditEntry.objects.count() == count


def test_what_waits_goes_to_the_new_address(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    happen(creator)
    moved = endpoints.Wish(name="Moved", url=receiver.address + "/new", events=["appeal.decided"])
    assert endpoints.change(endpoint, moved, actor=creator.user, now=NOW)
    deliver(endpoint.pk, now=NOW)
    assert [one.path for one in receiver.received] == ["/new"]


def test_what_was_missed_while_off_is_sent_on_request_and_once(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user, events=["appeal.filed"]).endpoint
    happen(creator, key="taken")
    deliver(endpoint.pk, now=NOW)
    happen(creator, key="given up")
    endpoints.switch_off(endpoint, actor=creator.user, now=NOW)
    happen(creator, key="unheard")
    happen(creator, key="not asked for", name="appeal.decided")
    with pytest.raises(WebhookRefused):
        resending.recover(endpoint, since=NOW - DAY, actor=creator.user, now=NOW)
    endpoints.switch_on(endpoint, actor=creator.user, now=NOW)
    assert resending.recover(endpoint, since=NOW - DAY, actor=creator.user, now=NOW) == 2
    assert resending.recover(endpoint, since=NOW - DAY, actor=creator.user, now=NOW) == 0
    deliver(endpoint.pk, now=NOW)
    heard = [one.json["data"]["appeal"] for one in receiver.received]
    assert heard == ["taken", "given up", "unheard"]
    assert resending.recover(endpoint, since=NOW - DAY, actor=creator.user, now=NOW) == 0


def test_recovery_gives_nobody_what_is_not_theirs(creator, receiver, endpoint_for):
    from tests.factories import CreatorFactory

    happen(CreatorFactory(user=UserFactory()), key="somebody else's")
    happen(creator, key="mine")
    endpoint = endpoint_for(creator.user).endpoint
    assert resending.recover(endpoint, since=NOW - DAY, actor=creator.user, now=NOW) == 1
    deliver(endpoint.pk, now=NOW)
    assert [one.json["data"]["appeal"] for one in receiver.received] == ["mine"]


def test_sending_again_keeps_the_id(creator, receiver, endpoint_for):
    issued = endpoint_for(creator.user)
    happen(creator)
    deliver(issued.endpoint.pk, now=NOW)
    row = WebhookDelivery.objects.get()
    resending.resend(row, actor=creator.user, now=NOW + DAY)
    resending.resend(row, actor=creator.user, now=NOW + DAY)
    deliver(issued.endpoint.pk, now=NOW + DAY)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert WebhookDelivery.objects.get().attempts.count() == 2


def test_a_test_message_arrives_and_waits_only_once(creator, receiver, endpoint_for):
    issued = endpoint_for(creator.user)
    resending.send_test(issued.endpoint, actor=creator.user, now=NOW)
    resending.send_test(issued.endpoint, actor=creator.user, now=NOW)
    deliver(issued.endpoint.pk, now=NOW)
    assert receiver.types == ["webhook.test"]
    assert receiver.received[0].verified(issued.secret)["data"] == {
        "endpoint": str(issued.endpoint.pk)
    }


def test_switching_and_removing_twice_is_doing_it_once(creator, receiver, endpoint_for):
    endpoint = endpoint_for(creator.user).endpoint
    assert not endpoints.switch_on(endpoint, actor=creator.user, now=NOW)
    assert endpoints.switch_off(endpoint, actor=creator.user, now=NOW)
    assert not endpoints.switch_off(endpoint, actor=creator.user, now=NOW)
    assert endpoints.switch_on(endpoint, actor=creator.user, now=NOW)
    assert endpoints.remove(endpoint, actor=creator.user)
    assert not endpoints.remove(endpoint, actor=creator.user)
    done = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(done) == [
        "core.webhook.created",
        "core.webhook.switched_off",
        "core.webhook.switched_on",
        "core.webhook.removed",
    ]


def test_events_are_forgotten_after_a_month(creator, receiver, endpoint_for):
    endpoint_for(creator.user)
    happen(creator, key="old", now=NOW - 31 * DAY)
    happen(creator, key="new")
    assert resending.forget_old(now=NOW) == 1
    assert [event.key for event in WebhookEvent.objects.all()] == ["new"]
    assert WebhookDelivery.objects.count() == 1


def test_a_new_holder_recovers_nothing_that_happened_to_the_one_before(creator):
    before = creator.user
    happen(creator, key="theirs", now=NOW - DAY)
    creator.user = UserFactory()
    creator.save()
    happen(creator, key="ours")
    for person, heard in ((creator.user, ["ours"]), (before, [])):
        endpoint = endpoints.create(wish(), actor=person, now=NOW).endpoint
        resending.recover(endpoint, since=NOW - 2 * DAY, actor=person, now=NOW)
        keys = endpoint.deliveries.values_list("event__key", flat=True)
        assert list(keys) == heard
