"""Earnings pages: the list, one statement line by line, its files, and who may see them."""

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, Video
from rewards.models import Payout, PayoutEvent, StaffAdjustment, Statement, WeekEstimate
from tests.factories import VideoFactory
from tests.factories.statements import (
    WEEK,
    StatementFactory,
    grade_of,
    video_week,
    write_statement,
)
from tests.integration.portals.scenes import client_of, connected_creator

LABEL = "2025-W19"
PAGE = f"/studio/earnings/{LABEL}/"
FILES = (PAGE, f"{PAGE}print/", f"/studio/earnings/{LABEL}.json")


def text_of(client: Client, address: str) -> str:
    """Return a page as text on one line."""
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def correction(creator: Creator, amount: int, **values: object) -> StaffAdjustment:
    """Store a correction that waits for its statement."""
    number = StaffAdjustment.objects.count()
    fields = {"reason": "A bot's views.", "link": "", "key": f"k{number}"} | values
    row: StaffAdjustment = StaffAdjustment.objects.create(creator=creator, amount=amount, **fields)
    return row


# The list ---------------------------------------------------------------------------------------
def test_without_a_statement_the_page_says_when_the_first_one_comes(signed_in: Client) -> None:
    assert "Your first statement is on its way" in text_of(signed_in, "/studio/earnings/")


def test_the_list_shows_week_sum_and_where_the_money_is(
    creator: Creator, signed_in: Client
) -> None:
    statement = StatementFactory(creator=creator, views=50_000)
    assert statement.payable == 4_200  # 50,000 views at $0.70 are $35.00, and 0.20 for grade A
    text = text_of(signed_in, "/studio/earnings/")
    for words in ("May 5 – 11", LABEL, "$42.00", "In review", "2 lines"):
        assert words in text
    assert "Debt brought in" not in text


def test_the_open_week_stands_on_top_and_is_marked(creator: Creator, signed_in: Client) -> None:
    StatementFactory(creator=creator)
    VideoFactory(creator=creator, views=10_000)  # counted on May 13, in the week that is open
    text = text_of(signed_in, "/studio/earnings/")
    assert text.index("Estimate") < text.index("May 5 – 11")
    assert "$7.00" in text
    StatementFactory(creator=creator, week=WEEK - timedelta(weeks=30))
    assert "Estimate" not in text_of(signed_in, "/studio/earnings/?year=2024")


def test_years_are_chosen_one_at_a_time(creator: Creator, signed_in: Client) -> None:
    StatementFactory(creator=creator, week=WEEK - timedelta(weeks=30))
    StatementFactory(creator=creator, week=WEEK)
    newest = text_of(signed_in, "/studio/earnings/")
    assert LABEL in newest
    assert "2024-W41" not in newest
    for asked in ("2024", "٢٠٢٤", "99999", "x"):
        text = text_of(signed_in, f"/studio/earnings/?year={asked}")
        assert ("2024-W41" in text) == (asked == "2024")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("held", "On hold"),
        ("payable", "Ready to pay"),
    ],
)
def test_each_state_of_a_payout_has_its_words(
    creator: Creator, signed_in: Client, state: str, words: str
) -> None:
    statement = StatementFactory(creator=creator)
    payout = Payout.objects.get(statement=statement)
    PayoutEvent.objects.create(payout=payout, state=state, reason="We look at it.")
    Payout.objects.filter(pk=payout.pk).update(state=state)
    assert words in text_of(signed_in, "/studio/earnings/")
    page = text_of(signed_in, PAGE)
    assert words in page
    assert "We look at it." in page


# One statement ----------------------------------------------------------------------------------
def test_a_statement_shows_every_line_with_its_sum_and_inputs(
    creator: Creator, signed_in: Client
) -> None:
    video = VideoFactory(creator=creator, caption="Night market #food")
    StatementFactory(video=video, views=50_000)
    text = text_of(signed_in, PAGE)
    assert "You earned $42.00." in text
    assert "50,000 views × $0.70 per 1,000 = $35.00" in text
    assert "$35.00 × 0.20 = $7.00" in text
    assert "Your video is original, so you keep all of it." in text
    assert "Night market" in text
    assert f"/studio/videos/{video.pk}/" in text
    assert "Rate per 1,000 views" in text


def test_a_debt_is_shown_where_it_comes_from_and_where_it_goes(
    creator: Creator, signed_in: Client
) -> None:
    before = WEEK - timedelta(weeks=1)
    write_statement(creator, week=before, adjustments=[correction(creator, -10_000)])
    StatementFactory(creator=creator, week=WEEK, views=50_000)
    first = text_of(signed_in, "/studio/earnings/2025-W18/")
    assert "Corrections took $100.00 more than the week earned." in first
    assert "Debt carried on to the next weeks" in first
    assert "Nothing to pay" in first
    assert "A bot&#x27;s views." in first
    second = text_of(signed_in, PAGE)
    assert "Debt brought in from before" in second
    assert "−$58.00" in second
    listed = text_of(signed_in, "/studio/earnings/")
    assert "Debt brought in" in listed
    assert "Corrections took $58.00 more than you had earned." in listed


def test_what_changed_since_the_estimate_is_told_video_by_video(
    creator: Creator, signed_in: Client
) -> None:
    video = VideoFactory(creator=creator, caption="Night market #food")
    line = {"video": video.pk, "cause": f"views:{LABEL}", "amount": 3_100, "views": 44_000}
    WeekEstimate.objects.create(creator=creator, week=WEEK, low=3_100, high=3_100, lines=[line])
    StatementFactory(video=video, views=50_000)
    text = text_of(signed_in, PAGE)
    assert "$31.00 was sure. It closed $11.00 higher." in text
    assert "6,000 more views were counted before the week closed. It got grade A." in text
    assert "+$11.00" in text


