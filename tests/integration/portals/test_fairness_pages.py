"""The fairness report: who may read it, what it says, and that its export names nobody."""

import csv
import html
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from creatorspark.core.services import accounts
from creatorspark.lib.periods import week_end
from rewards import interface as rewards
from rewards.models import FairnessReport
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.rewards.weeks import MONDAY, WEEK, close, observed

pytestmark = pytest.mark.django_db
FEW = 4


@pytest.fixture
def weeks():
    """Two closed weeks of 64 creators; videos of the large ones do badly."""
    posted = week_end(MONDAY) - timedelta(days=8)
    for number in range(64):
        large = number % 2
        creator = CreatorFactory(
            follower_count=500_000 if large else 5_000,
            niche="cooking" if number < 60 else "rare",
            country="US",
        )
        video = VideoFactory(creator=creator, posted_at=posted, snapshots=0, duration_seconds=20)
        share = (number // 2) / (90 if large else 32)
        for views, at in ((40_000, MONDAY), (50_000, MONDAY + WEEK)):
            likes = int(views * (0.02 + 0.1 * share))
            observed(video, views, at=week_end(at) - timedelta(hours=20), likes=likes)
    scoring.ensure_default_policies(now=week_end(MONDAY))
    scoring.grade_everything(now=week_end(MONDAY))
    close()
    close(MONDAY + WEEK)
    rewards.report_fairness(now=week_end(MONDAY + WEEK))


@pytest.fixture
def auditor():
    person = UserFactory()
    accounts.set_auditor(
        person, auditor=True, actor=UserFactory(superuser=True), now=timezone.now()
    )
    person.refresh_from_db()
    return person


ADDRESS = "/learn/fairness/"


class TestReport:
    def test_it_says_what_stands_out_and_hides_the_few(self, client, auditor, weeks):
        client.force_login(auditor)
        page = client.get(ADDRESS).content.decode()
        assert "Of 64 graded videos by 64 creators" in page
        assert "“100 K–1 M” got a bonus" in html.unescape(page)
        assert "rare" not in page
        assert "29 CFR 1607.4" in page
        assert 'href="/learn/fairness/2025-W19/"' in page
        assert 'href="/learn/fairness/outcomes.csv"' in page

    def test_each_week_has_its_own(self, client, auditor, weeks):
        client.force_login(auditor)
        assert "Week from 5 May 2025" in client.get(f"{ADDRESS}2025-W19/").content.decode()
        assert client.get(f"{ADDRESS}2025-W18/").status_code == 404
        assert client.get(f"{ADDRESS}2025-W77/").status_code == 404

    def test_reports_are_worked_out_again_until_weeks_settle(self, weeks, settings):
        kept = FairnessReport.objects.get(week=MONDAY)
        later = timezone.now()
        assert rewards.report_fairness(now=later) == [MONDAY + WEEK, MONDAY]
        kept.refresh_from_db()
        assert kept.computed_at == later
        assert FairnessReport.objects.count() == 2

    def test_settled_weeks_keep_their_report(self, weeks, monkeypatch):
        monkeypatch.setattr("rewards.services.fairness.UNSETTLED_WEEKS", 1)
        assert rewards.report_fairness(now=timezone.now()) == [MONDAY + WEEK]

    def test_before_the_first_report_the_page_says_when(self, client, auditor):
        client.force_login(auditor)
        assert "No report yet" in client.get(ADDRESS).content.decode()

    def test_a_handful_of_people_is_told_nothing_about(self, client, auditor):
        for _ in range(FEW):
            creator = CreatorFactory()
            video = VideoFactory(
                creator=creator, posted_at=week_end(MONDAY) - timedelta(days=8), snapshots=0
            )
            observed(video, 9_000, at=week_end(MONDAY) - timedelta(hours=20))
        close()
        rewards.report_fairness(now=week_end(MONDAY))
        client.force_login(auditor)
        page = client.get(ADDRESS).content.decode()
        assert "Too few people to tell" in page
        assert "graded videos by" not in page
        assert client.get(f"{ADDRESS}outcomes.csv").getvalue().count(b"\r\n") == 1

    def test_queries_do_not_grow_with_weeks(
        self, client, auditor, weeks, django_assert_max_num_queries
    ):
        client.force_login(auditor)
        with django_assert_max_num_queries(6):
            client.get(ADDRESS)


class TestDoors:
    PAGES = (ADDRESS, f"{ADDRESS}2025-W19/", f"{ADDRESS}rules/", f"{ADDRESS}outcomes.csv")

    def test_staff_and_auditors_read(self, client, auditor, weeks):
        for reader in (auditor, UserFactory(staff=True)):
            client.force_login(reader)
            for page in self.PAGES:
                answer = client.get(page)
                assert answer.status_code == 200, page
                assert answer.getvalue() if answer.streaming else answer.content

    def test_others_do_not(self, client, weeks):
        for page in self.PAGES:
            assert client.get(page).status_code == 302, page
        for reader in (UserFactory(), UserFactory(brand=True)):
            client.force_login(reader)
            for page in self.PAGES:
                assert client.get(page).status_code == 403, page

    def test_the_operator_may_open_the_report_but_never_the_export(self, client, weeks, settings):
        settings.FAIRNESS_REPORT_PUBLIC = True
        for page in self.PAGES[:3]:
            assert client.get(page).status_code == 200
        assert ADDRESS in client.get("/").content.decode()
        assert "outcomes.csv" not in client.get(ADDRESS).content.decode()
        assert client.get(self.PAGES[3]).status_code == 302

    def test_nothing_is_written_there(self, client, auditor):
        for reader, refusal in ((auditor, 403), (UserFactory(staff=True), 405)):
            client.force_login(reader)
            for page in self.PAGES:
                assert client.post(page).status_code == refusal, page


class TestExport:
    def rows(self, client, reader):
        client.force_login(reader)
        answer = client.get(f"{ADDRESS}outcomes.csv")
        assert answer.streaming
        return list(csv.DictReader(StringIO(answer.getvalue().decode())))

    def test_every_row_stands_for_ten_creators_and_tells_the_threshold(
        self, client, auditor, weeks
    ):
        rows = self.rows(client, auditor)
        assert rows
        assert all(int(row["creators"]) >= 10 for row in rows)
        names = set(rows[0])
        assert not names & {"id", "creator", "video", "handle", "statement"}
        assert "rare" not in {row["niche"] for row in rows}
        assert {row["week"] for row in rows} == {"2025-W19", "2025-W20"}
        cut_offs = {row["letter"]: row["cut_off"] for row in rows}
        assert {cut_offs[letter] for letter in cut_offs} <= {"0.8", "0.6", "0.4", "0.2", "0"}
        rates = {(row["letter"], row["bonus_rate"]) for row in rows if row["letter"] == "A"}
        assert rates <= {("A", "0.10")}
        assert sum(int(row["lines"]) for row in rows) <= 128
