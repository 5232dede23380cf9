"""What alerts mean for a creator who is merged or erased, and the reminder before a window ends."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from creatorspark.core.appeals.permission import can_appeal
from creatorspark.core.models import Creator, Notification
from creatorspark.core.services.erasure import ErasureRefused, erase_creator, merge_creators
from fraud import interface as fraud
from fraud.models import AlertDecision, Hold
from fraud.services.alerts import resolve
from fraud.services.tending import tend
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.factories.alerts import held_alert

pytestmark = pytest.mark.django_db
LAST_DAY = NOW + timedelta(days=184)


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory())


def upheld(creator: Creator):
    alert = held_alert(creator, at=NOW)
    actor = UserFactory(superuser=True)
    resolve(alert, outcome="upheld", reason="We rang Ann.", actor=actor, now=NOW, note="Ann said.")
    return alert


def told(creator: Creator) -> list[str]:
    rows = Notification.objects.filter(user=creator.user_id).order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_the_end_of_the_time_to_appeal_is_told_once_before_it_comes(creator: Creator):
    upheld(creator)
    before = told(creator)
    tend(now=LAST_DAY - timedelta(days=15))
    assert told(creator) == before
    for hours in (0, 1, 40):
        tend(now=LAST_DAY - timedelta(days=13) + timedelta(hours=hours))
    assert len(told(creator)) == len(before) + 1
    assert told(creator)[-1].startswith("You can appeal until")
    assert tend(now=LAST_DAY + timedelta(minutes=1))["final"] == 1


def test_who_cannot_appeal_any_more_is_not_reminded(creator: Creator):
    alert = upheld(creator)
    resolved = told(creator)
    Hold.objects.filter(alert=alert).update(released_at=NOW)
    tend(now=LAST_DAY - timedelta(days=1))
    assert told(creator) == resolved


def test_nothing_is_merged_while_a_person_looks(creator: Creator):
    held_alert(creator, at=NOW)
    with pytest.raises(ErasureRefused, match="A hold on one of the profiles is open"):
        merge_creators(CreatorFactory(), creator, reason="The same.", actor=None, now=NOW)


def test_a_merged_profile_keeps_its_reports_and_the_right_to_appeal(creator: Creator):
    alert = upheld(creator)
    tend(now=LAST_DAY + timedelta(days=1))
    kept = CreatorFactory()
    merge_creators(kept, creator, reason="The same person.", actor=None, now=NOW)
    assert fraud.report_of(alert_id=alert.pk, creator_id=kept.pk) is not None
    assert fraud.report_of(alert_id=alert.pk, creator_id=creator.pk) is None
    judgement = can_appeal(kind="fraud_alert", subject_id=str(alert.pk), now=NOW).judgement
    assert judgement is not None
    assert judgement.creator_id == kept.pk
    assert {hold.creator_id for hold in Hold.objects.all()} == {kept.pk}


def test_an_erased_creator_is_forgotten_and_nobody_is_written_to(creator: Creator):
    alert = upheld(creator)
    waiting = held_alert(creator, at=NOW, start=NOW - timedelta(days=5), end=NOW)
    erase_creator(creator, reason="They asked.", actor=None, now=NOW, though_open=True)
    assert set(AlertDecision.objects.values_list("reason", "note")) == {("", "")}
    assert set(Hold.objects.values_list("reason", flat=True)) == {""}
    before = Notification.objects.count()
    done = tend(now=NOW + timedelta(days=8))
    waiting.refresh_from_db()
    alert.refresh_from_db()
    assert (done["expired"], waiting.outcome, alert.outcome) == (1, "expired", "upheld")
    assert Notification.objects.count() == before


def test_decisions_change_in_no_other_way(creator: Creator):
    upheld(creator)
    for change in ({"outcome": "cleared"}, {"reason": "Other words."}, {"share": 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AlertDecision.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertDecision.objects.all().delete()
