"""Where too few people are on staff to agree or to look twice, the clock decides for creators."""

from datetime import timedelta

import pytest

from creatorspark.core.appeals import desk
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.models import User
from fraud.admin.alert_page import alert_desk
from fraud.models import Alert
from fraud.services.alerts import AlertError, resolve
from fraud.services.tending import freed_at, tend
from fraud.services.two_people import too_few
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.factories.alerts import held_alert
from tests.integration.fraud.test_deciding import appeal_of, decide, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def only():
    """The only member of staff."""
    User.objects.filter(is_staff=True).delete()
    return staff()


def large() -> Alert:
    return held_alert(CreatorFactory(user=UserFactory()), affected=200_000)


def small() -> Alert:
    return held_alert(CreatorFactory(user=UserFactory()))


def outcome(alert: Alert) -> str:
    alert.refresh_from_db()
    return alert.outcome


def test_one_person_reads_that_nobody_can_confirm_and_when_it_ends(only):
    alert = large()
    (said,) = too_few(alert)
    assert "no second one on staff" in said
    assert "in the creator’s favour" in said
    assert said in alert_desk(alert, reader=only, now=NOW).two
    staff()
    assert too_few(alert) == []


def test_a_creator_on_staff_is_nobody_who_decides_about_themselves(only):
    alert = held_alert(CreatorFactory(user=staff()), affected=200_000)
    assert too_few(alert) != []


def test_what_one_person_proposed_goes_free_by_itself(only):
    alert = large()
    decide(alert, "upheld", by=only)
    with pytest.raises(AlertError, match="proposed it already"):
        decide(alert, "upheld", by=only)
    assert "no second one on staff" in too_few(alert)[0]
    until = freed_at(alert)
    assert until is not None
    assert until == alert.release_at
    tend(now=until)
    assert outcome(alert) == ""
    assert tend(now=until + timedelta(seconds=1)) == {"expired": 1, "final": 0}
    assert outcome(alert) == "expired"
    assert not alert.holds.filter(released_at=None).exists()


def test_one_person_alone_may_always_say_that_all_is_fine(only):
    alert = large()
    resolve(alert, outcome="cleared", reason="All fine.", actor=only, now=NOW)
    assert outcome(alert) == "cleared"


def test_an_appeal_that_nobody_is_left_for_is_won_by_the_clock(only):
    alert = small()
    decide(alert, "upheld", by=only)
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="somebody else"):
        desk.take(appeal.pk, person=only, actor=only, now=NOW)
    (said,) = too_few(alert)
    assert "took part" in said
    until = freed_at(alert)
    assert until is not None
    tend(now=until + timedelta(seconds=1))
    assert outcome(alert) == "expired"
    assert not alert.holds.filter(released_at=None).exists()


def test_two_who_agreed_cannot_look_again_and_a_third_can(only):
    alert, second = large(), staff()
    decide(alert, "upheld", by=only)
    decide(alert, "upheld", by=second)
    appeal_of(alert)
    assert "took part" in too_few(alert)[0]
    staff()
    assert too_few(alert) == []


def test_a_small_case_takes_one_person_and_says_nothing(only):
    assert too_few(small()) == []
