"""Sending a clip, watching it being measured, reading what to change, and where viewers leave."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.rendering import render
from rewards import interface as rewards
from scoring import interface as scoring
from scoring.models import QualityFrame
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.journeys.conftest import overflow, serious_problems, sign_in
from tests.journeys.working import until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
EXPORT = b"Second,Retention (%)\n0,100\n1,97\n2,51\n4,48\n"


def test_a_creator_reads_how_a_clip_is_made(
    worker: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    rewards.ensure_pay_policy(now=timezone.now())
    lina = CreatorFactory(handle="lina.cooks", user=UserFactory(email="lina@test.example"))
    video = VideoFactory(creator=lina, caption="Night market", duration_seconds=None)
    clip = tmp_path / "clip.mp4"
    render(FilmPlan(Take("market", 11, seconds=4.0), "untouched"), clip)

    phone = open_page(viewport=PHONE)
    sign_in(phone, "lina@test.example")
    phone.goto(f"/studio/videos/{video.pk}/")
    phone.get_by_role("link", name="Evaluation").click()
    expect(phone.get_by_role("heading", name="We don’t have this video yet")).to_be_visible()
    assert serious_problems(phone) == []
    phone.get_by_role("link", name="Send the file").click()
    phone.get_by_label("Video file").set_input_files(clip)
    phone.get_by_role("button", name="Upload").click()
    phone.goto(f"/studio/videos/{video.pk}/evaluation/")
    kept = QualityFrame.objects.filter(kind=QualityFrame.Kind.STRIP)
    until(phone, kept.exists, what="pictures of the clip")
    phone.reload()

    made = phone.get_by_role("region", name="How it is made")
    expect(made).to_contain_text("of 100")
    advice = phone.get_by_role("region", name="What to change first")
    expect(advice.get_by_role("listitem").first).to_contain_text("aim for")
    expect(phone.get_by_role("img", name="12 pictures spread evenly")).to_be_visible()
    measures = phone.get_by_role("region", name="Every measure")
    measures.locator("summary").last.click()
    expect(measures).to_contain_text("0 hashtags")

    phone.get_by_label("Retention export").set_input_files(
        files={"name": "All.csv", "mimeType": "text/csv", "buffer": EXPORT}
    )
    phone.get_by_role("button", name="Send it").click()
    stay = phone.get_by_role("region", name="Where your viewers leave")
    expect(stay).to_contain_text("46 of 100 viewers leave")
    assert overflow(phone) <= 0
    assert serious_problems(phone) == []

    desk = open_page(java_script_enabled=False)
    sign_in(desk, "lina@test.example")
    desk.goto(f"/studio/videos/{video.pk}/evaluation/")
    desk.get_by_text("The numbers").first.click()
    expect(desk.get_by_role("table").first).to_contain_text("0:03")
    desk.get_by_role("link", name="All your videos").click()
    expect(desk.get_by_role("table")).to_contain_text("Night market")
