"""Texts that events share: judged once, forgotten in time, and never more than a call may bring."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fraud.domain.agents import RULES
from fraud.models import ActivityEvent, HourlyCount, Referrer, UserAgent
from fraud.services.events import ingestion, interning, partitions, rollups
from tests.factories import VideoFactory
from tests.integration.fraud.events import deliver, event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def video():
    return VideoFactory(platform="tiktok", external_id="v1")


def test_a_text_is_judged_when_it_is_stored(django_assert_num_queries):
    interning.numbers_of(UserAgent, ["curl/8", "Mozilla/5.0 (iPhone)"])
    judged = UserAgent.objects.order_by("text").values_list("text", "machine", "judged_by")
    assert [*judged] == [("Mozilla/5.0 (iPhone)", False, RULES), ("curl/8", True, RULES)]
    with django_assert_num_queries(1):
        assert interning.judge_anew() == 0


def test_newer_rules_judge_again():
    interning.numbers_of(UserAgent, ["curl/8", "Mozilla/5.0 (iPhone)"])
    UserAgent.objects.update(machine=False, judged_by="0/older")
    deliver(event(1, video="v1", user_agent="curl/8"), event(2, video="v1"))
    rollups.roll_up()
    count = HourlyCount.objects.get()
    assert (count.views, count.machine_views) == (2, 1)
    assert UserAgent.objects.get(machine=True).judged_by == RULES


def test_texts_go_with_the_last_month_that_names_them(settings):
    settings.EVENT_RETENTION_MONTHS = 2
    start = datetime(2026, 1, 5, tzinfo=UTC)
    later = start + timedelta(days=31)
    both = {"video": "v1", "user_agent": "both", "referrer": "https://both.example/a"}
    once = {"video": "v1", "user_agent": "once", "referrer": "https://once.example/a"}
    deliver(event(1, at=start, **both), event(2, at=start, **once), now=later)
    deliver(event(3, at=later, **both), now=later)
    # A month that is named late takes nothing away.
    deliver(event(4, at=start, **both), now=later)
    assert UserAgent.objects.get(text="both").seen == date(2026, 2, 1)
    # Other tests leave months and texts of their own.
    assert date(2026, 1, 1) in partitions.drop_old(now=datetime(2026, 4, 2, tzinfo=UTC))
    agents = UserAgent.objects.filter(text__in=["both", "once"])
    assert [row.text for row in agents] == ["both"]
    hosts = Referrer.objects.filter(text__in=["https://both.example/", "https://once.example/"])
    assert [row.text for row in hosts] == ["https://both.example/"]


def test_a_call_brings_no_more_new_texts_than_it_may(monkeypatch):
    monkeypatch.setattr(ingestion, "NEW_AT_ONCE", 3)
    agents = [f"curl/{n}" for n in range(10)] + [f"Mozilla/5.0 (iPhone {n})" for n in range(10)]
    done = deliver(
        *(
            event(n, video="v1", user_agent=agent, referrer=f"https://{n}.example/")
            for n, agent in enumerate(agents)
        )
    )
    assert done.accepted == 20
    assert UserAgent.objects.count() <= 4
    assert Referrer.objects.count() == 3
    rollups.roll_up()
    # Whatever wasn't stored, a machine's views don't count, and nobody else's fall.
    assert HourlyCount.objects.get().machine_views == 10


def test_known_texts_are_no_new_ones(monkeypatch):
    monkeypatch.setattr(ingestion, "NEW_AT_ONCE", 1)
    known = interning.numbers_of(UserAgent, ["Mozilla/5.0 (iPhone)", "Mozilla/5.0 (iPad)"])
    deliver(
        *(event(n, video="v1", user_agent=agent) for n, agent in enumerate(filter(None, known)))
    )
    assert 0 not in ActivityEvent.objects.values_list("agent_id", flat=True)
