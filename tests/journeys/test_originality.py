"""Posting somebody else's clip, mirrored and cropped: the page shows where, and the way on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.rendering import render
from rewards import interface as rewards
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.journeys.conftest import overflow, serious_problems, sign_in
from tests.journeys.working import until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TAKE = Take("market", 11, seconds=4.0)


def film(folder: Path, edit: str) -> Path:
    path = folder / f"{edit}.mp4"
    render(FilmPlan(TAKE, edit), path)
    return path


def test_an_edited_copy_is_shown_beside_its_original(
    worker: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    rewards.ensure_pay_policy(now=timezone.now())
    lina = CreatorFactory(handle="lina.cooks", user=UserFactory(email="lina@test.example"))
    rico = CreatorFactory(handle="rico.clips", user=UserFactory(email="rico@test.example"))
    original = VideoFactory(creator=lina, caption="Night market", duration_seconds=None)
    scoring.send_file(
        ContentFile(film(tmp_path, "untouched").read_bytes()),
        name="a.mp4",
        actor=lina.user,
        video_id=original.pk,
        now=timezone.now(),
    )
    copy = VideoFactory(
        creator=rico, caption="Wait for it", duration_seconds=None, posted_at=timezone.now()
    )

    phone = open_page(viewport=PHONE)
    sign_in(phone, "rico@test.example")
    phone.goto(f"/studio/videos/{copy.pk}/")
    section = phone.get_by_role("region", name="Originality")
    section.get_by_role("link", name="Send the file").click()
    phone.get_by_label("Video file").set_input_files(film(tmp_path, "mirrored"))
    phone.get_by_role("button", name="Upload").click()
    phone.goto(f"/studio/videos/{copy.pk}/")
    # The words stand as soon as the match does; its pictures are cut out after that, one by one.
    until(phone, lambda: section.get_by_role("slider").count(), what="pictures of the match")

    expect(section).to_contain_text("match @lina.cooks’s video of")
    expect(section).to_contain_text("mirrored and cropped. Theirs came first.")
    slider = section.get_by_role("slider").first
    slider.focus()
    phone.keyboard.press("ArrowRight")
    assert slider.input_value() == "51"
    picture = section.get_by_role("img", name="Your video at").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 300
    assert overflow(phone) <= 0
    assert serious_problems(phone) == []

    section.get_by_role("link", name="Ask a person to look").click()
    phone.wait_for_url(f"**/appeals/new/originality/{copy.pk}/")

    desk = open_page()
    sign_in(desk, "lina@test.example")
    desk.goto(f"/studio/videos/{original.pk}/")
    expect(desk.get_by_role("region", name="Originality")).to_contain_text(
        "Others who posted your video"
    )
    assert serious_problems(desk) == []
