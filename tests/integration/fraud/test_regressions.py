"""A wrong accusation is captured once, stands alone, and is held against every later rule."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from creatorspark.core.models import AuditEntry
from fraud.domain import cheats
from fraud.domain.outcomes import Outcome
from fraud.domain.parameters import Parameters
from fraud.domain.slices import restore
from fraud.models import ActivityEvent, RegressionCase
from fraud.services import regressions
from fraud.services.alerts import Said, carry_out, lock, resolve
from fraud.services.detection import detect
from tests.factories import CreatorFactory, UserFactory
from tests.factories.alerts import held_alert
from tests.integration.fraud.test_detection import NOW, Stored

pytestmark = pytest.mark.django_db
SPAN = timedelta(days=40)
STRICT = {"bursts": {"least_expected_likes": 100_000}}


@pytest.fixture
def wronged():
    """An alert that a person decides for the creator."""
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=SPAN)
    return alert


def clear(alert, outcome="cleared"):
    return resolve(
        alert,
        outcome=outcome,
        reason="It was an advert.",
        actor=UserFactory(superuser=True),
        now=NOW,
    )


def ran(parameters=None, shadow=()):
    chosen = Parameters.from_policy(parameters or {})
    return list(regressions.run(chosen, shadow=shadow))


def test_whoever_is_cleared_leaves_a_case_that_shows_the_wrong(wronged):
    clear(wronged)
    case = RegressionCase.objects.get()
    assert (case.alert, case.state) == (wronged, "pending")
    assert regressions.capture_pending(now=NOW) == 1
    case.refresh_from_db()
    assert (case.state, case.shows_it, case.one_of) == ("captured", True, 1)
    assert case.events > 9_000
    assert AuditEntry.objects.filter(action="fraud.regression.captured").count() == 1
    assert regressions.capture_pending(now=NOW) == 0


def test_who_is_not_cleared_leaves_none(wronged):
    clear(wronged, outcome="upheld")
    assert not RegressionCase.objects.exists()


def test_the_clock_leaves_none(wronged):
    with transaction.atomic():
        carry_out(
            lock(wronged.pk), Said(outcome=Outcome.EXPIRED, reason="Late.", actor=None), now=NOW
        )
    assert not RegressionCase.objects.exists()


def test_an_overturned_appeal_leaves_one_in_the_same_transaction(wronged):
    said = Said(outcome=Outcome.OVERTURNED, reason="Right.", actor=UserFactory(superuser=True))
    with transaction.atomic():
        carry_out(lock(wronged.pk), said, now=NOW)
        transaction.set_rollback(True)
    assert not RegressionCase.objects.exists()
    with transaction.atomic():
        carry_out(lock(wronged.pk), said, now=NOW)
    assert RegressionCase.objects.get().alert == wronged


def test_a_worker_that_died_between_the_decision_and_the_capture_loses_nothing(
    wronged, monkeypatch
):
    clear(wronged)

    def die(*_given, **_more):
        raise RuntimeError("The power went.")

    for step in ("_seen", "cut", "_shows"):
        with monkeypatch.context() as broken:
            broken.setattr(regressions, step, die)
            assert regressions.capture_pending(now=NOW) == 0
        assert RegressionCase.objects.get().state == "pending"
    assert regressions.capture_pending(now=NOW + timedelta(minutes=5)) == 1
    assert ran()[0].codes == ("VIEWS_WITHOUT_LIKES",)


def test_one_broken_case_does_not_keep_the_others(wronged, monkeypatch):
    clear(wronged)
    broken = held_alert(CreatorFactory(), at=NOW, start=NOW - timedelta(days=2), end=NOW)
    clear(broken)
    real = regressions._seen

    def seen(alert):
        if alert.pk == wronged.pk:
            raise RuntimeError("Unreadable.")
        return real(alert)

    monkeypatch.setattr(regressions, "_seen", seen)
    assert regressions.capture_pending(now=NOW) == 1
    assert set(RegressionCase.objects.values_list("alert_id", "state")) == {
        (wronged.pk, "pending"),
        (broken.pk, "gone"),
    }


def test_a_case_outlives_the_events_and_names_nobody(wronged):
    clear(wronged)
    regressions.capture_pending(now=NOW)
    people = set(ActivityEvent.objects.exclude(actor=0).values_list("actor", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fraud_activityevent")
    (one,) = ran()
    assert (one.reference, one.codes) == (wronged.reference, ("VIEWS_WITHOUT_LIKES",))
    activity = restore(bytes(RegressionCase.objects.get().slice or b""))
    assert activity.events.actor.max() <= len(people)
    assert activity.events.creator.max() <= 10


def test_what_was_captured_never_changes(wronged):
    clear(wronged)
    regressions.capture_pending(now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegressionCase.objects.update(slice=b"another")


def test_a_stricter_rule_and_a_rule_in_shadow_are_right_about_it(wronged):
    clear(wronged)
    regressions.capture_pending(now=NOW)
    assert ran(STRICT)[0].codes == ()
    assert ran(shadow=("VIEWS_WITHOUT_LIKES",))[0].codes == ()


def test_events_that_are_gone_already_are_said_to_be_gone():
    alert = held_alert(CreatorFactory(), at=NOW)
    clear(alert)
    assert regressions.capture_pending(now=NOW) == 1
    assert RegressionCase.objects.get().state == "gone"
    assert ran() == []


def test_the_command_fails_while_somebody_would_be_accused_again(wronged, capsys):
    call_command("check_regressions", "--no-progress")
    clear(wronged)
    regressions.capture_pending(now=NOW)
    with pytest.raises(CommandError):
        call_command("check_regressions", "--no-progress", "--json")
    told = capsys.readouterr().out
    assert json.loads(told[told.index("{") :]) == {
        "policy": "built-in",
        "cases": [
            {
                "case": wronged.reference,
                "accused_by": ["VIEWS_WITHOUT_LIKES"],
                "set_aside": False,
            }
        ],
    }
    with pytest.raises(CommandError):
        call_command("check_regressions", "--policy", "fraud-9")


def test_what_numbers_can_t_tell_is_set_aside_and_told_apart(wronged):
    staff = UserFactory(superuser=True)
    clear(wronged)
    regressions.capture_pending(now=NOW)
    case = RegressionCase.objects.get()
    with pytest.raises(regressions.RegressionError):
        regressions.set_aside(case, reason=" ", actor=staff, now=NOW)
    for _twice in range(2):
        regressions.set_aside(case, reason="Only the receipt shows it.", actor=staff, now=NOW)
    assert AuditEntry.objects.filter(action="fraud.regression.set_aside").count() == 1
    assert [one.is_set_aside for one in ran()] == [True]
    call_command("check_regressions", "--no-progress")
    regressions.take_up(case, actor=staff, now=NOW)
    with pytest.raises(CommandError):
        call_command("check_regressions", "--no-progress")
