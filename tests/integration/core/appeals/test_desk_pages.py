"""The desk in the admin: the queue, one appeal, its buttons, and what creators never see."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.appeals import desk, filing
from creatorspark.core.models import Appeal, AuditEntry, Decision, ReasonTemplate, User
from tests.factories import UserFactory, VideoFactory
from tests.integration.core.appeals.scene import DAY, Scene, accuse, make_scene, upload

QUEUE = "/admin/core/appeal/"


@pytest.fixture
def scene(db: None) -> Scene:
    """A verdict of yesterday: the pages ask the clock."""
    made = make_scene()
    accuse(made.video, made.other, at=timezone.now() - DAY)
    return made


def staff(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def file(scene: Scene, **given) -> Appeal:
    return scene.file(now=given.pop("now", timezone.now()), **given)


def another(scene: Scene) -> str:
    video = VideoFactory(creator=scene.creator)
    accuse(video, scene.other, at=timezone.now() - DAY)
    return str(video.pk)


def act(client: Client, appeal: Appeal, name: str, **answers):
    if name in {"decide", "correct"}:
        answers = {"shown": desk.shown_of(appeal)} | answers
    return client.post(f"{QUEUE}{appeal.pk}/act/{name}/", answers, follow=True)


def shown(client: Client, query: str = "") -> list[str]:
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return [row.reference for row in answer.context["cl"].result_list]


def test_the_queue_begins_with_what_is_due_first(scene: Scene):
    young = file(scene)
    # Numbers so long that no made-up handle contains their digits.
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE core_appeal_id_seq RESTART WITH 7654321")
        cursor.execute("ALTER SEQUENCE core_video_id_seq RESTART WITH 87654321")
    old = file(scene, subject_id=another(scene), now=timezone.now() - 9 * DAY)
    taken = file(scene, subject_id=another(scene), now=timezone.now() - DAY)
    gone = file(scene, subject_id=another(scene))
    desk.take(taken.pk, person=scene.ana, actor=scene.ana, now=timezone.now())
    filing.withdraw(gone.pk, actor=scene.owner, now=timezone.now())
    client = staff(scene.ana)
    assert shown(client) == [old.reference, taken.reference, young.reference]
    assert shown(client, "?queue=mine") == [taken.reference]
    assert shown(client, "?queue=late") == [old.reference]
    assert shown(client, "?queue=untaken") == [old.reference, young.reference]
    assert shown(client, "?queue=closed") == [gone.reference]
    assert len(shown(client, "?queue=all")) == 4
    assert len(shown(client, "?kind=originality")) == 3
    assert shown(client, f"?q={old.pk}") == [old.reference]
    assert shown(client, f"?q={old.reference}") == [old.reference]
    assert shown(client, f"?q={old.subject_id}") == [old.reference]
    assert shown(client, f"?q={str(old.pk)[:-1]}") == []
    assert shown(client, "?q=nobody-is-called-this") == []


def test_staff_take_ask_and_decide(scene: Scene):
    appeal = file(scene, files=())
    client = staff(scene.ana)
    assert b"It is yours now." in act(client, appeal, "take").content
    page = client.get(f"{QUEUE}{appeal.pk}/change/").content.decode()
    assert "I filmed it at the night market." in page
    assert "Seconds 3.0 to 11.0 match 1.0 to 9.0 of the other." in page
    assert "only appeal" in page
    assert b"Asked." in act(client, appeal, "ask", question="Which phone?").content
    filing.answer(appeal.pk, words="A small one.", actor=scene.owner, now=timezone.now())
    empty = act(client, appeal, "decide", outcome="upheld")
    assert b"Give the reason, or choose words of the house." in empty.content
    done = act(client, appeal, "decide", outcome="overturned", reason="Yours is older.", note="x")
    assert b"Decided, carried out, and the creator was told." in done.content
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason, decision.note) == (
        "overturned",
        "Yours is older.",
        "x",
    )


def test_words_of_the_house_decide_too(scene: Scene):
    words = ReasonTemplate.objects.create(
        subject_kind="originality", outcome="upheld", code="same", title="Same", words="One file."
    )
    ReasonTemplate.objects.create(
        subject_kind="weather", outcome="upheld", code="rain", title="Rain", words="It rained."
    )
    appeal = file(scene)
    client = staff(scene.ana)
    act(client, appeal, "take")
    form = client.get(f"{QUEUE}{appeal.pk}/act/decide/").content.decode()
    assert "Upheld: Same" in form
    assert "Rain" not in form
    act(client, appeal, "decide", outcome="upheld", template=words.pk)
    assert (Decision.objects.get().reason, Decision.objects.get().reason_code) == (
        "One file.",
        "same",
    )


def test_a_conflict_of_interest_shows_no_buttons_and_says_why(scene: Scene):
    first = file(scene)
    scene.decide(first, "upheld", now=timezone.now())
    second = file(scene)
    client = staff(scene.ana)
    page = client.get(f"{QUEUE}{second.pk}/change/").content.decode()
    assert "You decided the first look" in page
    assert "act/take" not in page
    assert b"not possible any more" in act(client, second, "take").content
    assert b"It is yours now." in act(staff(scene.bo), second, "take").content


def test_an_appeal_is_given_to_another_and_put_back(scene: Scene):
    appeal = file(scene)
    client = staff(scene.ana)
    assert b"who was told" in act(client, appeal, "give", person=scene.bo.pk).content
    assert b"not possible any more" in act(client, appeal, "decide", outcome="upheld").content
    assert b"in the queue again" in act(staff(scene.bo), appeal, "give-back").content
    outsider = act(client, appeal, "give", person=scene.owner.pk)
    assert Appeal.objects.get().assigned_to is None
    assert outsider.status_code == 200


def test_a_wrong_decision_is_put_right(scene: Scene):
    appeal = file(scene)
    scene.decide(appeal, "upheld", now=timezone.now())
    done = act(
        staff(scene.bo), appeal, "correct", outcome="overturned", reason="Files were swapped."
    )
    assert b"Put right" in done.content
    page = staff(scene.ana).get(f"{QUEUE}{appeal.pk}/change/").content.decode()
    assert "Overridden" in page
    assert "Files were swapped." in page


@pytest.mark.parametrize("name", ["decide", "correct"])
def test_a_decision_is_about_the_judgement_that_was_shown(scene: Scene, name: str):
    appeal = file(scene)
    if name == "correct":
        scene.decide(appeal, "upheld", by=scene.bo, now=timezone.now())
    else:
        desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=timezone.now())
    client = staff(scene.ana)
    form = client.get(f"{QUEUE}{appeal.pk}/act/{name}/").context["form"]
    shown = form["shown"].value()
    assert f'name="shown" value="{shown}"' in str(form["shown"])
    accuse(scene.video, VideoFactory(), at=timezone.now())
    made = Decision.objects.count()
    for seen in (shown, ""):
        answers = {"outcome": "overturned", "reason": "Yours is older.", "shown": seen}
        refused = act(client, appeal, name, **answers)
        assert "The judgement changed" in refused.content.decode()
    assert Decision.objects.count() == made
    act(client, appeal, name, outcome="overturned", reason="Yours is older.")
    assert Decision.objects.count() == made + 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_creators_do_not_find_the_desk(scene: Scene, method: str):
    appeal = file(scene)
    client = staff(scene.owner)
    for address in (QUEUE, f"{QUEUE}{appeal.pk}/change/", f"{QUEUE}{appeal.pk}/act/take/"):
        assert getattr(client, method)(address).status_code in {302, 403, 404}
    appeal.refresh_from_db()
    assert appeal.state == "open"


def test_the_dashboard_says_what_is_late(scene: Scene):
    client = staff(scene.ana)
    assert b"All done" in client.get("/admin/").content
    file(scene)
    assert b"Next one due on" in client.get("/admin/").content
    file(scene, subject_id=another(scene), now=timezone.now() - 9 * DAY)
    page = client.get("/admin/").content.decode()
    assert "1 is late" in page
    assert "queue=late" in page


def test_how_often_judgements_fell_counts_what_stands(scene: Scene):
    now = timezone.now()
    scene.decide(file(scene), "upheld", now=now)
    scene.decide(file(scene), "overturned", by=scene.bo, now=now)
    scene.decide(file(scene, subject_id=another(scene)), "upheld", now=now)
    answer = staff(scene.ana).get(QUEUE)
    [row] = answer.context["overturned"]
    assert (row.kind, row.ground, row.decided, row.overturned) == ("originality", "mine", 2, 1)
    assert b"50 %" in answer.content


def test_words_are_written_by_staff_and_audited(scene: Scene):
    client = staff(scene.ana)
    given = {
        "subject_kind": "originality",
        "outcome": "upheld",
        "code": "same",
        "title": "Same",
        "words": "One file.",
        "is_active": "on",
    }
    client.post("/admin/core/reasontemplate/add/", given)
    row = ReasonTemplate.objects.get(code="same")
    client.post(f"/admin/core/reasontemplate/{row.pk}/change/", given | {"words": "One recording."})
    row.refresh_from_db()
    assert row.words == "One recording."
    entry = AuditEntry.objects.filter(action="core.appeal.words_changed").latest("pk")
    assert (entry.actor, entry.before) == (scene.ana, {"words": "One file."})
    twice = client.post("/admin/core/reasontemplate/add/", given)
    assert twice.status_code == 200
    assert ReasonTemplate.objects.filter(code="same").count() == 1


def test_the_desk_begins_with_words_for_originality(db: None):
    # Begun anew: tests that commit empty the tables, and with them what migrations wrote.
    ReasonTemplate.objects.all().delete()
    import_module("scoring.migrations.0010_words_of_decisions").write(apps, None)
    outcomes = ReasonTemplate.objects.filter(subject_kind="originality").values_list("outcome")
    assert {outcome for (outcome,) in outcomes} == {"upheld", "overturned"}


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_pages_of_the_desk_take_as_many_queries_however_much_there_is(scene: Scene, media):
    appeal = file(scene, files=[upload()])
    client = staff(scene.ana)
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=timezone.now())
    pages = (QUEUE, f"{QUEUE}{appeal.pk}/change/")
    few = [queries(client, page) for page in pages]
    few = [queries(client, page) for page in pages]
    for turn in range(4):
        file(scene, subject_id=another(scene))
        desk.ask(appeal.pk, question=f"{turn}?", actor=scene.ana, now=timezone.now())
        filing.answer(
            appeal.pk,
            words=f"{turn}!",
            actor=scene.owner,
            now=timezone.now(),
            files=[upload(name="b.png"), upload(b"words " * (turn + 1), "c.txt")],
        )
    UserFactory(staff=True)
    assert [queries(client, page) for page in pages] == few
