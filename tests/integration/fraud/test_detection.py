"""From stored events to alerts: the guilty are held, the machines' views leave the counts, once."""

from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from creatorspark.core.models import AuditEntry, CountExclusion, Notification
from creatorspark.core.policies.services import activate, create_draft
from creatorspark.lib.canonical import sha256_of
from fraud import interface
from fraud.domain import cheats, innocents
from fraud.domain.activity import Kind
from fraud.domain.worlds import AGENTS, BEGIN, REFERRERS, World
from fraud.models import Alert, Hold, Referrer, UserAgent
from fraud.selectors.activity import activity_between
from fraud.services.alerts import AlertError, resolve
from fraud.services.detection import detect
from fraud.services.events.interning import numbers_of
from fraud.services.events.storing import FORMAT, write_columns
from tests.factories import CreatorFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db
NOW = datetime.fromtimestamp(BEGIN, tz=UTC) + timedelta(days=28)
SINCE_2000 = 946_684_800


class Stored:
    """A made-up world in the database; creators and videos keep their numbers of the world."""

    def __init__(self, *stories, seed: int = 1) -> None:
        self.world = World.of(seed, creators=10)
        self.world.crowd(300)
        for story in stories:
            story(self.world)
        cast = self.world.cast
        self.creators = [CreatorFactory(user=UserFactory()) for _ in range(cast.creators)]
        self.videos = [
            VideoFactory(creator=self.creators[owner - 1]) for owner in cast.owner_of_video.tolist()
        ]
        write_columns(self._columns())

    def creator(self, number: int):
        return self.creators[number - 1]

    def _columns(self):
        activity = self.world.activity()
        events = activity.events
        agents = numbers_of(UserAgent, AGENTS)
        referrers = numbers_of(Referrer, REFERRERS)
        creators = np.array([0, *(one.pk for one in self.creators)])
        videos = np.array([0, *(one.pk for one in self.videos)])
        columns = {name: np.zeros(len(events), np.int64) for name in FORMAT.names}
        for name in ("kind", "actor", "device", "network", "amount"):
            columns[name] = getattr(events, name)
        return columns | {
            "event": np.arange(len(events)) + 1,
            "at": (events.at - SINCE_2000) * 1_000_000,
            "creator_id": creators[events.creator],
            "video_id": videos[events.video],
            "agent_id": np.array([agents[text] for text in AGENTS])[events.agent],
            "referrer_id": np.array([referrers[text] for text in REFERRERS])[events.referrer],
        }


def test_what_was_stored_is_what_detectors_read():
    stored = Stored()
    wanted = stored.world.activity()
    wanted_events = wanted.events.where(wanted.events.at < NOW.timestamp())
    found = activity_between(NOW - timedelta(days=60), NOW)
    assert len(found.events) == len(wanted_events)
    assert found.events.at.tolist() == wanted_events.at.tolist()
    assert sorted(found.events.actor.tolist()) == sorted(wanted_events.actor.tolist())
    first = found.events
    assert found.agents[first.agent[0]] in AGENTS
    assert (first.kind == Kind.LIKE).sum() == (wanted_events.kind == Kind.LIKE).sum()


def test_bought_views_are_held_and_the_creator_is_told():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    guilty = stored.creator(5)
    assert (alert.tier, alert.state, alert.creator) == ("case", "held", guilty)
    assert alert.reason_code == "VIEWS_WITHOUT_LIKES"
    assert alert.evidence_sha256 == sha256_of(alert.evidence)
    (hold,) = interface.holds_for(creator_id=guilty.pk)
    assert Hold.objects.get(pk=hold.hold_id).alert == alert
    assert (hold.period_start, hold.period_end) == (alert.window_start, alert.window_end)
    told = Notification.objects.get(user=guilty.user)
    assert "likes" in told.body
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"fraud.alert.created", "fraud.hold.placed"} <= actions


def test_evidence_holds_what_charts_need_when_the_events_are_gone():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    guilty = stored.creator(5)
    type(guilty).objects.filter(pk=guilty.pk).update(country="DE")
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    context = Alert.objects.get(pk=alert.pk).evidence["context"]
    assert context["market"] == "DE"
    assert set(context["device_classes"]) <= {"app", "mobile", "desktop", "television", "other"}
    series = context["series"]
    begins = series["start"] + series["step"] * len(series["views"])
    assert series["start"] <= alert.window_start.timestamp() < begins
    assert len(series["views"]) == len(series["low"]) == len(series["high"])