def test_without_a_kept_estimate_nothing_is_compared(creator: Creator, signed_in: Client) -> None:
    StatementFactory(creator=creator)
    assert "What changed since the estimate" not in text_of(signed_in, PAGE)


def test_a_link_of_staff_leads_somewhere_only_where_it_is_safe(
    creator: Creator, signed_in: Client
) -> None:
    rows = [
        correction(creator, 100, link="https://help.example/7"),
        correction(creator, 200, link="javascript:alert(1)"),
    ]
    write_statement(creator, adjustments=rows)
    text = text_of(signed_in, PAGE)
    assert 'href="https://help.example/7"' in text
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_a_long_statement_is_read_in_pages_the_largest_first(
    creator: Creator, signed_in: Client
) -> None:
    weeks = [
        video_week(
            VideoFactory(creator=creator, caption=f"Evening {n:03}"),
            week=WEEK,
            views=10_000 + 1_000 * n,
            grade=grade_of("A"),
            originality="original",
        )
        for n in range(100)
    ]
    write_statement(creator, videos=weeks)
    first, last = text_of(signed_in, PAGE), text_of(signed_in, f"{PAGE}?page=3")
    assert "Page 1 of 3" in first
    assert first.index("Evening 099") < first.index("Evening 098")
    assert "Evening 000" not in first
    assert "Evening 000" in last
    assert text_of(signed_in, f"{PAGE}?page=77").count("Page 3 of 3") == 1
    printed = text_of(signed_in, f"{PAGE}print/")
    assert "Evening 000" in printed
    assert "Evening 099" in printed


def test_a_statement_outlives_the_words_of_its_videos(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, caption="Secret words")
    StatementFactory(video=video)
    Video.objects.filter(pk=video.pk).update(caption="")
    for address in FILES:
        assert "Secret words" not in text_of(signed_in, address)


# Files ------------------------------------------------------------------------------------------
def test_the_file_holds_the_signed_bytes_and_no_names(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, caption="Night market #food")
    statement = StatementFactory(video=video)
    response = signed_in.get(f"/studio/earnings/{LABEL}.json")
    assert response["Content-Disposition"] == f'attachment; filename="statement-{LABEL}.json"'
    assert response["Content-Type"] == "application/json"
    assert bytes(Statement.objects.get(pk=statement.pk).body) in response.content
    envelope = json.loads(response.content)
    assert set(envelope) == {"statement", "sha256", "signature", "public_key", "key_fingerprint"}
    assert envelope["statement"]["creator"] == str(creator.pk)
    for name in (b"Night market", creator.handle.encode(), creator.display_name.encode()):
        assert name not in response.content


def test_the_csv_has_every_line_and_no_formula(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, caption='=HYPERLINK("http://evil.example")')
    StatementFactory(video=video, week=WEEK - timedelta(weeks=30), views=20_000)
    adjustments = [correction(creator, -50, reason="+1 for the platform")]
    write_statement(creator, week=WEEK, adjustments=adjustments)
    response = signed_in.get("/studio/earnings.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row["week"] for row in rows] == ["2024-W41", "2024-W41", LABEL]
    assert [row["amount"] for row in rows] == ["14.00", "2.80", "-0.50"]
    assert rows[0]["caption"].startswith("'=HYPERLINK")
    assert rows[2]["why"] == "'+1 for the platform"
    assert rows[1]["grade"] == "A"
    of_year = b"".join(signed_in.get("/studio/earnings.csv?year=2025")).decode("utf-8-sig")
    assert of_year.count("\n") == 2


def test_the_paper_says_what_the_page_says(creator: Creator, signed_in: Client) -> None:
    statement = StatementFactory(creator=creator)
    text = text_of(signed_in, f"{PAGE}print/")
    for words in ("Earnings statement", "Lina Night", "$42.00", statement.sha256, "pay-1"):
        assert words in text


# Access -----------------------------------------------------------------------------------------
def test_others_statements_and_weeks_without_one_do_not_exist(
    creator: Creator, signed_in: Client
) -> None:
    StatementFactory(creator=connected_creator())
    for address in (*FILES, "/studio/earnings/2025-W54/", "/studio/earnings/0000-W01/"):
        assert signed_in.get(address).status_code == 404
    StatementFactory(creator=creator)
    for address in FILES:
        assert signed_in.get(address).status_code == 200
        assert Client().get(address).status_code == 302


def test_what_was_downloaded_passes_the_stand_alone_verifier(
    creator: Creator, tmp_path: Path
) -> None:
    client = client_of(creator)
    StatementFactory(creator=creator, week=WEEK - timedelta(weeks=1))
    StatementFactory(creator=creator)
    files = []
    for label in ("2025-W18", LABEL):
        path = tmp_path / f"statement-{label}.json"
        path.write_bytes(client.get(f"/studio/earnings/{label}.json").content)
        files.append(str(path))
    policies = tmp_path / "policies.json"
    policies.write_bytes(b"".join(client.get("/studio/earnings/policies.json")))
    script = Path(__file__).resolve().parents[3] / "docs" / "verify" / "verify_statement.py"
    done = subprocess.run(
        [sys.executable, str(script), *files, "--policies", str(policies)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All agree: 2 statement" in done.stdout


def test_the_review_that_is_over_says_so(creator: Creator, signed_in: Client) -> None:
    StatementFactory(creator=creator)
    payout = Payout.objects.get()
    assert payout.payable_from < timezone.now()
    assert "about to end" in text_of(signed_in, "/studio/earnings/")
