"""What staff do, and what a decision changes."""

from typing import Any

import pytest

from creatorspark.core.appeals import desk
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Appeal, AuditEntry, Decision, Notification, ReasonTemplate
from scoring.models import OriginalityAllowance, OriginalityMatch, OriginalityVerdict
from scoring.services.originality import VerdictRefused, originality, record_verdict
from scoring.services.originality.allowances import (
    AllowanceRefused,
    allow_creators,
    allow_videos,
    end_allowance,
)
from scoring.services.originality.pairs import decide_pair
from tests.factories import NOW, UserFactory, VideoFactory
from tests.integration.core.appeals.scene import DAY, Scene, accuse


def test_an_overturned_verdict_gives_way_to_a_persons(scene: Scene):
    appeal = scene.file()
    decision = scene.decide(appeal, "overturned", reason="Your raw file is older.")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.closed_at) == ("overturned", NOW + 2 * DAY)
    assert originality(video_ids=[scene.video.pk]) == {scene.video.pk: "original"}
    now_stands = OriginalityVerdict.objects.get(video=scene.video, is_current=True)
    assert (now_stands.source, now_stands.reason) == ("staff", "Your raw file is older.")
    assert now_stands.decided_by == scene.ana
    assert decision.effect == {
        "overturned": scene.verdict.pk,
        "verdict": now_stands.pk,
        "allowances": [],
    }
    told = Notification.objects.get(user=scene.owner, title__startswith="You were right")
    assert "Your raw file is older." in told.body
    assert "counts as original" in told.body


@pytest.mark.parametrize(("ground", "kind"), [("licensed", "licensed"), ("duet", "shared")])
def test_permission_teaches_the_pair(scene: Scene, ground: str, kind: str):
    appeal = scene.file(ground=ground)
    scene.decide(appeal, "overturned")
    taught = OriginalityAllowance.objects.get()
    assert {taught.video_a, taught.video_b} == {scene.video, scene.other}
    assert (taught.kind, taught.decided_by, taught.decision) == (
        kind,
        scene.ana,
        f"appeal {appeal.pk}",
    )


def test_what_a_person_judged_on_the_engines_matches_teaches_too(scene: Scene):
    record_verdict(
        video_id=scene.video.pk, verdict="not_original", reason="A copy.", actor=scene.ana, now=NOW
    )
    scene.decide(scene.file(ground="licensed"), "overturned", by=scene.bo)
    taught = OriginalityAllowance.objects.get()
    assert {taught.video_a, taught.video_b} == {scene.video, scene.other}


def test_mine_does_not_excuse_the_other_side(scene: Scene):
    scene.decide(scene.file(ground="mine"), "overturned")
    assert not OriginalityAllowance.objects.exists()


def test_an_upheld_verdict_stays_and_another_person_can_be_asked(scene: Scene):
    first = scene.file()
    upheld = scene.decide(first, "upheld")
    assert OriginalityVerdict.objects.get(video=scene.video) == scene.verdict
    told = Notification.objects.get(user=scene.owner, title__contains="the judgement stays")
    assert "another person can look at it" in told.body
    second = scene.file(now=NOW + 3 * DAY, statement="Please look at the shadows.")
    assert (second.look, second.earlier) == (2, first)
    with pytest.raises(AppealRefused, match="decided the first look"):
        desk.take(second.pk, person=scene.ana, actor=scene.bo, now=NOW + 4 * DAY)
    final = scene.decide(second, "overturned", by=scene.bo, now=NOW + 4 * DAY)
    assert final.override_of == upheld
    assert originality(video_ids=[scene.video.pk]) == {scene.video.pk: "original"}


def test_after_two_looks_it_is_final_here(scene: Scene):
    scene.decide(scene.file(), "upheld")
    scene.decide(scene.file(now=NOW + 3 * DAY), "upheld", by=scene.bo, now=NOW + 4 * DAY)
    with pytest.raises(AppealRefused, match="Two different people"):
        scene.file(now=NOW + 5 * DAY)


