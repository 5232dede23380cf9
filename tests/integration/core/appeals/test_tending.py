"""What the clock does by itself, each once."""

from datetime import timedelta

import pytest

from creatorspark.core.appeals import desk, filing
from creatorspark.core.appeals.tending import tend
from creatorspark.core.models import Notification
from tests.factories import NOW
from tests.integration.core.appeals.scene import DAY, Scene, accuse, upload

HOUR = timedelta(hours=1)


def tended(now) -> dict[str, int]:
    return {name: number for name, number in tend(now=now).items() if number}


def test_staff_are_reminded_once_before_it_is_due(scene: Scene):
    scene.file(now=NOW)
    assert tended(NOW + 5 * DAY - HOUR) == {}
    assert tended(NOW + 5 * DAY) == {"staff_reminded": 1}
    assert tended(NOW + 5 * DAY + HOUR) == {}
    told = Notification.objects.filter(title__contains="is due on 21 May")
    assert {one.user for one in told} == {scene.ana, scene.bo}


def test_whoever_has_it_is_reminded_alone(scene: Scene):
    appeal = scene.file(now=NOW)
    desk.take(appeal.pk, person=scene.bo, actor=scene.bo, now=NOW)
    tend(now=NOW + 6 * DAY)
    assert Notification.objects.get(title__contains="is due on").user == scene.bo


def test_a_broken_promise_is_admitted_once(scene: Scene):
    appeal = scene.file(now=NOW)
    assert tended(NOW + 7 * DAY) == {"staff_reminded": 1}
    assert tended(NOW + 7 * DAY + HOUR) == {"late": 1}
    assert tended(NOW + 9 * DAY) == {}
    appeal.refresh_from_db()
    assert (appeal.state, appeal.late_at) == ("open", NOW + 7 * DAY + HOUR)
    apology = Notification.objects.get(user=scene.owner, title__startswith="We are late")
    assert "by 21 May 2025" in apology.body
    late = Notification.objects.filter(title__endswith="is late")
    assert {one.user for one in late} == {scene.ana, scene.bo}


def ask(scene: Scene, *, on: int):
    appeal = scene.file(now=NOW)
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + on * DAY)
    return desk.ask(appeal.pk, question="Which phone?", actor=scene.ana, now=NOW + on * DAY)


def test_while_we_wait_for_the_creator_nobody_is_late(scene: Scene):
    ask(scene, on=6)
    assert tended(NOW + 10 * DAY) == {}
    assert tended(NOW + 17 * DAY) == {"creators_reminded": 1}
    assert tended(NOW + 18 * DAY) == {}
    waiting = Notification.objects.get(user=scene.owner, title__contains="still waits")
    assert "closes on 3 June 2025" in waiting.body


def test_a_question_without_an_answer_closes_and_can_be_filed_again(scene: Scene):
    appeal = ask(scene, on=1)
    tend(now=NOW + 15 * DAY)
    assert tended(NOW + 15 * DAY + HOUR) == {"expired": 1}
    appeal.refresh_from_db()
    assert appeal.state == "expired"
    assert Notification.objects.filter(user=scene.owner, title="Your appeal was closed").exists()
    assert scene.file(now=NOW + 16 * DAY) != appeal


def test_after_an_answer_staff_are_reminded_of_the_new_day(scene: Scene):
    appeal = ask(scene, on=6)
    filing.answer(appeal.pk, words="A small one.", actor=scene.owner, now=NOW + 10 * DAY)
    assert tended(NOW + 10 * DAY) == {"staff_reminded": 1}
    assert tended(NOW + 11 * DAY + HOUR) == {"late": 1}


def test_what_was_judged_anew_in_the_creators_favour_is_settled(scene: Scene):
    appeal = scene.file(now=NOW)
    accuse(scene.video, verdict="original")
    assert tended(NOW + DAY) == {"settled": 1}
    appeal.refresh_from_db()
    assert appeal.state == "settled"
    assert Notification.objects.filter(user=scene.owner, title="Your appeal is settled").exists()


def test_proofs_go_when_their_time_is_over(scene: Scene, media, django_capture_on_commit_callbacks):
    appeal = scene.file(now=NOW, files=[upload()])
    filing.withdraw(appeal.pk, actor=scene.owner, now=NOW + DAY)
    assert tended(NOW + 400 * DAY) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert tended(NOW + 402 * DAY) == {"proofs_removed": 1}
    proof = appeal.proofs.get()
    assert (proof.name, bool(proof.file), proof.size > 0) == ("", False, True)
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_nothing_to_do_is_nothing_done():
    assert tended(NOW) == {}
