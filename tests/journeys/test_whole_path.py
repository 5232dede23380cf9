"""From a file to a fulfilled reward: browser, Celery worker, ledger and admin, all real."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import Creator
from rewards import interface as rewards
from rewards.services import awards
from scoring import interface as scoring
from tests.factories import UserFactory
from tests.journeys.conftest import sign_in
from tests.journeys.working import import_file, succeeded, until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def write_metrics(path: Path) -> None:
    """Write forty videos of one creator, all old enough to be paid."""
    now = timezone.now()
    lines = [
        "video_id,creator_id,creator,views,likes,comments,shares,posted_at,observed_at,caption"
    ]
    for number in range(40):
        posted = now - timedelta(days=15 + number)
        seen = posted + timedelta(days=7)
        counts = f"{1000 + 90 * number},{80 + 7 * number},{5 + number % 9},{3 + number % 5}"
        lines.append(
            f"{6907228749016714000 + number},77,nina.cooks,{counts},"
            f"{posted.isoformat()},{seen.isoformat()},A good evening number {number}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def score_and_award(page: Page) -> None:
    """Ask the worker to score and to post the awards, as its clock does every night."""
    now = timezone.now()
    job_id = scoring.request_scoring(actor=None, now=now)
    until(page, lambda: succeeded(job_id), what="scoring")
    job = awards.request_posting(actor=None, now=now)
    until(page, lambda: succeeded(job.pk), what="awards")


def test_a_file_becomes_points_and_points_become_a_reward(
    worker: Path, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    rewards.ensure_default_items()
    UserFactory(email="desk@test.example", superuser=True)
    nina = UserFactory(email="nina@test.example")
    desk, studio = open_page(), open_page()
    write_metrics(tmp_path / "metrics.csv")

    sign_in(desk, "desk@test.example")
    import_file(desk, tmp_path / "metrics.csv", handle="nina.cooks")
    score_and_award(desk)
    creator = Creator.objects.get(handle="nina.cooks")
    Creator.objects.filter(pk=creator.pk).update(user=nina)
    earned = rewards.balance(creator_id=creator.pk).points
    assert earned >= 200

    sign_in(studio, "nina@test.example")
    studio.goto("/studio/shop/")
    studio.get_by_role("link", name="Get it 30 min").click()
    studio.get_by_role("button", name="Pay 200 points").click()
    expect(studio.get_by_text("Ordered. The points were taken")).to_be_visible()
    order = studio.url
    assert rewards.balance(creator_id=creator.pk).points == earned - 200

    desk.goto("/admin/rewards/redemption/")
    desk.locator("#result_list a[href*='/change/']").first.click()
    desk.get_by_role("link", name="Approve").click()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved, and the creator was told.")).to_be_visible()
    desk.get_by_role("link", name="Fulfil").click()
    desk.get_by_role("button", name="Fulfil").click()
    expect(desk.get_by_text("Done, and the creator was told.")).to_be_visible()

    studio.goto(order)
    expect(studio.get_by_role("main").get_by_text("Done").first).to_be_visible()
    until(studio, lambda: "nina@test.example" in letters_in(worker), what="an e-mail")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM rewards_entry")
        assert cursor.fetchone()[0] == 0


def letters_in(folder: Path) -> str:
    """Return all e-mails written so far."""
    return "".join(path.read_text(errors="replace") for path in folder.iterdir())