def test_another_file_that_is_judged_the_same_brings_no_new_looks(scene: Scene):
    scene.decide(scene.file(), "upheld")
    accuse(scene.video, scene.other, at=NOW + 3 * DAY)
    second = scene.file(now=NOW + 4 * DAY)
    assert second.look == 2
    scene.decide(second, "upheld", by=scene.bo, now=NOW + 5 * DAY)
    accuse(scene.video, scene.other, at=NOW + 6 * DAY)
    with pytest.raises(AppealRefused, match="Two different people"):
        scene.file(now=NOW + 7 * DAY)
    # Another accusation is another case.
    accuse(scene.video, VideoFactory(), at=NOW + 8 * DAY)
    assert scene.file(now=NOW + 9 * DAY).look == 1


def test_whoever_judged_does_not_decide(scene: Scene):
    record_verdict(
        video_id=scene.video.pk, verdict="not_original", reason="A copy.", actor=scene.ana, now=NOW
    )
    appeal = scene.file()
    with pytest.raises(AppealRefused, match="You made this judgement"):
        desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    assert desk.conflict_of(appeal, scene.bo) == ""


def test_staff_do_not_decide_about_themselves(scene: Scene):
    scene.owner.role, scene.owner.is_staff = "staff", True
    scene.owner.save()
    assert "your own profile" in desk.conflict_of(scene.file(), scene.owner)


def test_a_verdict_by_hand_waits_for_the_desk_and_for_somebody_else(scene: Scene):
    given: dict[str, Any] = {"video_id": scene.video.pk, "verdict": "original", "now": NOW}
    given["reason"] = "Ours was wrong."
    scene.owner.role, scene.owner.is_staff = "staff", True
    scene.owner.save()
    with pytest.raises(VerdictRefused, match="your own profile"):
        record_verdict(**given, actor=scene.owner)
    appeal = scene.file()
    with pytest.raises(VerdictRefused, match="appeals desk"):
        record_verdict(**given, actor=scene.bo)
    scene.decide(appeal, "upheld")
    record_verdict(**given, actor=scene.bo)
    assert originality(video_ids=[scene.video.pk]) == {scene.video.pk: "original"}


def test_nobody_allows_ends_or_decides_what_is_about_their_own(scene: Scene):
    staff: dict[str, Any] = {"licensed": False, "reason": "Why.", "now": NOW}
    videos, people = (scene.video.pk, scene.other.pk), (scene.creator.pk, scene.other.creator_id)
    scene.other.creator.user = scene.ana
    scene.other.creator.save()
    with pytest.raises(AllowanceRefused, match="your own profile"):
        allow_videos(video_ids=videos, actor=scene.ana, **staff)
    with pytest.raises(AllowanceRefused, match="your own profile"):
        allow_creators(creator_ids=people, actor=scene.ana, **staff)
    match = OriginalityMatch.objects.get()
    with pytest.raises(VerdictRefused, match="The other video is your own"):
        decide_pair(match_id=match.pk, verdict="original", reason="Why.", actor=scene.ana, now=NOW)
    for number in (
        allow_videos(video_ids=videos, actor=scene.bo, **staff),
        allow_creators(creator_ids=people, actor=scene.bo, **staff),
    ):
        with pytest.raises(AllowanceRefused, match="your own profile"):
            end_allowance(allowance_id=number, reason="Why.", actor=scene.ana, now=NOW)


def test_only_whoever_took_it_decides(scene: Scene):
    appeal = scene.file()
    verdict = desk.Verdict(outcome=Outcome.UPHELD, reason="No.")
    with pytest.raises(AppealRefused, match="Take the appeal first"):
        desk.decide(appeal.pk, verdict, actor=scene.ana, now=NOW + DAY)
    desk.take(appeal.pk, person=scene.bo, actor=scene.ana, now=NOW + DAY)
    with pytest.raises(AppealRefused, match="Take the appeal first"):
        desk.decide(appeal.pk, verdict, actor=scene.ana, now=NOW + DAY)
    assert Notification.objects.filter(user=scene.bo, title__contains="given to you").exists()


def test_creators_decide_nothing(scene: Scene):
    appeal = scene.file()
    for act in (
        lambda: desk.take(appeal.pk, person=scene.ana, actor=scene.owner, now=NOW),
        lambda: desk.give_back(appeal.pk, actor=scene.owner, now=NOW),
        lambda: desk.take(appeal.pk, person=scene.owner, actor=scene.ana, now=NOW),
    ):
        with pytest.raises(AppealRefused, match="Only staff"):
            act()


