"""From a file to money in the bank: import, grade, close, read, download, check, pay."""

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator
from creatorspark.lib.periods import WEEK, monday_of, week_label, week_start
from rewards import interface as rewards
from rewards.models import Payout, WeekClose
from rewards.services.payouts import batches, exchange, settling
from rewards.services.payouts.bank_stub import BankStub
from rewards.services.payouts.folder import BankFolder
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.statements import WEEK as CLOSED
from tests.factories.statements import grade_of, pay_rules, video_week, write_statement
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in
from tests.journeys.working import import_file, succeeded, until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

VIDEOS = 30
IBAN = "DE89 3704 0044 0532 0130 00"


def write_metrics(path: Path) -> str:
    """Write videos that reached scoring age in the week that just ended; return that week."""
    start = week_start(monday_of(timezone.now())) - WEEK
    lines = [
        "video_id,creator_id,creator,views,likes,comments,shares,posted_at,observed_at,caption"
    ]
    for number in range(VIDEOS):
        seen = start + timedelta(hours=1 + number)
        posted = seen - timedelta(days=7)
        counts = f"{40_000 + 900 * number},{7_000 + 40 * number},{50 + number},{30 + number}"
        lines.append(
            f"{6907228749016714000 + number},77,nina.cooks,{counts},"
            f"{posted.isoformat()},{seen.isoformat()},A good evening number {number}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return week_label(start.date())


def close_the_week(desk: Page) -> None:
    """Ask for it in the admin, as a person does who can't wait for the clock."""
    desk.goto("/admin/rewards/weekclose/")
    desk.get_by_role("link", name="Close what is due now").click()
    desk.get_by_role("button", name="Close what is due now").click()
    expect(desk.get_by_text("Queued. A worker closes the weeks")).to_be_visible()
    until(desk, lambda: WeekClose.objects.exclude(closed_at=None).exists(), what="closing")


def download(page: Page, name: str, folder: Path) -> Path:
    """Follow a link that downloads a file; return the file under the name that it asks for."""
    with page.expect_download() as waiting:
        page.get_by_role("main").get_by_role("link", name=name).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def verify(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run what the page says, with our Python, where the downloads are."""
    program, *arguments = shlex.split(command)
    assert program == "python3"
    return subprocess.run(
        [sys.executable, "-I", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def change_a_digit(file: Path) -> None:
    """Add a cent to the first line."""
    envelope = json.loads(file.read_text())
    envelope["statement"]["lines"][0]["amount"] += 1
    file.write_text(json.dumps(envelope))


def pay(creator: Creator, folder: Path) -> None:
    """End the review, send the money, and let the bank say that it was paid."""
    now = timezone.now()
    rewards.set_bank_account(
        creator_id=creator.pk, holder="Nina Cook", iban=IBAN, actor=None, now=now
    )
    settling.settle_due(JobProgress(None), now=now + timedelta(days=8))
    (batch,) = batches.build_batch(key="journey", actor=None, now=now + timedelta(days=8))
    assert batch.payouts == 1
    exchange.exchange(JobProgress(None), now=now + timedelta(days=8))
    assert BankStub(BankFolder(folder)).run(now=now + timedelta(days=9)).paid == 1
    exchange.exchange(JobProgress(None), now=now + timedelta(days=9))


def test_a_file_becomes_a_signed_statement_and_money_in_the_bank(
    worker: Path, open_page: Callable[..., Page], tmp_path: Path, settings: Any
) -> None:
    settings.BANK_FOLDER = str(tmp_path / "bank")
    scoring.ensure_default_policies(now=timezone.now())
    pay_rules()
    UserFactory(email="desk@test.example", superuser=True)
    nina = UserFactory(email="nina@test.example")
    desk, studio = open_page(), open_page(accept_downloads=True)
    label = write_metrics(tmp_path / "metrics.csv")

    sign_in(desk, "desk@test.example")
    import_file(desk, tmp_path / "metrics.csv", handle="nina.cooks")
    graded = scoring.request_grading(actor=None, now=timezone.now())
    until(desk, lambda: succeeded(graded), what="grades")
    creator = Creator.objects.get(handle="nina.cooks")
    Creator.objects.filter(pk=creator.pk).update(user=nina)
    close_the_week(desk)

    sign_in(studio, "nina@test.example")
    studio.goto("/studio/")
    studio.get_by_role("navigation", name="Main").get_by_role("link", name="Earnings").click()
    expect(studio.get_by_text("In review").first).to_be_visible()
    studio.get_by_role("row").filter(has_text=label).get_by_role("link").click()
    expect(studio.get_by_text("You earned $")).to_be_visible()
    group = studio.locator("details.group").first
    line = group.locator("details.line").first
    expect(line.get_by_text("per 1,000 =")).to_be_visible()
    line.locator("summary").click()
    expect(line.get_by_text("Views that are paid")).to_be_visible()
    assert serious_problems(studio) == []

    statement = download(studio, "Download JSON", tmp_path)
    assert statement.name == f"statement-{label}.json"
    download(studio, "policies.json", tmp_path)
    download(studio, "verify_statement.py", tmp_path)
    command = studio.locator("#command").inner_text()
    agreed = verify(command, tmp_path)
    assert agreed.returncode == 0, agreed.stdout + agreed.stderr
    assert "All agree" in agreed.stdout
    change_a_digit(statement)
    refused = verify(command, tmp_path)
    assert refused.returncode == 1
    assert "Does not agree" in refused.stdout

    pay(creator, tmp_path / "bank")
    studio.reload()
    expect(studio.get_by_text("Your bank has it since")).to_be_visible()
    assert Payout.objects.get().state == "paid"
    steps = studio.locator(".timeline li strong").all_inner_texts()
    assert steps == ["In review", "Ready to pay", "Sent to your bank", "Paid"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM rewards_entry")
        assert cursor.fetchone()[0] == 0


def test_a_statement_on_a_phone_in_the_dark_and_on_paper(
    open_page: Callable[..., Page],
) -> None:
    scoring.ensure_default_policies(now=timezone.now())
    nina = UserFactory(email="nina@test.example")
    creator = CreatorFactory(user=nina)
    weeks = [
        video_week(
            VideoFactory(creator=creator, caption=f"A rather long caption, number {n} #market"),
            week=CLOSED,
            views=9_000 + n,
            grade=grade_of("A"),
            originality="pending",
        )
        for n in range(100)
    ]
    statement = write_statement(creator, week=CLOSED, videos=weeks)
    assert statement.line_count == 200
    label = week_label(CLOSED)
    phone = open_page(viewport=PHONE, color_scheme="dark")
    sign_in(phone, "nina@test.example")
    for address in ("/studio/earnings/", f"/studio/earnings/{label}/"):
        phone.goto(address)
        assert overflow(phone) <= 0
        assert serious_problems(phone) == []
    closed = phone.locator("details.group:not([open])")
    closed.first.locator("summary").first.click()
    expect(
        phone.locator("details.group[open]").nth(1).get_by_text("Bonus for grade A")
    ).to_be_visible()
    phone.get_by_role("link", name="Next").click()
    expect(phone.get_by_text("Page 2 of 3")).to_be_visible()
    phone.goto(f"/studio/earnings/{label}/print/")
    phone.emulate_media(media="print")
    assert phone.locator(".sheet__lines tbody tr").count() == 200
    expect(phone.get_by_role("button", name="Print")).to_be_hidden()
    assert overflow(phone) <= 0
