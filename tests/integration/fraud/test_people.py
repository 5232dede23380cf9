"""Who may decide, propose, let a rule rest and know who decided."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.admin.appeal_acts import deciding_form
from creatorspark.core.appeals import desk
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import CountExclusion
from fraud.domain import cheats
from fraud.domain.parameters import Parameters
from fraud.models import Alert, RuleSnooze, RuleSwitch
from fraud.services import rules
from fraud.services.alerts import AlertError, resolve
from fraud.services.claims import ClaimError, look_at
from fraud.services.detection import detect
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.factories.alerts import held_alert
from tests.integration.fraud.test_deciding import appeal_of, decide, holds, staff
from tests.integration.fraud.test_detection import NOW as SEEN
from tests.integration.fraud.test_detection import Stored

pytestmark = pytest.mark.django_db


def large(**fields) -> Alert:
    """About so much that two people must agree."""
    return held_alert(CreatorFactory(user=UserFactory()), affected=200_000, **fields)


def judge(appeal, outcome: Outcome, *, by=None, **options):
    by = by or staff()
    desk.take(appeal.pk, person=by, actor=by, now=NOW)
    verdict = desk.Verdict(outcome=outcome, reason="We looked again.", options=options)
    return desk.decide(appeal.pk, verdict, actor=by, now=NOW)


def last(alert: Alert) -> tuple[str, int, int | None]:
    made = alert.decisions.filter(is_proposal=False).last()
    return made.outcome, made.false_views, made.confirms_id


def listed(reader) -> dict:
    client = Client()
    client.force_login(reader)
    return client.get("/api/fraud_alerts").json()["alerts"][0]


def test_only_staff_read_who_decided():
    creator = CreatorFactory(user=UserFactory())
    who = staff()
    resolve(held_alert(creator), outcome="upheld", reason="We looked.", actor=who, now=NOW)
    assert listed(creator.user)["reviewer"] is None
    assert listed(creator.user)["timestamp"]
    assert listed(who)["reviewer"] == str(who)


def test_who_proposed_a_judgement_doesn_t_judge_the_appeal_against_it():
    alert, proposer, second = large(), staff(), staff()
    decide(alert, "upheld", by=proposer)
    decide(alert, "upheld", by=second)
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="took part"):
        desk.take(appeal.pk, person=proposer, actor=proposer, now=NOW)
    with pytest.raises(AppealRefused, match="made this judgement"):
        desk.take(appeal.pk, person=second, actor=second, now=NOW)
    assert judge(appeal, Outcome.UPHELD).outcome == "upheld"


def test_an_appeal_that_is_upheld_leaves_a_part_that_part():
    alert = large()
    decide(alert, "partly", false_views=20)
    decide(alert, "partly", false_views=20)
    before = holds(alert)
    judge(appeal_of(alert), Outcome.UPHELD)
    assert holds(alert) == before
    assert last(alert)[:2] == ("partly", 20)


def test_an_appeal_never_takes_more_than_the_decision_before():
    alert = held_alert(CreatorFactory(user=UserFactory()))
    decide(alert, "partly", false_views=4_500)
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="4500"):
        judge(appeal, Outcome.PARTLY, false_views=4_501)
    judge(appeal, Outcome.PARTLY, by=desk_holder(appeal), false_views=900)
    assert holds(alert) == [(True, False, 1_000)]
    second = appeal_of(alert)
    with pytest.raises(AppealRefused, match="900"):
        judge(second, Outcome.PARTLY, false_views=901)


def desk_holder(appeal):
    appeal.refresh_from_db()
    return appeal.assigned_to


def test_less_than_what_two_agreed_on_takes_one_person():
    alert = large()
    decide(alert, "upheld")
    decide(alert, "upheld")
    judge(appeal_of(alert), Outcome.PARTLY, false_views=50_000)
    assert last(alert)[:2] == ("partly", 50_000)


@pytest.mark.parametrize(
    ("proposed", "ruled"),
    [
        (("partly", 20), (Outcome.UPHELD, None)),
        (("partly", 20), (Outcome.PARTLY, 21)),
        (("upheld", None), (Outcome.PARTLY, 20)),
    ],
)
def test_before_a_decision_two_must_say_just_the_same(proposed, ruled):
    alert = large()
    decide(alert, proposed[0], false_views=proposed[1])
    options = {} if ruled[1] is None else {"false_views": ruled[1]}
    with pytest.raises(AppealRefused, match="two people"):
        judge(appeal_of(alert), ruled[0], **options)
    assert not alert.decisions.filter(is_proposal=False).exists()


def test_a_proposal_that_another_one_replaced_is_no_second_word():
    alert = large()
    decide(alert, "upheld")
    decide(alert, "partly", false_views=20)
    appeal = appeal_of(alert)
    with pytest.raises(AppealRefused, match="two people"):
        judge(appeal, Outcome.UPHELD)
    judge(appeal, Outcome.PARTLY, by=desk_holder(appeal), false_views=20)
    proposal = alert.decisions.get(is_proposal=True, outcome="partly")
    assert last(alert) == ("partly", 20, proposal.pk)


def test_views_that_are_not_counted_count_again_or_they_don_t():
    Stored(partial(cheats.scripts, creator=5, views=700))
    (alert,) = detect(now=SEEN, span=timedelta(days=40))
    assert alert.tier == "discount"
    with pytest.raises(AlertError, match="all of them"):
        decide(alert, "partly", false_views=10)
    appeal = appeal_of(alert)
    offered = str(deciding_form(appeal)()["outcome"])
    assert [f'value="{one}"' in offered for one in Outcome] == [True, True, False]
    with pytest.raises(AppealRefused, match="that way"):
        judge(appeal, Outcome.PARTLY, false_views=10)
    assert CountExclusion.objects.get().views == 700
    judge(appeal, Outcome.OVERTURNED, by=desk_holder(appeal))
    assert not CountExclusion.objects.exists()


@pytest.mark.parametrize("number", [1, 10**20])
def test_only_a_part_takes_a_number(number):
    alert = held_alert(CreatorFactory(user=UserFactory()))
    client = Client()
    client.force_login(staff())
    given = {"outcome": "upheld", "reason": "We looked.", "false_views": number}
    address = f"/api/v1/alerts/{alert.pk}/resolve/"
    assert client.post(address, given, content_type="application/json").status_code == 400
    partly = given | {"outcome": "partly", "false_views": 10**20}
    assert client.post(address, partly, content_type="application/json").status_code == 400
    with pytest.raises(AlertError, match="only said"):
        decide(alert, "upheld", false_views=1)
    alert.refresh_from_db()
    assert alert.resolved_at is None


def rest(creator, *, actor, days=90) -> RuleSnooze:
    return rules.snooze(
        creator_id=creator.pk,
        code="VIEWS_WITHOUT_LIKES",
        days=days,
        reason="A screen in a shop.",
        actor=actor,
        now=NOW,
    )


def test_nobody_lets_a_rule_rest_for_themselves_or_for_years():
    me = staff()
    own = CreatorFactory(user=me)
    with pytest.raises(rules.SnoozeError, match="own profile"):
        rest(own, actor=me)
    for days in (0, 91):
        with pytest.raises(rules.SnoozeError, match="90 at most"):
            rest(own, actor=staff(), days=days)
    assert not RuleSnooze.objects.exists()


def test_other_staff_hear_that_a_rule_rests_and_can_end_it():
    me, other = staff(), staff()
    row = rest(CreatorFactory(), actor=me)
    assert other.notifications.get().url == f"/admin/fraud/rulesnooze/{row.pk}/change/"
    assert not me.notifications.exists()
    rules.end_snooze(row, actor=other, now=NOW + timedelta(days=1))
    row.refresh_from_db()
    assert row.until == NOW + timedelta(days=1)
    with pytest.raises(rules.SnoozeError, match="already"):
        rules.end_snooze(row, actor=other, now=NOW + timedelta(days=2))


def test_the_page_of_a_rest_ends_it_and_a_decided_alert_offers_none():
    alert = held_alert(CreatorFactory(user=UserFactory()))
    row = rules.snooze(
        creator_id=alert.creator_id,
        code="LOCKSTEP_VIEWS",
        days=9,
        reason="A class.",
        actor=staff(),
        now=timezone.now() - timedelta(hours=1),
    )
    client = Client()
    client.force_login(staff())
    snoozing = f"/admin/fraud/alert/{alert.pk}/act/snooze"
    assert snoozing in client.get(f"/admin/fraud/alert/{alert.pk}/change/").text
    client.post(f"/admin/fraud/rulesnooze/{row.pk}/act/end/", follow=True)
    row.refresh_from_db()
    assert row.until <= timezone.now()
    decide(alert, "cleared")
    assert snoozing not in client.get(f"/admin/fraud/alert/{alert.pk}/change/").text


def test_nobody_takes_an_alert_about_their_own_profile():
    me = staff()
    alert = held_alert(CreatorFactory(user=me))
    with pytest.raises(ClaimError, match="own profile"):
        look_at(alert.pk, actor=me, now=NOW)


@pytest.mark.parametrize(
    ("fell", "stood", "creators", "switched"),
    [(2, 3, 5, False), (3, 2, 5, True), (5, 0, 1, False), (5, 0, 3, True), (4, 0, 4, False)],
)
def test_a_rule_stops_only_when_it_is_surely_often_wrong(fell, stood, creators, switched):
    who = staff()
    accused = [CreatorFactory(follower_count=10) for _ in range(creators)]
    for number in range(fell + stood):
        outcome = "cleared" if number < fell else "upheld"
        decide(held_alert(accused[number % creators]), outcome, by=who)
    rules.switch_often_wrong(Parameters.from_policy({}), now=NOW)
    assert RuleSwitch.objects.exists() is switched