def test_a_reason_is_required_and_words_of_the_house_will_do(scene: Scene):
    words = ReasonTemplate.objects.create(
        outcome="upheld", code="same-recording", title="Same recording", words="Both are one."
    )
    wrong = ReasonTemplate.objects.create(
        outcome="overturned", code="older", title="Older", words="Yours is older."
    )
    appeal = scene.file()
    with pytest.raises(AppealRefused, match="Give the reason"):
        scene.decide(appeal, "upheld", reason=" ")
    with pytest.raises(AppealRefused, match="belong to another outcome"):
        scene.decide(appeal, "upheld", reason="", template_id=wrong.pk)
    decision = scene.decide(appeal, "upheld", reason="", template_id=words.pk)
    assert (decision.reason_code, decision.reason) == ("same-recording", "Both are one.")


def test_the_same_decision_twice_is_one(scene: Scene):
    appeal = scene.file()
    first = scene.decide(appeal, "upheld")
    verdict = desk.Verdict(outcome=Outcome.UPHELD, reason="We compared both files.")
    assert desk.decide(appeal.pk, verdict, actor=scene.ana, now=NOW + 3 * DAY) == first
    with pytest.raises(AppealRefused):
        desk.decide(
            appeal.pk,
            desk.Verdict(outcome=Outcome.OVERTURNED, reason="Well."),
            actor=scene.ana,
            now=NOW + 3 * DAY,
        )
    assert Decision.objects.count() == 1


def test_a_wrong_decision_is_put_right_by_another_person_and_never_undone(scene: Scene):
    appeal = scene.file()
    wrong = scene.decide(appeal, "upheld")
    right = desk.Verdict(outcome=Outcome.OVERTURNED, reason="We had swapped the files.")
    with pytest.raises(AppealRefused, match="somebody else puts it right"):
        desk.correct(appeal.pk, right, actor=scene.ana, now=NOW + 3 * DAY)
    for _click in range(2):
        decision = desk.correct(appeal.pk, right, actor=scene.bo, now=NOW + 3 * DAY)
    assert decision.override_of == wrong
    assert Appeal.objects.get().state == "overturned"
    assert originality(video_ids=[scene.video.pk]) == {scene.video.pk: "original"}
    with pytest.raises(AppealRefused, match="creator's favour"):
        desk.correct(
            appeal.pk,
            desk.Verdict(outcome=Outcome.UPHELD, reason="No!"),
            actor=scene.ana,
            now=NOW + 3 * DAY,
        )


def test_what_changed_meanwhile_is_not_decided(scene: Scene):
    appeal = scene.file()
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    OriginalityVerdict.objects.filter(pk=scene.verdict.pk).update(is_current=False)
    with pytest.raises(AppealRefused, match="nothing is left to decide"):
        desk.decide(
            appeal.pk,
            desk.Verdict(outcome=Outcome.OVERTURNED, reason="Yours."),
            actor=scene.ana,
            now=NOW + DAY,
        )
    appeal.refresh_from_db()
    assert appeal.state == "assigned"
    assert not Decision.objects.exists()


def test_giving_back_opens_it_for_others_and_the_clock_goes_on(scene: Scene):
    appeal = scene.file()
    due = appeal.due_at
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    desk.give_back(appeal.pk, actor=scene.ana, now=NOW + DAY)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.assigned_to, appeal.due_at) == ("open", None, due)


def test_the_audit_names_acts_and_no_words(scene: Scene):
    scene.decide(scene.file(statement="A secret about me."), "upheld", reason="A reason about you.")
    rows = AuditEntry.objects.filter(action__startswith="core.appeal.")
    kept = str(list(rows.values_list("before", "after")))
    assert "secret" not in kept
    assert "about you" not in kept
    assert [row.action for row in rows.order_by("pk")] == [
        "core.appeal.filed",
        "core.appeal.taken",
        "core.appeal.upheld",
    ]


def test_someone_who_left_staff_decides_nothing_more(scene: Scene):
    appeal = scene.file()
    gone = UserFactory(staff=True, is_active=False)
    with pytest.raises(AppealRefused, match="Only staff"):
        desk.take(appeal.pk, person=gone, actor=scene.ana, now=NOW)
