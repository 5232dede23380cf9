"""Quarters are published once they are over, for everybody, and stay as they were published."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from creatorspark.lib.calendar_periods import Length
from creatorspark.lib.canonical import sha256_of
from creatorspark.portals.transparency import publishing
from creatorspark.portals.transparency.api import TransparencySerializer
from fraud import interface as fraud
from fraud.models import PeriodFigures
from fraud.services.alerts import resolve
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 7, 10, 12, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def busy_quarter() -> None:
    """Eight cases of eight creators: six were fine, two stood."""
    person = UserFactory(superuser=True)
    for number in range(8):
        creator = CreatorFactory(user=UserFactory(), country="DE", created_at=JULY)
        alert = held_alert(creator, video=VideoFactory(creator=creator), at=JULY)
        outcome = "cleared" if number < 6 else "upheld"
        resolve(alert, outcome=outcome, reason="Seen.", actor=person, now=JULY + 20 * HOUR)


def test_before_the_first_quarter_the_page_says_when(client: Client):
    told = client.get("/transparency/")
    assert told.status_code == 200
    assert "The first figures come soon" in told.content.decode()
    assert client.get("/transparency/2026-Q3/").status_code == 404
    assert client.get("/transparency/2026-Q3.json").status_code == 404


def test_a_quarter_is_published_once_it_is_over(client: Client, busy_quarter):
    assert publishing.publish_due(now=OCTOBER - 2 * HOUR * 12) == ["2026-07", "2026-08"]
    assert publishing.publish_due(now=OCTOBER) == ["2026-09", "2026-Q3"]
    assert publishing.publish_due(now=OCTOBER) == []
    page = client.get("/transparency/").content.decode()
    assert "8 holds were placed, with 8 creators" in page
    assert "2026-Q3" in page
    told = client.get("/transparency/2026-Q3.json").json()
    assert told["counts"]["holds"] == 8
    # Two that stood would follow from six that fell and eight in all.
    assert (told["counts"]["decided"], told["counts"]["fell"]) != (8, 6)
    assert told["counts"]["stood"] is None
    (kept,) = fraud.kept_periods(length=Length.QUARTER)
    assert kept.sha256 == sha256_of(told)
    assert kept.figures["protection"]["decided"]["total"]["upheld"] == 2


def test_an_axis_is_drawn_only_where_a_share_can_be_told(client: Client, busy_quarter):
    publishing.publish_due(now=OCTOBER)
    page = client.get("/transparency/").content.decode()
    assert "intervals__line" not in page
    assert "intervals__axis" not in page
    assert "Of no group the share can be told" in page


def test_what_is_published_stays(client: Client, busy_quarter):
    publishing.publish_due(now=OCTOBER)
    before = client.get("/transparency/2026-Q3.json").content
    late = CreatorFactory(user=UserFactory(), created_at=JULY)
    held_alert(late, video=VideoFactory(creator=late), at=JULY)
    publishing.publish_due(now=OCTOBER + 24 * HOUR)
    assert client.get("/transparency/2026-Q3.json").content == before
    assert PeriodFigures.objects.filter(length="quarter").count() == 1


def test_the_table_says_what_is_hidden(client: Client, busy_quarter):
    publishing.publish_due(now=OCTOBER)
    for address in ("/transparency/2026-Q3.csv", "/transparency/all.csv"):
        text = client.get(address).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        values = {(row["table"], row["group"], row["figure"]): row["value"] for row in rows}
        assert values["counts", "", "stood"] == "hidden"
        assert values["counts", "", "holds"] == "8"


def test_it_is_read_over_the_api(client: Client, busy_quarter):
    publishing.publish_due(now=OCTOBER)
    (listed,) = client.get("/api/v1/transparency/").json()["results"]
    assert listed["period"] == "2026-Q3"
    told = client.get("/api/v1/transparency/2026-Q3/")
    assert told.status_code == 200
    assert sha256_of(told.json()) == listed["sha256"]
    unknown = client.get("/api/v1/transparency/2026-Q2/")
    assert unknown.status_code == 404
    assert unknown.headers["Content-Type"] == "application/problem+json"
    described = set(TransparencySerializer().fields)
    assert described == set(told.json())


def test_staff_read_exact_figures_up_to_now(busy_quarter):
    publishing.publish_due(now=OCTOBER)
    cache.clear()
    staff = Client()
    staff.force_login(UserFactory(superuser=True))
    over = staff.get("/admin/figures/?period=2026-Q3").content.decode()
    assert "Many views, hardly a like (VIEWS_WITHOUT_LIKES)" in over
    assert "6 of 8" in over
    assert staff.get("/admin/figures/?period=2026-08").status_code == 200
    assert staff.get("/admin/figures/").status_code == 200
    for nothing in ("2019-Q1", "soon"):
        assert staff.get(f"/admin/figures/?period={nothing}").status_code == 404


def test_exact_figures_are_for_staff_only(client: Client):
    assert client.get("/admin/figures/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/admin/figures/").status_code in (302, 403)


def test_a_page_takes_as_many_queries_whatever_happened(client: Client, busy_quarter):
    publishing.publish_due(now=OCTOBER)
    with CaptureQueriesContext(connection) as one:
        client.get("/transparency/")
    publishing.publish_due(now=OCTOBER + timedelta(days=200))
    assert fraud.kept_periods(length=Length.QUARTER)[2].period.label == "2026-Q3"
    with CaptureQueriesContext(connection) as three:
        client.get("/transparency/")
    assert len(three) == len(one)


def test_the_running_month_is_remembered(busy_quarter):
    cache.clear()
    now = JULY + 48 * HOUR
    found, at = publishing.running(now=now)
    assert found.figures.holds.placed == 8
    assert at == now
    with CaptureQueriesContext(connection) as queries:
        again, remembered = publishing.running(now=now + HOUR)
    assert (again, remembered, len(queries)) == (found, now, 0)
