"""The Insight page: who reads it, what is in it, and that a night's figures stay."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator
from marketplace import interface as marketplace
from marketplace.models import BrandMember, InsightReport, Listing
from scoring import interface as scoring
from tests.factories import BrandMemberFactory, CreatorFactory, UserFactory, VideoFactory


@pytest.fixture
def brand(db: None) -> Client:
    """A browser of a brand's owner."""
    client = Client()
    client.force_login(BrandMemberFactory().user)
    return client


@pytest.fixture
def world(db: None) -> list[Creator]:
    """Six creators with five graded videos each."""
    now = timezone.now()
    scoring.ensure_default_policies(now=now)
    creators: list[Creator] = [CreatorFactory(country="DE") for _ in range(6)]
    for creator in creators:
        for number in range(5):
            VideoFactory(
                creator=creator,
                caption="A soup recipe from the kitchen #food #recipe",
                posted_at=now - timedelta(days=9 + number),
                likes=80 + number,
            )
    scoring.grade_everything(now=now)
    scoring.score_everything(now=now)
    return creators


@pytest.mark.parametrize("path", ["/insight/", "/insight/insight.csv"])
def test_it_is_for_brands_and_staff(
    client: Client, signed_in: Client, brand: Client, world: list[Creator], path: str
) -> None:
    marketplace.freeze_insight(now=timezone.now())
    staff = Client()
    staff.force_login(UserFactory(staff=True))
    assert brand.get(path).status_code == 200
    assert staff.get(path).status_code == 200
    assert signed_in.get(path).status_code == 403
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"
    BrandMember.objects.update(left_at=timezone.now())
    assert brand.get(path).status_code == 403


def test_before_the_first_night_it_says_when(brand: Client) -> None:
    assert b"No figures yet" in brand.get("/insight/").content
    assert brand.get("/insight/insight.csv").status_code == 404


def test_too_few_videos_say_nothing(brand: Client) -> None:
    marketplace.freeze_insight(now=timezone.now())
    assert b"Too few videos to tell" in brand.get("/insight/").content


def test_a_night_is_frozen(brand: Client, world: list[Creator]) -> None:
    first = marketplace.freeze_insight(now=timezone.now())
    assert (first.videos, first.creators) == (30, 6)
    assert first.figures["all"]["middle"] == pytest.approx((82 + 6 + 9 + 12) / 1_000)
    again = marketplace.freeze_insight(now=timezone.now() + timedelta(hours=1))
    assert again.sha256 == first.sha256
    page = brand.get("/insight/").content.decode()
    assert "10.9 %" in page
    assert "Germany" in page
    marketplace.freeze_insight(now=timezone.now() + timedelta(days=401))
    assert InsightReport.objects.count() == 1


def test_what_creators_hide_is_in_no_figure(world: list[Creator]) -> None:
    for creator in world[:2]:
        Listing.objects.create(creator=creator, shows={"videos": False})
    Listing.objects.create(creator=world[2], shows={"followers": False, "categories": False})
    found = marketplace.freeze_insight(now=timezone.now())
    assert (found.videos, found.creators) == (20, 4)
    assert found.figures["all"] is None


def test_the_file_has_the_figures_of_the_page(brand: Client, world: list[Creator]) -> None:
    found = marketplace.freeze_insight(now=timezone.now())
    answer = brand.get("/insight/insight.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {len(row) for row in rows} == {12}
    country = next(row for row in rows if row["part"] == "country")
    assert (country["name"], country["label"], country["videos"]) == ("DE", "Germany", "30")
    assert float(country["middle"]) == found.figures["groups"]["country"][0]["middle"]
    assert any(row["part"] == "correlation" for row in rows)
