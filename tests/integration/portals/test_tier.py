"""The tier page: where one stands, the way up, what was announced, and lower prices."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, Policy
from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.services.policies import ensure_default_policies
from tests.factories import ShopItemFactory
from tests.factories.standing import TierStandingFactory
from tests.integration.portals.scenes import give_points
from tests.integration.rewards.grades import graded, judged, look


def announced(creator: Creator, tier: str, *, weeks_ago: int, move: str = "rise") -> None:
    """Announce a tier that counts from a Monday some weeks ago (negative: to come)."""
    ensure_default_policies(now=timezone.now())
    monday = monday_of(timezone.now()) - weeks_ago * WEEK
    TierStandingFactory(
        creator=creator,
        tier=tier,
        week=monday,
        inputs={"move": move},
        policy=Policy.objects.get(kind="tier"),
        decided_at=week_start(monday) - timedelta(days=6),
    )


def page(client: Client) -> str:
    response = client.get("/studio/tier/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_newcomer_reads_what_the_first_tier_needs(creator: Creator, signed_in: Client) -> None:
    ensure_default_policies(now=timezone.now())
    graded(creator, "AB", before=monday_of(timezone.now()))
    html = page(signed_in)
    assert "No tier" in html
    assert "What Silver needs" in html
    assert "You have 2 graded videos and Silver asks for 4. 2 to go." in html
    assert "None of your videos has been judged yet, so nothing stands in the way here." in html
    assert "Nothing yet. Your first tier is told here" in html


def test_a_tier_shows_what_it_brings_and_an_announced_fall_its_day(
    creator: Creator, signed_in: Client
) -> None:
    announced(creator, "gold", weeks_ago=4)
    announced(creator, "", weeks_ago=-1, move="fall")
    html = page(signed_in)
    assert "10 % off everything in the shop" in html
    assert "5 % more for every 1,000 views" in html
    assert "Your Gold tier ends on" in html


def test_a_warning_says_what_keeps_the_tier(creator: Creator, signed_in: Client) -> None:
    announced(creator, "gold", weeks_ago=4)
    this_week = monday_of(timezone.now())
    judged(graded(creator, "AAAA", before=this_week), "original")
    look(this_week)
    html = page(signed_in)
    assert "Your last 8 weeks show Silver, not Gold." in html
    assert "What keeps Gold" in html


def test_the_highest_tier_shows_what_keeps_it(creator: Creator, signed_in: Client) -> None:
    announced(creator, "platinum", weeks_ago=4)
    judged(graded(creator, "A" * 12, before=monday_of(timezone.now())), "original")
    html = page(signed_in)
    assert "What keeps Platinum" in html
    assert "There is no tier above." in html


def test_without_a_policy_the_page_says_that_there_are_no_tiers(
    creator: Creator, signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rewards.services.tier_reports.tier_policy_at", lambda *, at: None)
    assert "There are no tiers yet" in page(signed_in)
    assert "What is looked at" in signed_in.get("/learn/tiers/").content.decode()


def test_the_guide_shows_the_rules_in_force_to_everybody(client: Client, db: None) -> None:
    ensure_default_policies(now=timezone.now())
    html = client.get("/learn/tiers/").content.decode()
    assert "tier-1" in html
    assert "A tier falls only after 2 warnings in a row" in html


def test_the_shop_shows_both_prices_and_takes_the_tiers(
    creator: Creator, signed_in: Client
) -> None:
    announced(creator, "gold", weeks_ago=1)
    give_points(creator, 500)
    item = ShopItemFactory(cost=200)
    shelf = signed_in.get("/studio/shop/").content.decode()
    assert "Your tier takes 10 % off every price here." in shelf
    assert '<s class="offer__was">200</s>' in shelf
    confirm = signed_in.get(f"/studio/shop/{item.pk}/").content.decode()
    assert "Your tier, 10 % off" in confirm
    assert "−20 points" in confirm
    assert "Pay 180 points" in confirm


def test_without_a_tier_there_is_one_price(creator: Creator, signed_in: Client) -> None:
    item = ShopItemFactory(cost=200)
    for address in ("/studio/shop/", f"/studio/shop/{item.pk}/"):
        html = signed_in.get(address).content.decode()
        assert not re.search(r"<s\b", html)


def test_strangers_are_sent_to_log_in(client: Client, db: None) -> None:
    assert client.get("/studio/tier/").status_code == 302