def test_running_again_makes_nothing_twice():
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    assert len(detect(now=NOW, span=timedelta(days=40))) == 1
    assert detect(now=NOW, span=timedelta(days=40)) == []
    assert detect(now=NOW + timedelta(days=1), span=timedelta(days=40)) == []
    assert (Alert.objects.count(), Hold.objects.count()) == (1, 1)


def test_views_of_machines_leave_the_counts_and_nobody_is_held():
    Stored(partial(cheats.scripts, creator=5, views=700))
    alerts = detect(now=NOW, span=timedelta(days=40))
    assert {(alert.tier, alert.state) for alert in alerts} == {("discount", "open")}
    assert Hold.objects.count() == 0
    (left_out,) = CountExclusion.objects.all()  # not once for the program and once for its source
    assert (left_out.views, left_out.reason) == (700, "UA_DECLARED_BOT")


def test_an_innocent_world_makes_no_alert():
    Stored(partial(innocents.raid, creator=4), innocents.one_address)
    assert detect(now=NOW, span=timedelta(days=40)) == []


def test_evidence_can_t_be_changed_or_deleted():
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    for change in (
        lambda: Alert.objects.update(evidence={}),
        lambda: Alert.objects.update(affected=0),
        lambda: Alert.objects.filter(pk=alert.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    Alert.objects.update(state="resolved", resolved_at=NOW, outcome="cleared")


def test_other_apps_see_facts_and_sentences():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    detect(now=NOW, span=timedelta(days=40))
    guilty = stored.creator(5)
    (alert,) = interface.alerts_for(creator_id=guilty.pk)
    assert (alert.tier, alert.reason_code) == ("case", "VIEWS_WITHOUT_LIKES")
    assert "on top of your usual number" in alert.facts[0]
    assert interface.alerts_for(creator_id=guilty.pk, video_id=alert.video_id) == (alert,)
    assert interface.alerts_for(creator_id=stored.creator(1).pk) == ()


def test_a_cleared_case_is_released_and_decided_once():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    staff = UserFactory()
    resolve(alert, outcome="cleared", reason="A screen played it.", actor=staff, now=NOW)
    assert (alert.state, alert.outcome, alert.resolved_by) == ("resolved", "cleared", staff)
    assert interface.holds_for(creator_id=stored.creator(5).pk) == ()
    with pytest.raises(AlertError, match="already"):
        resolve(alert, outcome="upheld", reason="Second thoughts.", actor=staff, now=NOW)
    assert detect(now=NOW, span=timedelta(days=40)) == []  # what was decided isn't asked again


def test_an_upheld_case_stays_held():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    resolve(alert, outcome="upheld", reason="Nobody liked it.", actor=UserFactory(), now=NOW)
    assert len(interface.holds_for(creator_id=stored.creator(5).pk)) == 1


def test_views_count_again_when_a_discount_is_cleared():
    Stored(partial(cheats.scripts, creator=5, views=700))
    for alert in detect(now=NOW, span=timedelta(days=40)):
        resolve(alert, outcome="cleared", reason="Our own test.", actor=UserFactory(), now=NOW)
    assert CountExclusion.objects.count() == 0


@pytest.mark.parametrize(("outcome", "reason"), [("maybe", "Why not"), ("cleared", " ")])
def test_a_decision_has_an_outcome_and_a_reason(outcome: str, reason: str):
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    with pytest.raises(AlertError):
        resolve(alert, outcome=outcome, reason=reason, actor=UserFactory(), now=NOW)
    assert Hold.objects.filter(released_at=None).count() == 1


def test_the_policy_in_force_states_the_thresholds():
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    # Rules that weren't tried on history start in shadow, where they would still make alerts.
    untried = ["CLOCKWORK_VIEWS", "FEW_VIEWERS_MANY_VIEWS"]
    untried += ["LIKES_WITHOUT_VIEWS", "VIEWS_WITHOUT_LIKES"]
    strict = {"bursts": {"least_views": 10**7}, "rules": {"shadow": untried}}
    draft = create_draft("fraud", version="fraud-2", parameters=strict, actor=None)
    activate(draft, effective_from=NOW - timedelta(days=2), actor=None, now=NOW - timedelta(days=3))
    assert detect(now=NOW, span=timedelta(days=40)) == []
