"""What a creator does: file, answer, withdraw."""

from datetime import timedelta

import pytest
from django.db import transaction

from creatorspark.core.appeals import desk, filing, steps
from creatorspark.core.appeals.errors import AppealRefused, NotYours
from creatorspark.core.appeals.permission import can_appeal
from creatorspark.core.appeals.steps import lock_creator
from creatorspark.core.domain.appeals.permission import Why
from creatorspark.core.domain.appeals.states import Step
from creatorspark.core.models import Appeal, AppealStep, AuditEntry, Creator, Notification, Policy
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.core.appeals.scene import DAY, Scene, accuse


def test_an_appeal_says_by_when_a_person_decides(scene: Scene):
    appeal = scene.file(now=NOW + DAY)
    assert (appeal.state, appeal.look, appeal.rule) == ("open", 1, "not_original")
    assert appeal.judgement == str(scene.verdict.pk)
    assert appeal.due_at == NOW + 8 * DAY
    assert appeal.policy.version == "appeals-1"
    told = Notification.objects.get(user=scene.owner)
    assert told.title == "We have your appeal"
    assert "by 22 May 2025" in told.body
    assert told.url == f"/appeals/{appeal.pk}/"
    assert AuditEntry.objects.filter(action="core.appeal.filed", actor=scene.owner).count() == 1


def test_two_clicks_are_one_appeal(scene: Scene):
    first, second = scene.file(), scene.file(statement="I filmed it, I say.")
    assert first == second
    assert Appeal.objects.count() == AppealStep.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "staff", "former owner"])
def test_only_the_owner_appeals(scene: Scene, who: str):
    stranger = CreatorFactory(user=UserFactory()).user
    actor = {"stranger": stranger, "staff": scene.ana, "former owner": scene.owner}[who]
    if who == "former owner":
        Creator.objects.filter(pk=scene.creator.pk).update(user=None)
    with pytest.raises(NotYours):
        scene.file(actor=actor)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("subject", ["0", "999999999", "x", "9" * 40, "-1", "٣"])
def test_what_does_not_exist_can_not_be_appealed(scene: Scene, subject: str):
    with pytest.raises(NotYours):
        scene.file(subject_id=subject)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ground": "nonsense"}, "ground_unknown"),
        ({"statement": "  "}, "no_statement"),
        ({"statement": "x" * 4001}, "statement_too_long"),
    ],
)
def test_what_is_missing_is_said(scene: Scene, given, code):
    with pytest.raises(AppealRefused) as refused:
        scene.file(**given)
    assert refused.value.code == code
    assert not Appeal.objects.exists()


def test_half_a_year_later_it_is_too_late(scene: Scene):
    with pytest.raises(AppealRefused, match="until 14 November 2025"):
        scene.file(now=NOW + 185 * DAY)


def test_a_question_stops_the_clock_and_the_answer_starts_it_again(scene: Scene):
    appeal = scene.file(now=NOW)
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    asked = desk.ask(appeal.pk, question="Which phone was it?", actor=scene.ana, now=NOW + 2 * DAY)
    assert (asked.state, asked.answer_by) == ("waiting", NOW + 16 * DAY)
    again = desk.ask(appeal.pk, question="Which phone was it?", actor=scene.ana, now=NOW + 3 * DAY)
    assert again.answer_by == asked.answer_by
    told = Notification.objects.get(user=scene.owner, title="A question about your appeal")
    assert "Which phone was it?" in told.body
    for _click in range(2):
        answered = filing.answer(
            appeal.pk, words="A small one.", actor=scene.owner, now=NOW + 7 * DAY
        )
    assert (answered.state, answered.due_at) == ("assigned", NOW + 12 * DAY)
    assert answered.waiting_since is None
    kinds = list(AppealStep.objects.values_list("kind", flat=True))
    assert kinds == ["filed", "taken", "asked", "answered"]


def test_a_stranger_answers_and_withdraws_nothing(scene: Scene):
    appeal = scene.file()
    stranger = CreatorFactory(user=UserFactory()).user
    with pytest.raises(NotYours):
        filing.answer(appeal.pk, words="Mine!", actor=stranger, now=NOW + DAY)
    with pytest.raises(NotYours):
        filing.withdraw(appeal.pk, actor=stranger, now=NOW + DAY)


def test_an_answer_to_no_question_is_refused(scene: Scene):
    appeal = scene.file()
    with pytest.raises(AppealRefused, match="Waiting for a person"):
        filing.answer(appeal.pk, words="Hello?", actor=scene.owner, now=NOW + DAY)


def test_who_withdraws_may_come_back(scene: Scene):
    appeal = scene.file()
    for _click in range(2):
        gone = filing.withdraw(appeal.pk, actor=scene.owner, now=NOW + 2 * DAY)
    assert (gone.state, gone.closed_at) == ("withdrawn", NOW + 2 * DAY)
    permission = can_appeal(kind="originality", subject_id=str(scene.video.pk), now=NOW + 2 * DAY)
    assert (permission.answer.why, permission.answer.filings_left) == (Why.YES, 3)
    assert scene.file(now=NOW + 3 * DAY) != appeal


def test_a_new_judgement_is_a_new_right(scene: Scene):
    scene.decide(scene.file(), "upheld")
    accuse(scene.video, VideoFactory(), at=NOW + 3 * DAY)
    again = scene.file(now=NOW + 4 * DAY)
    assert (again.look, again.earlier) == (1, None)


def test_terms_hold_for_what_was_filed_under_them(scene: Scene):
    appeal = scene.file(now=NOW)
    policy = Policy.objects.get(kind="appeals")
    assert policy.parameters["decide_days"] == 7
    assert appeal.policy == policy
    assert appeal.due_at - appeal.filed_at == timedelta(days=7)


def test_a_subject_has_one_spelling(scene: Scene):
    for spelling in (f"0{scene.video.pk}", f" {scene.video.pk}", f"+{scene.video.pk}"):
        with pytest.raises(NotYours):
            scene.file(subject_id=spelling)


def test_a_step_follows_a_merge_that_was_quicker(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    appeal, kept = scene.file(), CreatorFactory()
    locked: list[int] = []

    def waits_for_the_merge(creator_id: int) -> Creator:
        if not locked:
            Appeal.objects.update(creator=kept)
        locked.append(creator_id)
        return lock_creator(creator_id)

    monkeypatch.setattr(steps, "lock_creator", waits_for_the_merge)
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + 2 * DAY)
    appeal.refresh_from_db()
    assert (appeal.creator, appeal.assigned_to) == (kept, scene.ana)
    assert locked == [scene.creator.pk, kept.pk]


def test_a_step_changes_nothing_but_what_it_is_about(scene: Scene):
    appeal = scene.file()
    with transaction.atomic():
        held = steps.lock(appeal.pk)
        Appeal.objects.update(statement="")
        steps.move(held, Step.WITHDRAW, actor=scene.owner, now=NOW + 2 * DAY)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.statement) == ("withdrawn", "")
