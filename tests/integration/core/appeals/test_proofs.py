"""Files: looked at before they are kept, found by nobody, and gone with the person."""

from typing import Any

import pytest

from creatorspark.core.appeals import desk, filing, proofs
from creatorspark.core.appeals.errors import ProofRefused
from creatorspark.core.models import Appeal, AppealProof, AppealStep, Decision
from creatorspark.core.services.erasure import erase_creator, merge_creators, still_open
from tests.factories import NOW, CreatorFactory, VideoFactory
from tests.integration.core.appeals.scene import DAY, PDF, PNG, Scene, accuse, upload


def files_in(folder) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def test_a_proof_is_kept_under_a_random_name(scene: Scene, media):
    appeal = scene.file(files=[upload(PNG, "../../etc/my phone.png"), upload(PDF, "license.exe")])
    first, second = appeal.proofs.all()
    assert (first.type, first.media_type, first.name) == ("image", "image/png", "my phone.png")
    assert (second.type, second.media_type) == ("pdf", "application/pdf")
    stored = files_in(media)
    assert len(stored) == 2
    assert not any("phone" in name or name.endswith(("png", "exe")) for name in stored)
    assert first.step.kind == "filed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00" + b"\0" * 90, "file_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "file_type"),
        (b"<!DOCTYPE html><p>hello", "file_type"),
        (b"PK\x03\x04" + b"\0" * 90, "file_type"),
        (b"\0\0\0\x18ftypM4A " + b"\0" * 90, "file_type"),
        (b"", "file_empty"),
        (b"   \n ", "file_type"),
        (b"word " * 300_000, "file_too_large"),
    ],
)
def test_what_we_can_not_take_is_said_and_nothing_is_kept(scene: Scene, media, content, code):
    with pytest.raises(ProofRefused) as refused:
        scene.file(files=[upload(), upload(content, "thing.png")])
    assert refused.value.code == code
    assert "thing.png" in str(refused.value)
    assert not Appeal.objects.exists()
    assert files_in(media) == []


def test_files_of_an_act_that_fails_are_removed(scene: Scene, media):
    appeal = scene.file(files=[upload(PNG + bytes([n])) for n in range(5)])
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    answer(scene, appeal, batch=1)
    with pytest.raises(ProofRefused) as refused:
        answer(scene, appeal, batch=2)
    assert refused.value.code == "too_many_files"
    assert AppealProof.objects.count() == len(files_in(media)) == 10


def answer(scene: Scene, appeal: Appeal, *, batch: int) -> None:
    files = [upload(PNG + bytes([10 + batch, n])) for n in range(5)]
    desk.ask(appeal.pk, question=f"More? {batch}", actor=scene.ana, now=NOW + 2 * DAY)
    filing.answer(
        appeal.pk, words=f"Here: {batch}", actor=scene.owner, now=NOW + 3 * DAY, files=files
    )


def test_the_same_file_is_kept_once(scene: Scene, media):
    appeal = scene.file(files=[upload(), upload(name="again.png")])
    assert appeal.proofs.count() == len(files_in(media)) == 1


def test_a_file_that_comes_after_its_words_is_kept(scene: Scene, media):
    appeal = scene.file()
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    desk.ask(appeal.pk, question="Which phone?", actor=scene.ana, now=NOW + DAY)
    for files in ((), [upload()], [upload()]):
        filing.answer(
            appeal.pk, words="This one.", actor=scene.owner, now=NOW + 2 * DAY, files=files
        )
    assert appeal.steps.filter(kind="answered").count() == 1
    assert appeal.proofs.get().step == appeal.steps.get(kind="answered")


def test_files_of_a_day_have_a_limit_over_all_appeals(scene: Scene, media, monkeypatch):
    monkeypatch.setattr(proofs, "MOST_A_DAY", 2 * len(PNG))
    scene.file(files=[upload()])
    video = VideoFactory(creator=scene.creator)
    accuse(video)
    given: dict[str, Any] = {"subject_id": str(video.pk), "files": [upload(PNG + b"1")]}
    with pytest.raises(ProofRefused) as refused:
        scene.file(**given)
    assert refused.value.code == "too_much_today"
    assert len(files_in(media)) == 1
    scene.file(**given, now=NOW + 2 * DAY)
    assert len(files_in(media)) == 2


def test_text_cut_within_a_sign_is_still_text(scene: Scene, media):
    appeal = scene.file(files=[upload(("ä" * 4000).encode(), "words.txt")])
    assert appeal.proofs.get().type == "text"


def test_erasure_takes_words_and_files_and_leaves_what_was_decided(
    scene: Scene, media, django_capture_on_commit_callbacks
):
    scene.decide(scene.file(files=[upload()]), "upheld", note="Known from last year.")
    second = scene.file(now=NOW + 3 * DAY, files=[upload(PDF, "raw.pdf")])
    assert still_open(scene.creator) == ["An appeal of theirs is not decided yet."]
    with django_capture_on_commit_callbacks(execute=True):
        erase_creator(
            scene.creator, reason="They asked.", actor=scene.bo, now=NOW + 4 * DAY, though_open=True
        )
    second.refresh_from_db()
    assert second.state == "withdrawn"
    assert set(Appeal.objects.values_list("statement", flat=True)) == {""}
    assert set(AppealStep.objects.values_list("words", flat=True)) == {""}
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason, decision.note) == ("upheld", "", "")
    assert set(AppealProof.objects.values_list("name", "file", "sha256")) == {("", "", "")}
    assert files_in(media) == []


def test_appeals_go_on_with_a_merged_profile(scene: Scene):
    kept = CreatorFactory()
    appeal = scene.file()
    merge_creators(kept, scene.creator, reason="One person.", actor=scene.bo, now=NOW + DAY)
    appeal.refresh_from_db()
    assert appeal.creator == kept
    filing.withdraw(appeal.pk, actor=scene.owner, now=NOW + DAY)


def test_a_file_that_comes_with_a_second_click_is_kept_too(scene: Scene, media):
    appeal = scene.file(files=[upload()])
    again = scene.file(files=[upload(), upload(PDF, "contract.pdf")])
    assert again == appeal
    assert list(appeal.proofs.order_by("pk").values_list("name", flat=True)) == [
        "proof.png",
        "contract.pdf",
    ]
    assert {proof.step.kind for proof in appeal.proofs.all()} == {"filed"}
