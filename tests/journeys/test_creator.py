"""A creator's way: claim a profile, look around, redeem, change the theme; all in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from creatorspark.core.models import Creator, Policy, ProfileClaim, User
from creatorspark.lib.periods import monday_of
from rewards import interface as rewards
from scoring import interface as scoring
from tests.factories import CreatorFactory, ShopItemFactory, UserFactory, VideoFactory
from tests.factories.standing import TierStandingFactory
from tests.integration.portals.money_scene import pay_every_kind
from tests.journeys.conftest import PHONE, overflow, serious_problems, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lina() -> Creator:
    """A connected creator with scored videos, 500 points and a shop."""
    now = timezone.now()
    scoring.ensure_default_policies(now=now)
    user: User = UserFactory(email="lina@test.example", display_name="Lina")
    creator: Creator = CreatorFactory(user=user, handle="lina.nightmarket", display_name="Lina")
    for number in range(30):
        VideoFactory(
            creator=creator,
            caption=f"Evening {number:02} at the market " + "so good " * (number % 9),
            views=900 + 70 * number,
            snapshots=4,
            posted_at=now - timedelta(days=2 + number),
        )
    scoring.score_everything(now=now)
    scoring.grade_everything(now=now)
    rewards.adjust_points(
        creator_id=creator.pk, points=500, key="start", reason="Welcome", actor=None, now=now
    )
    ShopItemFactory(name="30 min exposure", cost=200)
    ShopItemFactory(name="120 min exposure", cost=790)
    return creator


def addresses(creator: Creator) -> list[str]:
    """Return every page of a creator."""
    faces = pay_every_kind(creator)
    old = creator.videos.order_by("posted_at").first()
    young = creator.videos.order_by("-posted_at").first()
    item = rewards.shop_items(creator_id=creator.pk, now=timezone.now())[0]
    receipt = rewards.redeem(
        creator_id=creator.pk, item_id=item.item_id, key="seen", actor_id=None, now=timezone.now()
    )
    assert old
    assert young
    return [
        "/studio/",
        "/studio/videos/",
        f"/studio/videos/{old.pk}/",
        f"/studio/videos/{young.pk}/",
        *(f"/studio/videos/{faces[name].pk}/" for name in ("pending", "excluded", "fell")),
        "/studio/videos/?sort=-earned",
        "/studio/shop/",
        f"/studio/shop/{item.item_id}/",
        f"/studio/orders/{receipt.redemption_id}/",
        "/studio/points/",
        "/studio/tier/",
        "/studio/profile/",
        "/studio/profile/claim/?handle=lina",
        "/messages/",
        "/learn/points/",
        "/learn/earnings/",
        "/learn/tiers/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/logout/",
        "/studio/videos/999999999/",
        "/brand/",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_accessibility_problem_or_scrolls_sideways(
    lina: Creator, open_page: Callable[..., Page], theme: str
) -> None:
    wide, narrow = open_page(color_scheme=theme), open_page(color_scheme=theme, viewport=PHONE)
    for page in (wide, narrow):
        sign_in(page, "lina@test.example")
    found: dict[str, object] = {}
    for address in addresses(lina):
        for page in (wide, narrow):
            page.goto(address)
        for page in (wide, narrow):
            page.wait_for_load_state("networkidle")
            problems = serious_problems(page)
            if problems or overflow(page) > 0:
                found[f"{address} {page.viewport_size}"] = (problems, overflow(page))
    assert found == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_strangers_pages_have_no_serious_accessibility_problem(
    open_page: Callable[..., Page], theme: str
) -> None:
    found: dict[str, object] = {}
    for page in (open_page(color_scheme=theme), open_page(color_scheme=theme, viewport=PHONE)):
        for address in (
            "/",
            "/learn/points/",
            "/learn/earnings/",
            "/learn/tiers/",
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/password/reset/",
            "/nowhere/",
        ):
            page.goto(address)
            problems = serious_problems(page)
            if problems or overflow(page) > 0:
                found[f"{address} {page.viewport_size}"] = (problems, overflow(page))
    assert found == {}


def test_a_creator_redeems_and_sees_it_everywhere(lina: Creator, page: Page) -> None:
    sign_in(page, "lina@test.example")
    expect(page).to_have_url(re.compile(r"/studio/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lina")
    page.get_by_role("navigation").get_by_role("link", name="Shop").first.click()
    page.get_by_role("link", name="Get it 30 min exposure").click()
    expect(page.get_by_text("300 points")).to_be_visible()
    page.get_by_role("button", name="Pay 200 points").dblclick()
    expect(page.get_by_text("Ordered. The points were taken")).to_be_visible()
    page.goto("/studio/")
    expect(page.get_by_text("−200")).to_be_visible()
    page.goto("/studio/points/")
    expect(page.get_by_role("row", name="30 min exposure")).to_contain_text("300")
    assert rewards.balance(creator_id=lina.pk).points == 300


def test_a_tier_lowers_the_price_and_two_clicks_pay_it_once(lina: Creator, page: Page) -> None:
    now = timezone.now()
    rewards.ensure_pay_policy(now=now)
    policy = Policy.objects.get(kind="tier")
    TierStandingFactory(creator=lina, tier="gold", week=monday_of(now), policy=policy)
    sign_in(page, "lina@test.example")
    page.get_by_role("link", name="Your tier").click()
    expect(page.get_by_role("heading", name="Gold", exact=True)).to_be_visible()
    expect(page.get_by_text("10 % off everything in the shop")).to_be_visible()
    page.goto("/studio/shop/")
    page.get_by_role("link", name="Get it 30 min exposure").click()
    page.get_by_role("button", name="Pay 180 points").dblclick()
    expect(page.get_by_text("Ordered. The points were taken")).to_be_visible()
    assert rewards.balance(creator_id=lina.pk).points == 320


def test_videos_are_searched_and_sorted_without_leaving_the_page(lina: Creator, page: Page) -> None:
    sign_in(page, "lina@test.example")
    page.goto("/studio/videos/")
    page.evaluate("window.stayed = true")
    page.get_by_label("Find in captions").fill("Evening 07")
    expect(page.locator("#videos tbody tr")).to_have_count(1)
    page.get_by_label("Find in captions").fill("")
    expect(page.locator("#videos tbody tr")).to_have_count(25)
    page.get_by_role("link", name="Views", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Views")
    expect(page.locator("#videos tbody tr").first).to_contain_text("Evening 29")
    assert page.evaluate("window.stayed")
    assert "sort=-views" in page.url


def test_the_same_pages_work_without_javascript(
    lina: Creator, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "lina@test.example")
    page.goto("/studio/videos/")
    page.get_by_label("Find in captions").fill("Evening 07")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#videos tbody tr")).to_have_count(1)
    page.locator("#videos .cell-title").click()
    page.get_by_role("region", name="Counts over time").get_by_text("The numbers").first.click()
    expect(page.get_by_role("columnheader", name="Counted").first).to_be_visible()
    page.goto("/studio/profile/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_chart_is_drawn_from_the_table_behind_it(lina: Creator, page: Page) -> None:
    sign_in(page, "lina@test.example")
    video = lina.videos.order_by("posted_at").first()
    assert video is not None
    page.goto(f"/studio/videos/{video.pk}/")
    expect(page.locator("figure[data-drawn]")).to_have_count(2)


def test_the_theme_changes_at_once_and_stays(lina: Creator, page: Page) -> None:
    sign_in(page, "lina@test.example")
    page.goto("/studio/profile/")
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_keyboard_reaches_the_content_first(lina: Creator, page: Page) -> None:
    sign_in(page, "lina@test.example")
    page.goto("/studio/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_newcomer_claims_a_profile_by_its_bio(page: Page) -> None:
    UserFactory(email="new@test.example")
    profile: Creator = CreatorFactory(handle="ana.cooks", display_name="Ana Cooks")
    sign_in(page, "new@test.example")
    page.get_by_role("link", name="Find my profile").click()
    page.get_by_label("Your handle").fill("@ana")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="This is me @ana.cooks").click()
    code = ProfileClaim.objects.get(creator=profile).code
    expect(page.get_by_text(code)).to_be_visible()
    page.get_by_role("button", name="I have put it there").click()
    expect(page.get_by_text("We don't see")).to_be_visible()
    Creator.objects.filter(pk=profile.pk).update(bio=f"Soup. {code}")
    page.get_by_role("button", name="I have put it there").click()
    expect(page.get_by_text("Connected. Your videos and points are here now.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Cooks")
