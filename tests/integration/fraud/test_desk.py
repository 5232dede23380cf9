"""The alerts' desk: its queue, one alert with its charts, and who looks at it."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.appeals import desk as appeals_desk
from creatorspark.core.appeals import filing
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.wording import day
from creatorspark.core.domain.appeals.states import Outcome as Verdicts
from creatorspark.core.models import Appeal, AuditEntry, Creator, ReasonTemplate, User
from fraud.models import Alert, HourlyCount
from fraud.services.alerts import AlertError, resolve
from fraud.services.claims import LASTS, ClaimError, holder, look_at, look_away
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.unit.readability import grade

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LARGE = {"second_person_views": 1_000}
QUEUE = "/admin/fraud/alert/"


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory(), follower_count=5_000, country="DE")


@pytest.fixture
def words_of_the_house(db: None) -> None:
    """Tests that empty the tables take what migrations wrote along."""
    import_module("fraud.migrations.0010_words_of_decisions").write(apps, None)


def case(creator: Creator, *, at=None, **more) -> Alert:
    """Return an alert of now: pages ask the clock."""
    at = at or timezone.now()
    start = (at - 3 * DAY).replace(minute=0, second=0, microsecond=0)
    return held_alert(
        creator,
        video=VideoFactory(creator=creator),
        at=at,
        start=start,
        end=start + 12 * HOUR,
        **more,
    )


def context_around(start) -> dict:
    """Return what charts are drawn from: two days before a window of twelve hours, and a day."""
    views = [20] * 48 + [800] * 12 + [20] * 24
    return {
        "market": "DE",
        "device_classes": {"mobile": 0.9, "app": 0.1},
        "series": {
            "start": int((start - 48 * HOUR).timestamp()),
            "step": 3600,
            "views": views,
            "viewers": views,
            "video_views": [one - 15 for one in views],
            "likes": [1] * len(views),
            "machines": [2] * len(views),
            "low": [5.0] * len(views),
            "expected": [20.0] * len(views),
            "high": [40.0] * len(views),
        },
        "devices": {
            "accounts": 5, "devices": 2, "shared": 1, "left_out": 3,
            "edges": [[1, 1, 9], [2, 1, 4], [3, 1, 4], [4, 1, 2], [5, 2, 1]],
        },
        "gifts": {
            "people": 2, "creators": [1], "left_out": 0,
            "edges": [[0, 1, 3, 12_000, 0], [1, 0, 4, 12_500, 500], [2, 0, 1, 99, 0]],
        },
        "meetings": {"accounts": 3, "videos": 1, "points": [[1, 1, 0], [2, 1, 30], [3, 1, 4_000]]},
    }  # fmt: skip


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff() -> User:
    return UserFactory(superuser=True)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(client: Client, query: str = "") -> list[int]:
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


def address_of(alert: Alert) -> str:
    return f"{QUEUE}{alert.pk}/change/"


def act(client: Client, alert: Alert, name: str, **answers):
    return client.post(f"{QUEUE}{alert.pk}/act/{name}/", answers, follow=True)


def test_the_queue_goes_by_deadline_and_then_by_amount(creator):
    now = timezone.now().replace(hour=12)
    small = case(creator, at=now, affected=500)
    large = case(CreatorFactory(), at=now, affected=90_000)
    late = case(CreatorFactory(), at=now - 4 * DAY, affected=10)
    done = case(CreatorFactory(), at=now)
    ana = staff()
    resolve(done, outcome="cleared", reason="A screen.", actor=ana, now=now)
    client = client_of(ana)
    assert shown(client) == [late.pk, large.pk, small.pk]
    assert shown(client, "?queue=late") == [late.pk]
    assert shown(client, "?queue=decided") == [done.pk]
    look_at(small.pk, actor=ana, now=timezone.now())
    assert shown(client, "?queue=mine") == [small.pk]
    assert len(shown(client, "?queue=all")) == 4
    assert shown(client, "?outcome=cleared") == [done.pk]


def following(client: Client, alert: Alert) -> int:
    return int(re.findall(r'rel="next" href="\D+(\d+)/', page(client, address_of(alert)))[0])


def test_the_next_to_decide_goes_through_the_whole_queue_and_past_what_others_look_at(creator):
    now = timezone.now().replace(hour=12)
    rows = [case(CreatorFactory(), at=now, share=share) for share in (0.9, 0.6, 0.3)]
    client = client_of(staff())
    assert [following(client, one) for one in rows] == [rows[1].pk, rows[2].pk, rows[0].pk]
    look_at(rows[1].pk, actor=staff(), now=timezone.now())
    assert [following(client, one) for one in rows] == [rows[2].pk, rows[2].pk, rows[0].pk]


def test_the_queue_compares_views_and_gifts_by_their_share(creator):
    now = timezone.now().replace(hour=12)
    gifts = case(creator, at=now, affected=90_000, share=0.2, reason_code="GIFT_CIRCLE")
    views = case(CreatorFactory(), at=now, affected=500, share=0.7)
    assert shown(client_of(staff())) == [views.pk, gifts.pk]


def test_the_queue_and_the_page_keep_to_an_appeal_s_day(creator):
    now = timezone.now()
    alert = case(creator, at=now - 4 * DAY)
    assert alert.release_at is not None
    client = client_of(staff())
    assert shown(client, "?queue=late") == [alert.pk]
    appeal = appeal_of(alert)
    assert shown(client, "?queue=late") == []
    told = page(client, address_of(alert))
    assert f"{appeal.reference} is promised by {day(appeal.due_at)}" in told
    assert f"The hold ends by itself on {day(alert.release_at)}, 3 days left" in told
    assert "3 days left" in page(client, QUEUE)  # the hold ends before the appeal’s day
    ana = staff()
    appeals_desk.take(appeal.pk, person=ana, actor=ana, now=now)
    asked = appeals_desk.ask(appeal.pk, question="Which?", actor=ana, now=now)
    assert asked.answer_by is not None
    told = page(client, address_of(alert))
    assert f"{appeal.reference} waits for the creator until {day(asked.answer_by)}" in told
    assert f"The hold ends by itself on {day(alert.release_at)}" in told


def test_a_decision_under_appeal_shows_when_it_ends_by_itself(creator):
    alert, client = case(creator), client_of(staff())
    resolve(alert, outcome="upheld", reason="x", actor=staff(), now=timezone.now())
    appeal_of(alert)
    free = day(timezone.now() + 30 * DAY)
    assert f"what is set aside goes free by itself on {free}" in page(client, address_of(alert))


def test_appeals_that_wait_for_their_creator_stand_last_and_amounts_are_shown(creator):
    ana, now = staff(), timezone.now()
    first, second = appeal_of(case(creator)), appeal_of(case(CreatorFactory(user=UserFactory())))
    appeals_desk.take(first.pk, person=ana, actor=ana, now=now)
    appeals_desk.ask(first.pk, question="Which?", actor=ana, now=now)
    answer = client_of(ana).get("/admin/core/appeal/")
    assert [row.pk for row in answer.context["cl"].result_list] == [second.pk, first.pk]
    assert answer.content.decode().count("9,000 views") == 2


def test_an_alert_shows_its_charts_and_the_tables_behind_them(creator):
    at = timezone.now()
    start = (at - 3 * DAY).replace(minute=0, second=0, microsecond=0)
    alert = case(creator, at=at, context=context_around(start))
    told = page(client_of(staff()), f"{QUEUE}{alert.pk}/change/")
    for part in (
        "9,600 views by people in the hours in question, where ordinary days bring about 240.",
        "The same from close by, cut off at 80",
        "5 accounts on 2 devices, 1 of them shared. 3 thinner links aren’t kept.",
        "This creator got $125.99. They gave $120.00 to the others. $5.00 was taken back.",
        "browsers on phones 90%, apps and pages inside them 10%.",
        "Each line is a video, each dot an account",
        "Video 1",
        "this creator",
    ):
        assert part in told, part
    assert told.count('<svg class="desk-chart"') == 4
    assert told.count("The figures behind the chart") == 4


def test_an_alert_from_before_evidence_had_a_context_is_still_shown(creator):
    told = page(client_of(staff()), f"{QUEUE}{case(creator).pk}/change/")
    assert "desk-chart" not in told
    assert "Then and now" in told


def test_then_and_now_stand_side_by_side(creator):
    at = timezone.now()
    start = (at - 3 * DAY).replace(minute=0, second=0, microsecond=0)
    alert = case(creator, at=at, context=context_around(start))
    HourlyCount.objects.create(
        video_id=alert.video_id or 0, creator_id=creator.pk, hour=start, views=9_000,
        machine_views=24,
        viewers=9, likes=12, follows=0, comments=0, gifts=0,
    )  # fmt: skip
    answer = client_of(staff()).get(f"{QUEUE}{alert.pk}/change/")
    rows = {
        row.name: (row.then, row.now, row.changed) for row in answer.context["desk"].staff.beside
    }
    assert rows["Views"] == ("9,624", "9,000", True)
    assert rows["Likes"] == ("12", "12", False)


def test_other_alerts_of_the_creator_are_named_and_queries_don_t_grow(creator):
    alert = case(creator)
    case(creator, at=timezone.now() - 50 * DAY)
    client = client_of(staff())
    page(client, f"{QUEUE}{alert.pk}/change/")
    with CaptureQueriesContext(connection) as few:
        page(client, f"{QUEUE}{alert.pk}/change/")
    others = [case(creator, at=timezone.now() - n * DAY) for n in range(40, 45)]
    resolve(others[0], outcome="cleared", reason="A screen.", actor=staff(), now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        told = page(client, f"{QUEUE}{alert.pk}/change/")
    assert others[0].reference in told
    assert len(many) == len(few)


def test_who_looks_has_it_to_themselves_for_a_while(creator):
    alert, ana, ben = case(creator, at=NOW), staff(), staff()
    until = look_at(alert.pk, actor=ana, now=NOW)
    assert until == NOW + LASTS
    with pytest.raises(ClaimError, match="looks at it until"):
        look_at(alert.pk, actor=ben, now=NOW)
    with pytest.raises(AlertError, match="looks at it until"):
        resolve(alert, outcome="cleared", reason="Fine.", actor=ben, now=NOW)
    look_at(alert.pk, actor=ben, now=NOW + LASTS)  # it was released after a time
    alert.refresh_from_db()
    assert holder(alert, now=NOW + LASTS) == ben
    assert AuditEntry.objects.filter(action="fraud.alert.looked_at").count() == 2


def test_taking_over_names_whom_from(creator):
    alert, ana, ben, cai = case(creator, at=NOW), staff(), staff(), staff()
    look_at(alert.pk, actor=ana, now=NOW)
    look_at(alert.pk, actor=ben, now=NOW, instead_of=ana.pk)
    with pytest.raises(ClaimError):  # Ana isn't the one who has it any more
        look_at(alert.pk, actor=cai, now=NOW, instead_of=ana.pk)
    look_away(alert.pk, actor=cai, now=NOW)
    look_away(alert.pk, actor=ben, now=NOW)
    look_away(alert.pk, actor=ben, now=NOW)
    alert.refresh_from_db()
    assert holder(alert, now=NOW) is None
    assert AuditEntry.objects.filter(action="fraud.alert.looked_away").count() == 1


def test_a_claim_ends_with_the_decision_and_nothing_decided_is_claimed(creator):
    alert, ana = case(creator, at=NOW), staff()
    look_at(alert.pk, actor=ana, now=NOW)
    resolve(alert, outcome="cleared", reason="Fine.", actor=ana, now=NOW)
    alert.refresh_from_db()
    assert (alert.looked_by, alert.looked_until) == (None, None)
    with pytest.raises(ClaimError, match="decided already"):
        look_at(alert.pk, actor=ana, now=NOW)


def test_a_proposal_makes_way_for_the_second_person(creator):
    alert, ana, ben = case(creator, process=LARGE), staff(), staff()
    one, other = client_of(ana), client_of(ben)
    assert "Nobody proposed anything yet;" in page(one, f"{QUEUE}{alert.pk}/change/")
    act(one, alert, "look")
    act(one, alert, "partly", false_views="400", reason="Bought.", note="")
    assert shown(other, "?queue=second") == [alert.pk]
    assert "You said:" in page(one, f"{QUEUE}{alert.pk}/change/")
    told = page(other, f"{QUEUE}{alert.pk}/change/")
    assert "400 don’t count" in told
    assert "Another person confirms it by deciding the same." in told
    act(other, alert, "partly", false_views="400", reason="Bought.", note="")
    alert.refresh_from_db()
    assert (alert.outcome, alert.resolved_by) == ("partly", ben)


def test_buttons_have_keys_and_the_claim_is_shown(creator):
    alert, ana, ben = case(creator), staff(), staff()
    one, other = client_of(ana), client_of(ben)
    told = page(one, f"{QUEUE}{alert.pk}/change/")
    for key in ("c", "1", "2", "3"):
        assert f'accesskey="{key}"' in told, key
    act(one, alert, "look")
    told = page(other, f"{QUEUE}{alert.pk}/change/")
    assert f"{ana} looks at it until" in told
    assert 'accesskey="1"' not in told  # others wait, or take it over
    act(other, alert, "look", instead_of=str(ana.pk))
    alert.refresh_from_db()
    assert holder(alert, now=timezone.now()) == ben


def appeal_of(alert: Alert) -> Appeal:
    wish = filing.Wish(
        kind="fraud_alert", subject_id=str(alert.pk), ground="advert", statement="An advert."
    )
    assert alert.creator.user is not None
    return filing.file_appeal(wish, actor=alert.creator.user, now=timezone.now())


def decide_appeal(client: Client, appeal: Appeal, **answers):
    given = {"shown": appeals_desk.shown_of(appeal), "reason": "A part fits."} | answers
    address = f"/admin/core/appeal/{appeal.pk}/act/decide/"
    return client.post(address, given, follow=True).content.decode()


def test_an_appeal_shows_the_same_charts_and_asks_how_much_of_a_part(creator):
    at = timezone.now()
    start = (at - 3 * DAY).replace(minute=0, second=0, microsecond=0)
    alert = case(creator, at=at, context=context_around(start))
    appeal, ana = appeal_of(alert), staff()
    client = client_of(ana)
    told = page(client, f"/admin/core/appeal/{appeal.pk}/change/")
    assert told.count('<svg class="desk-chart"') == 4
    appeals_desk.take(appeal.pk, person=ana, actor=ana, now=at)
    asked = page(client, f"/admin/core/appeal/{appeal.pk}/act/decide/")
    assert "Fewer than the 9,000 in question." in asked
    assert "needs it" in decide_appeal(client, appeal, outcome="partly")
    refused = decide_appeal(client, appeal, outcome="partly", false_views="9000")
    assert "less than or equal to 8999" in refused
    decide_appeal(client, appeal, outcome="partly", false_views="4000")
    alert.refresh_from_db()
    assert (alert.outcome, alert.decisions.get().false_views) == ("partly", 4_000)


def test_a_part_without_a_number_is_refused_wherever_it_comes_from(creator):
    alert, ana = case(creator), staff()
    appeal = appeal_of(alert)
    appeals_desk.take(appeal.pk, person=ana, actor=ana, now=timezone.now())
    for options in ({}, {"false_views": 0}, {"false_views": 9_000}):
        verdict = appeals_desk.Verdict(outcome=Verdicts.PARTLY, reason="x", options=options)
        with pytest.raises(AppealRefused):
            appeals_desk.decide(appeal.pk, verdict, actor=ana, now=timezone.now())
    alert.refresh_from_db()
    assert alert.resolved_at is None


def test_the_appeal_says_that_two_must_agree_and_what_the_first_said(creator):
    alert, ana, ben = case(creator, process=LARGE), staff(), staff()
    resolve(alert, outcome="partly", false_views=400, reason="x", actor=ana, now=timezone.now())
    appeal = appeal_of(alert)
    told = page(client_of(ben), f"/admin/core/appeal/{appeal.pk}/change/")
    assert "Two people must agree" in told
    assert f"{ana} said:" in told
    appeals_desk.take(appeal.pk, person=ben, actor=ben, now=timezone.now())
    decide_appeal(client_of(ben), appeal, outcome="partly", false_views="400")
    alert.refresh_from_db()
    assert (alert.outcome, alert.resolved_by) == ("partly", ben)


@pytest.mark.usefixtures("words_of_the_house")
def test_words_of_the_house_fill_a_reason_and_can_be_changed(creator):
    alert, ana = case(creator), staff()
    client = client_of(ana)
    words = ReasonTemplate.objects.get(subject_kind="fraud_alert", code="advert")
    asked = page(client, f"{QUEUE}{alert.pk}/act/clear/")
    assert 'data-words="Your receipt shows an advert' in asked
    assert "Nobody seems to have watched" not in asked  # that belongs to another outcome
    assert "Give the reason" in act(client, alert, "clear").content.decode()
    act(client, alert, "clear", template=str(words.pk), reason="", note="")
    assert alert.decisions.get().reason == words.words


@pytest.mark.usefixtures("words_of_the_house")
def test_every_house_word_is_easy_to_read():
    rows = ReasonTemplate.objects.filter(subject_kind="fraud_alert")
    assert {row.outcome for row in rows} == {"overturned", "partly", "upheld"}
    for row in rows:
        assert grade(row.words) <= 8, row.code


def test_an_alert_shows_the_money_it_keeps_back_told_by_who_knows_money(creator):
    told = page(client_of(staff()), f"{QUEUE}{case(creator).pk}/change/")
    for name in ("On hold", "Points on hold", "Not affected"):
        assert f"{name}</dt>" in told, name
