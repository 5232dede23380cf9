"""What happens to alerts, holds and appeals is told: in its transaction, once, and nothing more."""

import json

import pytest
from django.db import transaction

from creatorspark.core.appeals import desk, filing
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Creator, WebhookDelivery, WebhookEvent
from creatorspark.core.services.erasure import erase_creator
from creatorspark.core.webhooks import kinds
from creatorspark.core.webhooks.delivery import body_of
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.models import Alert
from fraud.services import announcing
from fraud.services.alerts import resolve
from fraud.services.tending import tend
from tests.factories import NOW, UserFactory, VideoFactory
from tests.factories.alerts import held_alert

pytestmark = pytest.mark.django_db
SPOKEN = "words that only people who sign in may read"


def told(creator: Creator | None = None) -> list[str]:
    rows = WebhookEvent.objects.order_by("pk")
    return [row.name for row in (rows.filter(creator=creator) if creator else rows)]


def alert_of(creator: Creator) -> Alert:
    alert = held_alert(creator, video=VideoFactory(creator=creator))
    announcing.announce_alert(alert, creator=creator, now=NOW)
    return alert


def appeal_of(alert: Alert):
    wish = filing.Wish(
        kind=SUBJECT_KIND, subject_id=str(alert.pk), ground="advert", statement=SPOKEN
    )
    assert alert.creator.user is not None
    return filing.file_appeal(wish, actor=alert.creator.user, now=NOW)


def test_the_whole_story_in_the_order_in_which_it_happened(creator, staff):
    alert = alert_of(creator)
    resolve(alert, outcome="upheld", reason=SPOKEN, note=SPOKEN, actor=staff, now=NOW)
    appeal = appeal_of(alert)
    other = UserFactory(superuser=True)
    desk.take(appeal.pk, person=other, actor=other, now=NOW)
    verdict = desk.Verdict(outcome=Outcome.OVERTURNED, reason=SPOKEN, note=SPOKEN)
    desk.decide(appeal.pk, verdict, actor=other, now=NOW)
    assert told(creator) == [
        "fraud.hold.placed",
        "fraud.alert.created",
        "fraud.alert.decided",
        "appeal.filed",
        "fraud.hold.released",
        "fraud.alert.decided",
        "appeal.decided",
    ]
    last = WebhookEvent.objects.filter(name="fraud.alert.decided").latest("pk").data
    assert (last["outcome"], last["decision"]["appeal"]) == ("overturned", str(appeal.pk))
    assert last["decision"]["override_of"] is not None
    assert all(kinds.is_known(name) for name in told())


def test_no_words_of_people_and_nobody_else_travel(creator, staff):
    """Evidence names other people's accounts; messages carry none of it."""
    alert = alert_of(creator)
    resolve(alert, outcome="upheld", reason=SPOKEN, note=SPOKEN, actor=staff, now=NOW)
    appeal_of(alert)
    everything = b"".join(body_of(event) for event in WebhookEvent.objects.all()).decode()
    for secret in (SPOKEN, staff.email, creator.user.email, creator.handle, "accounts", "evidence"):
        assert secret not in everything
    for event in WebhookEvent.objects.all():
        assert event.data["creator"] == str(creator.pk)
        assert json.loads(body_of(event))["data"] == event.data


def test_the_clock_tells_too(creator):
    alert = alert_of(creator)
    assert alert.release_at is not None
    tend(now=alert.release_at.replace(year=alert.release_at.year + 1))
    assert told(creator)[-2:] == ["fraud.hold.released", "fraud.alert.decided"]
    decided = WebhookEvent.objects.get(name="fraud.alert.decided").data
    assert (decided["outcome"], decided["decision"]["by_person"]) == ("expired", False)


def test_what_is_only_tried_out_is_nobodys_news(creator):
    alert = held_alert(creator, tier="shadow", state="open")
    announcing.announce_alert(alert, creator=creator, now=NOW)
    assert "fraud.alert.created" not in told()


def test_an_act_that_fails_tells_nothing(creator, staff):
    alert = alert_of(creator)
    before = told()
    with transaction.atomic():
        resolve(alert, outcome="cleared", reason=SPOKEN, actor=staff, now=NOW)
        transaction.set_rollback(True)
    assert told() == before


def test_doing_it_twice_tells_it_once(creator, staff):
    alert = alert_of(creator)
    announcing.announce_alert(alert, creator=creator, now=NOW)
    appeal_of(alert)
    appeal_of(alert)
    assert told().count("fraud.alert.created") == 1
    assert told().count("appeal.filed") == 1


def test_whoever_is_forgotten_is_forgotten_here_too(creator, staff, endpoint_for):
    endpoint_for(creator.user)
    alert = alert_of(creator)
    resolve(alert, outcome="cleared", reason="Fine.", actor=staff, now=NOW)
    user = creator.user
    assert WebhookDelivery.objects.exists()
    erase_creator(creator, reason="Asked.", actor=staff, now=NOW, though_open=True)
    assert not WebhookEvent.objects.exists()
    assert not WebhookDelivery.objects.exists()
    assert not user.webhook_endpoints.exists()
