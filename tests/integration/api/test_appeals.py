"""Appeals by API: one's own, once, with the reason of every refusal."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.appeals import desk
from creatorspark.core.models import Appeal
from scoring.models import OriginalityVerdict
from tests.factories import NOW, VideoFactory
from tests.integration.api.callers import assert_problem, browser, machine, queries_of
from tests.integration.core.appeals.scene import DAY, Scene, accuse, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def recent(db) -> Scene:
    """A scene whose verdict is of this moment, because the API asks the clock."""
    scene = make_scene()
    accuse(scene.video, scene.other, at=timezone.now())
    return scene


def wish(scene: Scene, **given: str) -> dict[str, str]:
    return {
        "subject_kind": "originality",
        "subject_id": str(scene.video.pk),
        "ground": "licensed",
        "statement": "They gave me permission.",
    } | given


def test_a_machine_files_an_appeal_once(recent: Scene):
    caller = machine(recent.owner, scope="write")
    first = caller.post("/appeals/", wish(recent), key="one")
    again = caller.post("/appeals/", wish(recent), key="one")
    third = caller.post("/appeals/", wish(recent), key="two")
    assert first.status == again.status == third.status == 201, first.raw
    assert first.body["id"] == again.body["id"] == third.body["id"]
    assert Appeal.objects.count() == 1
    assert (first.body["state"], first.body["look"]) == ("open", 1)
    assert first.body["sentence"].startswith("A person decides by ")
    assert [step["kind"] for step in first.body["steps"]] == ["filed"]


def test_a_token_that_reads_files_nothing(recent: Scene):
    reply = machine(recent.owner, scope="read").post("/appeals/", wish(recent))
    assert_problem(reply, 403, "permission-denied")


def test_a_strangers_judgement_and_appeal_do_not_exist(recent: Scene, rival):
    appeal = recent.file()
    caller = browser(rival.user)
    assert_problem(caller.post("/appeals/", wish(recent)), 404, "not-found")
    assert_problem(caller.get(f"/appeals/{appeal.pk}/"), 404, "not-found")
    for step in ("answer", "withdraw"):
        assert_problem(
            caller.post(f"/appeals/{appeal.pk}/{step}/", {"words": "x"}), 404, "not-found"
        )
    assert caller.get("/appeals/").body["results"] == []


@pytest.mark.parametrize("given", [{"subject_kind": "weather"}, {"subject_id": "0"}])
def test_what_is_not_there_answers_404(recent: Scene, given):
    caller = browser(recent.owner)
    assert_problem(caller.post("/appeals/", wish(recent, **given)), 404, "not-found")


def test_a_refusal_names_its_rule(recent: Scene):
    OriginalityVerdict.objects.filter(video=recent.video, is_current=True).update(is_current=False)
    OriginalityVerdict.objects.create(
        video=recent.video, verdict="original", reason="Yours.", source="engine", decided_at=NOW
    )
    caller = browser(recent.owner)
    problem = assert_problem(caller.post("/appeals/", wish(recent)), 409, "refused")
    assert problem["reason"] == "nothing"
    assert "counts as original" in problem["detail"]
    problem = assert_problem(caller.post("/appeals/", wish(recent, ground="x")), 409, "refused")
    assert problem["reason"] == "ground_unknown"


def test_a_question_is_read_and_answered(recent: Scene):
    appeal = recent.file()
    desk.take(appeal.pk, person=recent.ana, actor=recent.ana, now=NOW + DAY)
    desk.ask(appeal.pk, question="Which licence?", actor=recent.ana, now=NOW + DAY)
    caller = browser(recent.owner)
    asked = caller.get(f"/appeals/{appeal.pk}/").body
    assert (asked["question"], asked["state"]) == ("Which licence?", "waiting")
    answered = caller.post(f"/appeals/{appeal.pk}/answer/", {"words": "This one."})
    assert answered.status == 200, answered.raw
    assert (answered.body["state"], answered.body["question"]) == ("assigned", None)
    problem = caller.post(f"/appeals/{appeal.pk}/answer/", {"words": "And this."})
    assert assert_problem(problem, 409, "refused")["reason"] == "not_possible"


def test_a_decision_is_read_with_its_reason_and_without_notes_or_names(recent: Scene):
    appeal = recent.file()
    recent.decide(appeal, "upheld", note="Known from last year.")
    reply = browser(recent.owner).get(f"/appeals/{appeal.pk}/")
    [decision] = reply.body["decisions"]
    assert (decision["outcome"], decision["reason"]) == ("upheld", "We compared both files.")
    assert b"last year" not in reply.raw
    assert recent.ana.email.encode() not in reply.raw


def test_staff_see_all_and_file_for_nobody(recent: Scene):
    appeal = recent.file()
    caller = browser(recent.ana)
    assert [row["id"] for row in caller.get("/appeals/").body["results"]] == [str(appeal.pk)]
    assert_problem(caller.post("/appeals/", wish(recent)), 404, "not-found")
    assert_problem(caller.post(f"/appeals/{appeal.pk}/withdraw/"), 404, "not-found")


def test_a_long_list_takes_as_many_queries_as_a_short_one(recent: Scene):
    recent.file()
    caller = browser(recent.owner)
    few = queries_of(lambda: caller.get("/appeals/"))
    for _ in range(5):
        video = VideoFactory(creator=recent.creator)
        accuse(video, recent.other)
        recent.file(subject_id=str(video.pk))
    with CaptureQueriesContext(connection) as seen:
        assert len(caller.get("/appeals/?state=open").body["results"]) == 6
    assert len(seen) == few
