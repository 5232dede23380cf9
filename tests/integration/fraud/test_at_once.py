"""Two people, a clock and the creator at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from creatorspark.core.appeals import filing
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.models import Appeal, Creator, Notification, User
from creatorspark.core.services.erasure import merge_creators
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.models import Alert, AlertDecision, Hold
from fraud.services.alerts import AlertError, resolve
from fraud.services.tending import tend_one
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.waiting import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
LATE = NOW + timedelta(days=60)


def alone(work: Callable[[], Any]) -> Any:
    """Do a work on a connection of its own; return its result or refusal."""
    try:
        return work()
    except (AlertError, AppealRefused) as refusal:
        return refusal
    finally:
        connection.close()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start every work at the same moment."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        start.wait()
        return alone(work)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def scene() -> Alert:
    creator = CreatorFactory(user=UserFactory(), follower_count=5_000)
    return held_alert(creator, video=VideoFactory(creator=creator, snapshots=0))


def deciding(alert: Alert, outcome: str, by: User) -> Callable[[], Alert]:
    return lambda: resolve(
        Alert.objects.get(pk=alert.pk), outcome=outcome, reason="We looked.", actor=by, now=NOW
    )


def appealing(alert: Alert) -> Callable[[], Appeal]:
    owner = alert.creator.user
    assert owner is not None
    wish = filing.Wish(
        kind=SUBJECT_KIND, subject_id=str(alert.pk), ground="advert", statement="An advert."
    )
    return lambda: filing.file_appeal(wish, actor=owner, now=NOW)


def test_two_people_and_a_double_click_decide_once():
    alert, ana, bo = scene(), UserFactory(superuser=True), UserFactory(superuser=True)
    results = at_once(*[deciding(alert, "cleared", ana)] * 3, *[deciding(alert, "upheld", bo)] * 3)
    assert sum(isinstance(one, Alert) for one in results) == 1
    made = AlertDecision.objects.get()
    alert.refresh_from_db()
    assert (alert.outcome, alert.resolved_by) == (made.outcome, made.decided_by)
    assert Hold.objects.filter(released_at=None).exists() == (made.outcome == "upheld")


@pytest.mark.parametrize("turn", range(3))
def test_a_person_the_clock_and_an_appeal_leave_one_decision(turn):
    alert, ana = scene(), UserFactory(superuser=True)
    decided, _clock, appeal = at_once(
        deciding(alert, "upheld", ana),
        lambda: tend_one(alert.pk, now=LATE),
        appealing(alert),
    )
    made = AlertDecision.objects.order_by("pk")
    assert made.count() == 1 or [one.outcome for one in made] == ["upheld", "expired"]
    alert.refresh_from_db()
    last = made.last()
    assert last is not None
    assert alert.outcome == last.outcome
    assert Hold.objects.filter(released_at=None).exists() == (alert.outcome == "upheld")
    if isinstance(appeal, Appeal):
        # What was upheld before stays open to it; nobody decides at first look beside it.
        assert appeal.judgement == str(alert.pk) or isinstance(decided, Alert)
    told = Notification.objects.filter(user=alert.creator.user).values_list("key", flat=True)
    assert len(set(told)) == len(told)


def test_nobody_decides_about_a_profile_that_becomes_theirs_while_they_wait():
    ana = UserFactory(superuser=True)
    kept, absorbed = CreatorFactory(user=ana), CreatorFactory()
    alert = held_alert(absorbed, video=VideoFactory(creator=absorbed, snapshots=0))
    Hold.objects.all().delete()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Creator.objects.select_for_update().get(pk=absorbed.pk)
            waiting = pool.submit(alone, deciding(alert, "cleared", ana))
            until_somebody_waits()
            merge_creators(kept, absorbed, reason="One person", actor=None, now=NOW)
        refusal = waiting.result()
    assert isinstance(refusal, AlertError)
    assert "your own profile" in str(refusal)
    assert not AlertDecision.objects.exists()
