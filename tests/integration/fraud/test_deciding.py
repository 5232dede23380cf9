"""From a held alert to its end: first look, second person, appeal, the clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from creatorspark.core.appeals import desk, filing
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.permission import can_appeal
from creatorspark.core.appeals.tending import tend as tend_appeals
from creatorspark.core.domain.appeals.permission import Why
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Appeal, AuditEntry, Creator, Notification
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.models import Alert, AlertDecision, Hold, HourlyCount
from fraud.services.alerts import AlertError, resolve
from fraud.services.tending import freed_at, tend
from tests.factories import (
    NOW,
    CreatorFactory,
    MetricSnapshotFactory,
    UserFactory,
    VideoFactory,
)
from tests.factories.alerts import held_alert

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory(), follower_count=5_000)


@pytest.fixture
def alert(creator: Creator) -> Alert:
    # Nobody counted it, so what the alert says is all there is to go by.
    return held_alert(creator, video=VideoFactory(creator=creator, snapshots=0))


def staff():
    return UserFactory(superuser=True)


def decide(alert: Alert, outcome: str, *, by=None, now=NOW, **more) -> Alert:
    return resolve(
        alert, outcome=outcome, reason="We looked.", actor=by or staff(), now=now, **more
    )


def appeal_of(alert: Alert, *, now=NOW, ground: str = "advert") -> Appeal:
    wish = filing.Wish(
        kind=SUBJECT_KIND, subject_id=str(alert.pk), ground=ground, statement="It was an advert."
    )
    assert alert.creator.user is not None
    return filing.file_appeal(wish, actor=alert.creator.user, now=now)


def rule(appeal: Appeal, outcome: Outcome, *, by=None, now=NOW, part=None):
    by = by or staff()
    desk.take(appeal.pk, person=by, actor=by, now=now)
    options = {} if part is None else {"false_views": part}
    verdict = desk.Verdict(outcome=outcome, reason="The receipt fits.", options=options)
    return desk.decide(appeal.pk, verdict, actor=by, now=now)


def why(alert: Alert, *, now=NOW) -> Why:
    return can_appeal(kind=SUBJECT_KIND, subject_id=str(alert.pk), now=now).answer.why


def holds(alert: Alert) -> list[tuple[bool, bool, int]]:
    rows = Hold.objects.filter(alert=alert).order_by("pk")
    return [(row.released_at is None, row.final_at is not None, row.share) for row in rows]


def test_a_held_alert_can_be_appealed_before_anybody_decides(alert):
    assert why(alert) is Why.YES
    rule(appeal_of(alert), Outcome.OVERTURNED)
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, alert.apology_points) == ("resolved", "overturned", 250)
    assert holds(alert) == [(False, False, 10_000)]
    assert why(alert) is Why.OVERTURNED


def test_upheld_keeps_only_the_share_in_question(alert):
    monday = alert.window_start
    HourlyCount.objects.create(
        video_id=alert.video_id,
        creator_id=alert.creator_id,
        hour=monday,
        views=36_000,
        machine_views=0,
        viewers=1,
        likes=0,
        follows=0,
        comments=0,
        gifts=0,
    )
    decide(alert, "upheld")
    assert holds(alert) == [(True, False, 2_500)]
    told = Notification.objects.filter(user=alert.creator.user).latest("pk")
    assert "We looked." in told.body
    assert told.url == f"/studio/alerts/{alert.pk}/"


def test_partly_says_how_much(alert):
    with pytest.raises(AlertError, match="how many"):
        decide(alert, "partly")
    with pytest.raises(AlertError, match="how many"):
        decide(alert, "partly", false_views=9_000)
    decide(alert, "partly", false_views=4_500)
    assert holds(alert) == [(True, False, 5_000)]
    assert why(alert) is Why.YES


def test_an_upheld_first_look_is_appealed_to_a_different_person(alert):
    first = staff()
    decide(alert, "upheld", by=first)
    appeal = appeal_of(alert, now=NOW + DAY)
    with pytest.raises(AppealRefused, match="You made this judgement"):
        rule(appeal, Outcome.UPHELD, by=first, now=NOW + DAY)
    rule(appeal, Outcome.UPHELD, now=NOW + DAY)
    assert why(alert, now=NOW + DAY) is Why.SECOND_LOOK
    second = appeal_of(alert, now=NOW + 2 * DAY)
    assert second.look == 2
    rule(second, Outcome.OVERTURNED, now=NOW + 3 * DAY)
    assert holds(alert)[0][0] is False
    kinds = list(alert.decisions.values_list("outcome", flat=True))
    assert kinds == ["upheld", "upheld", "overturned"]
    overrides = list(alert.decisions.values_list("override_of", flat=True))
    assert overrides == [None, *alert.decisions.values_list("pk", flat=True)[:2]]


def test_nobody_decides_twice_past_an_open_appeal_or_about_themselves(alert):
    appeal = appeal_of(alert)
    with pytest.raises(AlertError, match=appeal.reference):
        decide(alert, "cleared")
    other = held_alert(alert.creator)
    with pytest.raises(AlertError, match="your own profile"):
        decide(other, "cleared", by=alert.creator.user)


def test_large_sums_take_two_people(creator):
    alert = held_alert(creator, affected=200_000)
    first, second = staff(), staff()
    assert decide(alert, "upheld", by=first).state == "held"
    assert holds(alert) == [(True, False, 10_000)]
    with pytest.raises(AlertError, match="Somebody else"):
        decide(alert, "upheld", by=first)
    assert Notification.objects.filter(user=second, title__contains="second person").exists()
    assert decide(alert, "upheld", by=second).outcome == "upheld"
    assert alert.decisions.get(is_proposal=False).confirms.decided_by == first


def test_what_is_in_their_favour_takes_one_person(creator):
    alert = held_alert(creator, affected=200_000)
    assert decide(alert, "cleared").outcome == "cleared"


def test_large_sums_take_two_people_in_an_appeal_too(creator):
    alert = held_alert(creator, affected=200_000)
    appeal = appeal_of(alert)
    by = staff()
    with pytest.raises(AppealRefused, match="two people"):
        rule(appeal, Outcome.UPHELD, by=by)
    decide(alert, "upheld")  # a proposal by somebody else
    rule(appeal, Outcome.UPHELD, by=by)
    alert.refresh_from_db()
    assert alert.outcome == "upheld"
    made = alert.decisions.get(is_proposal=False)
    assert made.confirms == alert.decisions.get(is_proposal=True)


@pytest.mark.parametrize(("outcome", "part"), [(Outcome.UPHELD, None), (Outcome.PARTLY, 5_000)])
def test_in_an_appeal_the_other_must_have_said_the_same(creator, outcome, part):
    alert = held_alert(creator, affected=200_000)
    decide(alert, "partly", false_views=4_000)  # a proposal by somebody else
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="two people"):
        rule(appeal, outcome, part=part)
    rule(appeal, Outcome.PARTLY, part=4_000)
    alert.refresh_from_db()
    assert alert.outcome == "partly"


def test_a_proposal_that_another_took_the_place_of_counts_no_more(creator):
    alert = held_alert(creator, affected=200_000)
    decide(alert, "upheld")
    decide(alert, "partly", false_views=4_000)
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="two people"):
        rule(appeal, Outcome.UPHELD)


def test_in_an_appeal_of_what_two_decided_one_may_say_the_same_or_less(creator):
    alert = held_alert(creator, affected=200_000)
    decide(alert, "partly", false_views=4_000)
    decide(alert, "partly", false_views=4_000)
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="to 4000"):
        rule(appeal, Outcome.PARTLY, part=4_001)
    rule(appeal, Outcome.PARTLY, part=3_000)
    assert alert.decisions.last().false_views == 3_000


def test_a_hold_that_nobody_decides_ends_by_itself(alert):
    assert tend(now=NOW + 7 * DAY)["expired"] == 0
    assert tend(now=NOW + 7 * DAY + timedelta(seconds=1))["expired"] == 1
    alert.refresh_from_db()
    assert (alert.outcome, alert.resolved_by, alert.apology_points) == ("expired", None, 250)
    assert holds(alert) == [(False, False, 10_000)]
    assert tend(now=NOW + 30 * DAY) == {"expired": 0, "final": 0}


def test_speaking_up_before_the_first_decision_keeps_the_day_of_release(alert):
    appeal = appeal_of(alert, now=NOW + 6 * DAY)
    assert freed_at(alert) == alert.release_at
    assert tend(now=NOW + 7 * DAY)["expired"] == 0
    assert tend(now=NOW + 7 * DAY + timedelta(seconds=1))["expired"] == 1
    tend_appeals(now=NOW + 8 * DAY)
    appeal.refresh_from_db()
    assert appeal.state == "settled"


def test_a_question_to_the_creator_doesn_t_stop_the_hold_s_own_clock(alert):
    appeal, ana = appeal_of(alert, now=NOW + DAY), staff()
    desk.take(appeal.pk, person=ana, actor=ana, now=NOW + DAY)
    desk.ask(appeal.pk, question="Which advert?", actor=ana, now=NOW + 2 * DAY)
    assert freed_at(alert) == alert.release_at
    assert tend(now=NOW + 8 * DAY)["expired"] == 1


def test_an_appeal_of_a_decision_that_nobody_decides_releases_too(alert):
    decide(alert, "upheld")
    assert freed_at(alert) is None
    appeal = appeal_of(alert, now=NOW + 6 * DAY)
    assert freed_at(alert) == NOW + 36 * DAY
    assert tend(now=NOW + 36 * DAY)["expired"] == 0
    assert tend(now=NOW + 37 * DAY)["expired"] == 1
    tend_appeals(now=NOW + 37 * DAY)
    appeal.refresh_from_db()
    assert appeal.state == "settled"


def test_our_clock_of_an_appealed_decision_waits_for_the_creator_s_answer(alert):
    decide(alert, "upheld")
    appeal, ana = appeal_of(alert), staff()
    desk.take(appeal.pk, person=ana, actor=ana, now=NOW + DAY)
    desk.ask(appeal.pk, question="Which advert?", actor=ana, now=NOW + 2 * DAY)
    assert freed_at(alert) is None
    assert tend(now=NOW + 60 * DAY)["expired"] == 0


def test_upheld_is_final_only_after_the_window(alert):
    decide(alert, "upheld")
    assert tend(now=NOW + 184 * DAY)["final"] == 0
    assert tend(now=NOW + 185 * DAY)["final"] == 1
    alert.refresh_from_db()
    assert alert.final_at == NOW + 185 * DAY
    assert holds(alert) == [(True, True, 10_000)]
    assert tend(now=NOW + 186 * DAY)["final"] == 0


def upheld_twice(alert: Alert) -> None:
    rule(appeal_of(alert), Outcome.UPHELD)
    assert tend(now=NOW + DAY)["final"] == 0
    rule(appeal_of(alert, now=NOW + DAY), Outcome.UPHELD, now=NOW + 2 * DAY)


def test_upheld_by_two_looks_is_final_once_the_counter_told_of_its_weeks(alert):
    upheld_twice(alert)
    assert tend(now=NOW + 2 * DAY)["final"] == 0
    # It is paid with the week of this reading, which goes on until Monday, the fifth day.
    MetricSnapshotFactory(video=alert.video, observed_at=NOW + 2 * DAY)
    assert tend(now=NOW + 4 * DAY)["final"] == 0
    assert tend(now=NOW + 5 * DAY)["final"] == 1


def test_a_counter_that_nobody_reads_is_not_waited_for_for_ever(alert):
    upheld_twice(alert)
    assert tend(now=NOW + 16 * DAY)["final"] == 0
    assert tend(now=NOW + 17 * DAY)["final"] == 1


def test_a_decision_put_right_late_gives_everything_back(alert):
    appeal = appeal_of(alert)
    rule(appeal, Outcome.UPHELD)
    assert tend(now=NOW + 60 * DAY)["final"] == 1
    verdict = desk.Verdict(outcome=Outcome.OVERTURNED, reason="We were wrong.")
    desk.correct(appeal.pk, verdict, actor=staff(), now=NOW + 61 * DAY)
    alert.refresh_from_db()
    assert (alert.outcome, alert.final_at) == ("overturned", None)
    hold = Hold.objects.get(alert=alert)
    assert (hold.final_at, hold.restored_at) == (None, NOW + 61 * DAY)
    assert hold.released_at == NOW + 61 * DAY


def test_decisions_stay_as_they_were_made(alert):
    decide(alert, "upheld")
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertDecision.objects.update(reason="Something else.")
    actions = AuditEntry.objects.filter(target_type="fraud.alert").values_list("action", flat=True)
    assert "fraud.alert.resolved" in set(actions)


def test_someone_elses_alert_can_t_be_appealed(alert):
    wish = filing.Wish(
        kind=SUBJECT_KIND, subject_id=str(alert.pk), ground="advert", statement="Mine?"
    )
    with pytest.raises(AppealRefused):
        filing.file_appeal(wish, actor=CreatorFactory(user=UserFactory()).user, now=NOW)
