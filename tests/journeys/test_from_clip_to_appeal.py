"""One creator's whole way: a clip, its score, a bonus, earnings, an alert, and an appeal."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import Appeal, Creator, Video
from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.rendering import render
from fraud import interface as fraud
from fraud.models import Alert
from rewards.models import EarningsLine
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.statements import pay_rules
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in
from tests.journeys.test_earnings import close_the_week, write_metrics
from tests.journeys.working import import_file, succeeded, until, until_found

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PEOPLE = 400


def send_the_clip(phone: Page, video: Video, clip: Path) -> None:
    """Upload the file; the worker measures it and judges it original."""
    phone.goto(f"/studio/videos/{video.pk}/file/")
    phone.get_by_label("Video file").set_input_files(clip)
    phone.get_by_role("button", name="Upload").click()
    phone.goto(f"/studio/videos/{video.pk}/")
    until(
        phone,
        lambda: scoring.originality(video_ids=[video.pk]).get(video.pk) == "original",
        what="a verdict",
    )


def score_and_grade(desk: Page) -> None:
    """Ask the worker for points and grades, as its clock does every night."""
    now = timezone.now()
    scored = scoring.request_scoring(actor=None, now=now)
    until(desk, lambda: succeeded(scored), what="scores")
    graded = scoring.request_grading(actor=None, now=now)
    until(desk, lambda: succeeded(graded), what="grades")


def let_a_shop_deliver(creator: Creator, video: Video) -> None:
    """Write what people did in the last weeks, and a burst of bought views on this video."""
    now = timezone.now()
    others = list(creator.videos.exclude(pk=video.pk).order_by("pk")[:3])
    parts = [_part(creator, [video, *others], "bought views")]
    for plain in CreatorFactory.create_batch(4):
        posted = [now - timedelta(days=days) for days in (20, 14, 9)]
        parts.append(
            _part(plain, [VideoFactory(creator=plain, posted_at=at) for at in posted], "plain")
        )
    fraud.make_up_events(parts, seed=7, people=PEOPLE, now=now)


def _part(creator: Creator, videos: list[Video], story: str) -> fraud.MadeUpPart:
    named = [(one.pk, one.posted_at) for one in videos]
    return fraud.MadeUpPart(creator_id=creator.pk, videos=named, story=story)


def wait_for_the_alert(phone: Page, video: Video) -> Alert:
    """The worker sums the hours and finds the burst."""
    cases = Alert.objects.filter(video=video, tier=Alert.Tier.CASE)
    until_found(phone, cases.exists, what="an alert")
    return cases.get()


def read_the_bonus(phone: Page) -> None:
    """Open the newest statement down to its bonus."""
    phone.goto("/studio/earnings/")
    phone.get_by_role("main").get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(phone.get_by_text("You earned $")).to_be_visible()
    expect(phone.get_by_text("Bonus for grade A").first).to_be_attached()


def appeal(phone: Page, video: Video, alert: Alert) -> None:
    """From the video's page to the report, and from there to a filed appeal."""
    phone.goto(f"/studio/videos/{video.pk}/")
    phone.get_by_role("main").get_by_role("link", name="Read why").first.click()
    phone.wait_for_url(f"**/studio/alerts/{alert.pk}/")
    assert serious_problems(phone) == []
    assert overflow(phone) <= 0
    phone.get_by_role("main").get_by_role("link", name="Tell us what happened").click()
    phone.get_by_label("Others did this to me").check()
    phone.get_by_label("What happened?").fill("I did not buy any views.")
    phone.get_by_role("button", name="Send the appeal").click()
    expect(phone.get_by_text("We have your appeal. A person reads it.")).to_be_visible()


def test_a_clip_is_scored_paid_questioned_and_appealed(
    worker: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    pay_rules()
    UserFactory(email="desk@test.example", superuser=True)
    nina = UserFactory(email="nina@test.example")
    clip = tmp_path / "clip.mp4"
    render(FilmPlan(Take("market", 11, seconds=4.0), "untouched"), clip)
    write_metrics(tmp_path / "metrics.csv")
    desk, phone = open_page(), open_page(viewport=PHONE)

    sign_in(desk, "desk@test.example")
    import_file(desk, tmp_path / "metrics.csv", handle="nina.cooks")
    creator = Creator.objects.get(handle="nina.cooks")
    Creator.objects.filter(pk=creator.pk).update(user=nina)
    video = creator.videos.order_by("pk").first()
    assert video is not None
    sign_in(phone, "nina@test.example")
    send_the_clip(phone, video, clip)
    score_and_grade(desk)
    close_the_week(desk)
    assert EarningsLine.objects.filter(video=video, kind="bonus", amount__gt=0).exists()
    read_the_bonus(phone)

    let_a_shop_deliver(creator, video)
    alert = wait_for_the_alert(phone, video)
    appeal(phone, video, alert)
    assert Appeal.objects.get().subject_id == str(alert.pk)
