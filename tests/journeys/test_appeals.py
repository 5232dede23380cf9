"""A creator appeals a verdict on a phone, two people of staff look, and the verdict changes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import Appeal
from rewards import interface as rewards
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.core.appeals.scene import PNG, accuse
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def look_at(page: Page) -> None:
    """What is on the screen reads well by ear and by eye."""
    assert serious_problems(page) == []
    assert overflow(page) <= 0


def file_appeal(phone: Page, *, video_id: int, proof: Path) -> None:
    """Read what was found, then say what happened, with a file."""
    phone.goto(f"/appeals/new/originality/{video_id}/")
    expect(phone.get_by_text("Where it matches")).to_be_visible()
    look_at(phone)
    phone.get_by_label("This is mine").check()
    phone.get_by_label("What happened?").fill("I filmed it at the night market, on my own phone.")
    phone.get_by_label("Files that show it").set_input_files(proof)
    phone.get_by_role("button", name="Send the appeal").click()
    expect(phone.get_by_text("We have your appeal. A person reads it.")).to_be_visible()
    expect(phone.get_by_text("A person decides by").first).to_be_visible()
    look_at(phone)


def ask(desk: Page, *, question: str) -> None:
    """Take the appeal that is due first and ask its creator."""
    desk.goto("/admin/")
    desk.get_by_role("link", name="Appeals open").click()
    desk.get_by_role("link", name="A-0").first.click()
    expect(desk.get_by_text("I filmed it at the night market")).to_be_visible()
    desk.get_by_role("link", name="Take it").click()
    desk.get_by_role("button", name="Take it").click()
    expect(desk.get_by_text("It is yours now.")).to_be_visible()
    desk.get_by_role("link", name="Ask the creator").click()
    desk.get_by_label("Question").fill(question)
    desk.get_by_role("button", name="Ask the creator").click()
    expect(desk.get_by_text("The clock stands still")).to_be_visible()


def answer(phone: Page, *, question: str) -> None:
    """Follow the message to the question."""
    phone.goto("/messages/")
    expect(phone.get_by_text("A question about your appeal")).to_be_visible()
    phone.goto(f"/appeals/{Appeal.objects.latest('pk').pk}/")
    expect(phone.get_by_text(question).first).to_be_visible()
    look_at(phone)
    phone.get_by_label("Your answer").fill("The blue one; the file is from its camera.")
    phone.get_by_role("button", name="Send your answer").click()
    expect(phone.get_by_text("Your answer is with the person who decides.")).to_be_visible()


def decide(desk: Page, *, outcome: str, reason: str) -> None:
    """Decide with a reason."""
    desk.goto(f"/admin/core/appeal/{Appeal.objects.latest('pk').pk}/change/")
    if desk.get_by_role("link", name="Take it").count():
        desk.get_by_role("link", name="Take it").click()
        desk.get_by_role("button", name="Take it").click()
    desk.get_by_role("link", name="Decide").click()
    desk.get_by_label("Decision").select_option(outcome)
    desk.locator("textarea[name=reason]").fill(reason)
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_text("Decided, carried out, and the creator was told.")).to_be_visible()


def ask_for_second_look(phone: Page) -> None:
    """Read the reasons, disagree, and ask another person."""
    phone.goto(f"/appeals/{Appeal.objects.latest('pk').pk}/")
    expect(phone.get_by_text("Both show one recording.").first).to_be_visible()
    look_at(phone)
    phone.get_by_role("link", name="Ask for a second look").click()
    phone.get_by_label("This is mine").check()
    phone.get_by_label("What happened?").fill("Please look at the shadows.")
    phone.get_by_role("button", name="Send the appeal").click()
    expect(phone.get_by_text("Another person decides by").first).to_be_visible()


def test_a_verdict_falls_at_the_second_look(open_page: Callable[..., Page], tmp_path: Path) -> None:
    now = timezone.now()
    scoring.ensure_default_policies(now=now)
    rewards.ensure_pay_policy(now=now)
    nina = CreatorFactory(handle="nina.cooks", user=UserFactory(email="nina@test.example"))
    video = VideoFactory(creator=nina, posted_at=now - timedelta(days=9))
    accuse(video, VideoFactory(posted_at=now - timedelta(days=30)), at=now - timedelta(days=1))
    for name in ("ana", "bo"):
        UserFactory(email=f"{name}@test.example", superuser=True)
    proof = tmp_path / "raw take.png"
    proof.write_bytes(PNG)
    phone, ana, bo = open_page(viewport=PHONE), open_page(), open_page()
    for window, who in ((phone, "nina"), (ana, "ana"), (bo, "bo")):
        sign_in(window, f"{who}@test.example")

    file_appeal(phone, video_id=video.pk, proof=proof)
    ask(ana, question="Which phone was it?")
    answer(phone, question="Which phone was it?")
    decide(ana, outcome="upheld", reason="Both show one recording.")
    assert scoring.originality(video_ids=[video.pk]) == {video.pk: "not_original"}

    ask_for_second_look(phone)
    ana.goto(f"/admin/core/appeal/{Appeal.objects.latest('pk').pk}/change/")
    expect(ana.get_by_text("You decided the first look")).to_be_visible()
    decide(bo, outcome="overturned", reason="The shadows of your file are the older ones.")

    assert scoring.originality(video_ids=[video.pk]) == {video.pk: "original"}
    phone.goto("/messages/")
    expect(phone.get_by_text("You were right: the judgement is overturned")).to_be_visible()
    phone.goto("/appeals/")
    expect(phone.get_by_text("You were right", exact=True)).to_be_visible()
    look_at(phone)
    phone.goto(f"/appeals/new/originality/{video.pk}/")
    expect(phone.get_by_text("so there is nothing to appeal")).to_be_visible()
    look_at(phone)


def test_without_scripts_it_works_as_well(open_page: Callable[..., Page], tmp_path: Path) -> None:
    now = timezone.now()
    scoring.ensure_default_policies(now=now)
    rewards.ensure_pay_policy(now=now)
    nina = CreatorFactory(handle="nina.cooks", user=UserFactory(email="nina@test.example"))
    video = VideoFactory(creator=nina)
    accuse(video, VideoFactory(), at=now - timedelta(days=1))
    page = open_page(java_script_enabled=False)
    sign_in(page, "nina@test.example")
    page.goto(f"/appeals/new/originality/{video.pk}/")
    page.get_by_label("Another reason").check()
    page.get_by_label("What happened?").fill("It was a commission.")
    page.get_by_role("button", name="Send the appeal").click()
    page.get_by_role("button", name="Withdraw the appeal").click()
    expect(page.get_by_text("You withdrew it on")).to_be_visible()
