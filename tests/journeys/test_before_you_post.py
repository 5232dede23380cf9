"""Before posting: send a clip, watch a real worker at it, read the report, mend the caption."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.rendering import render
from rewards import interface as rewards
from scoring import interface as scoring
from scoring.models import Submission
from tests.factories import CreatorFactory, UserFactory
from tests.journeys.conftest import overflow, serious_problems, sign_in
from tests.journeys.working import PATIENCE_SECONDS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
PATIENTLY = PATIENCE_SECONDS * 1_000
WATCHED = """() => {
    window.seen = [];
    const note = () => {
        const words = document.querySelector('#report [role=status]')?.textContent;
        if (words && window.seen.at(-1) !== words) window.seen.push(words);
    };
    note();
    new MutationObserver(note).observe(document.body, {childList: true, subtree: true});
}"""


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "market.mp4"
    render(FilmPlan(Take("market", 77, seconds=4.0)), path)
    return path


def test_a_clip_from_its_upload_to_its_report(
    worker: Path, open_page: Callable[..., Page], clip: Path
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    rewards.ensure_pay_policy(now=timezone.now())
    CreatorFactory(
        handle="lina.cooks", country="", niche="food", user=UserFactory(email="lina@test.example")
    )

    phone = open_page(viewport=PHONE)
    sign_in(phone, "lina@test.example")
    phone.goto("/studio/drafts/")
    assert serious_problems(phone) == []
    phone.get_by_label("Video file").set_input_files(clip)
    phone.get_by_label("Caption").first.fill("LOOK LOOK LOOK")
    phone.get_by_role("button", name="Upload").click()
    phone.wait_for_url(re.compile(r"/studio/drafts/[0-9a-f-]{36}/$"))

    # Nobody reloads: the page itself follows the worker, stage by stage.
    phone.evaluate(WATCHED)
    report = phone.locator("#report")
    done = report.get_by_text("Your report is ready.")
    expect(done).to_be_attached(timeout=PATIENTLY)
    seen = phone.evaluate("window.seen")
    assert any("of 4 done" in words for words in seen[:-1]), seen
    assert seen[-1] == "Your report is ready."
    for stage in ("Received", "Looked at and listened to", "Compared with the library", "Rated"):
        row = report.get_by_role("listitem").filter(has_text=stage).first
        expect(row).to_contain_text(re.compile(r"minute|now"))

    expect(phone.get_by_role("region", name="How it is made")).to_contain_text("Picture")
    feedback = phone.get_by_role("region", name="What to change first")
    expect(feedback).to_contain_text("360 px on the short side")
    expect(phone.get_by_role("region", name="Originality")).to_contain_text(
        "Nothing we know is like it"
    )
    expect(phone.get_by_role("region", name="What the rules ask")).to_contain_text("0:04 long")
    outlook = phone.get_by_role("region", name="What it could earn")
    expect(outlook).to_contain_text("10,000 views × $0.45 per 1,000 = $4.50")
    expect(outlook).to_contain_text("$4.50 × 0.20 = $0.90")
    assert overflow(phone) <= 0
    assert serious_problems(phone) == []

    words = phone.get_by_role("region", name="What you would post with it")
    words.get_by_label("Caption").fill(
        "A night market after the rain, and what we ate there. #food #market"
    )
    words.get_by_role("button", name="Keep and rate anew").click()
    expect(words).to_contain_text(re.compile(r"rating went from \d+ to \d+ of 100"))
    expect(phone.get_by_role("region", name="How it is made")).to_contain_text("Caption")
    assert serious_problems(phone) == []

    phone.get_by_role("button", name="Delete now").click()
    phone.wait_for_url("**/studio/drafts/")
    expect(phone.get_by_text("No clips here")).to_be_visible()
    kept = Submission.objects.get()
    assert (kept.state, kept.caption, bool(kept.file)) == ("withdrawn", "", False)
