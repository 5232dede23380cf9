"""A brand's brief to a kept promise: three browsers, and the file that comes out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import Creator
from marketplace.models import Offer
from marketplace.services.offers.terms import ensure_terms
from marketplace.services.search import judging
from marketplace.services.tables import opening
from tests.factories import BrandMemberFactory, UserFactory
from tests.factories.matching import CreatorProfileFactory, ListingFactory, MatchRunFactory
from tests.factories.videos import CreatorFactory
from tests.journeys.conftest import overflow, serious_problems, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def mina(transactional_db: None) -> Creator:
    """A dancer whom a finished run knows, beside two others."""
    opening.forget()
    judging.forget()
    ensure_terms(now=timezone.now())
    run = MatchRunFactory(finished_at=timezone.now())
    mina: Creator = CreatorFactory(
        handle="mina.moves",
        display_name="Mina Moves",
        user=UserFactory(email="mina@test.example"),
    )
    ListingFactory(creator=mina)
    CreatorProfileFactory(run=run, creator=mina)
    for _other in range(2):
        CreatorProfileFactory(run=run, mix={"gaming": 1.0}, category="gaming")
    return mina


def looks_right(page: Page) -> None:
    """Check what a person with a narrow window or a screen reader would trip over."""
    assert overflow(page) <= 0
    assert serious_problems(page) == []


def write_brief(brand: Page) -> None:
    brand.goto("/brand/campaigns/new/")
    brand.get_by_label("Name", exact=True).fill("Shoes that dance")
    brand.get_by_label("What do you want to reach?").fill(
        "Sell dance shoes to young women who dance. Dance videos with music."
    )
    brand.get_by_label("In all").fill("2000")
    brand.get_by_role("button", name="Keep it and see matches").click()
    expect(brand.get_by_role("heading", name="Shoes that dance")).to_be_visible()
    with brand.expect_navigation():
        brand.get_by_role("button", name="Open it", exact=True).click()
    expect(brand.get_by_role("link", name="Close it")).to_be_visible()


def find_and_keep(brand: Page) -> None:
    """Read why, and put her on a shortlist."""
    brand.get_by_role("link", name="Creators", exact=True).click()
    brand.get_by_role("link", name=re.compile("Why.*Mina Moves")).first.click()
    expect(brand.get_by_role("heading", name="Why for Shoes that dance")).to_be_visible()
    expect(brand.get_by_text("Who watches").first).to_be_visible()
    with brand.expect_navigation():
        brand.get_by_role("button", name="Put on a list").click()


def make_offer(brand: Page) -> None:
    brand.get_by_role("link", name="Make an offer").first.click()
    expect(brand.get_by_text("our commission of 10 % on top")).to_be_visible()
    looks_right(brand)
    brand.get_by_label("Fee for the creator").fill("500")
    brand.get_by_label("What you would like to have made").fill("One dance in our shoes.")
    brand.get_by_role("button", name="Send", exact=True).click()
    expect(brand.get_by_text("Sent. The creator hears of it now.")).to_be_visible()
    expect(brand.get_by_text("$550.00")).to_be_visible()
    looks_right(brand)


def read_and_accept(creator: Page, *, brand_name: str) -> None:
    creator.goto("/studio/offers/")
    looks_right(creator)
    creator.get_by_role("link", name=brand_name).click()
    expect(creator.get_by_role("heading", name="Why you")).to_be_visible()
    expect(creator.get_by_text("What you make")).to_be_visible()
    looks_right(creator)
    creator.get_by_role("button", name="Accept $500.00").click()
    expect(creator.get_by_role("heading", name="Promised to you")).to_be_visible()
    looks_right(creator)


def test_from_a_brief_to_a_promise_and_the_file(
    mina: Creator, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    member = BrandMemberFactory(user=UserFactory(email="brand@test.example", brand=True))
    UserFactory(email="desk@test.example", superuser=True)
    brand, creator, desk = open_page(), open_page(viewport=PHONE), open_page()
    sign_in(brand, "brand@test.example")
    sign_in(creator, "mina@test.example")
    sign_in(desk, "desk@test.example")

    write_brief(brand)
    find_and_keep(brand)
    make_offer(brand)
    read_and_accept(creator, brand_name=member.brand.name)

    offer = Offer.objects.get()
    assert (offer.state, offer.amount, offer.commission) == ("accepted", 50_000, 5_000)
    desk.goto("/admin/marketplace/offer/")
    expect(desk.get_by_role("link", name=f"#{offer.pk}", exact=True)).to_be_visible()
    desk.goto(f"/admin/marketplace/offer/{offer.pk}/change/")
    expect(desk.get_by_text("$500.00").first).to_be_visible()

    brand.goto(f"/brand/campaigns/{offer.campaign_id}/report/")
    expect(brand.get_by_text("$550.00").first).to_be_visible()
    looks_right(brand)
    with brand.expect_download() as coming:
        brand.get_by_role("link", name="CSV").click()
    file = tmp_path / "report.csv"
    coming.value.save_as(file)
    assert "Mina Moves" in file.read_text("utf-8-sig")
    assert "550.00" in file.read_text("utf-8-sig")
