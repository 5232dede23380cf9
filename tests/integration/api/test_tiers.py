"""A creator's tier through the API: to its owner and to staff, with the price it brings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from creatorspark.core.models import Policy
from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.services.policies import ensure_default_policies
from scoring.services.policies import ensure_default_policies as ensure_grades
from tests.factories import CreatorFactory, ShopItemFactory, UserFactory
from tests.factories.standing import TierStandingFactory
from tests.integration.api.callers import browser, queries_of
from tests.integration.api.purse import give
from tests.integration.rewards.grades import graded

pytestmark = pytest.mark.django_db


@pytest.fixture
def gold(creator):
    """Gold for three weeks, with what earns silver."""
    now = timezone.now()
    ensure_grades(now=now)
    ensure_default_policies(now=now)
    monday = monday_of(now)
    TierStandingFactory(
        creator=creator,
        tier="gold",
        week=monday - 3 * WEEK,
        policy=Policy.objects.get(kind="tier"),
        inputs={"move": "rise"},
        decided_at=week_start(monday) - timedelta(days=28),
    )
    graded(creator, "AABC", before=monday)
    return creator


def test_a_creator_reads_what_their_tier_brings_and_what_keeps_it(gold):
    reply = browser(gold.user).get(f"/creators/{gold.pk}/tier/")
    assert reply.status == 200
    body = reply.body
    assert (body["tier"], body["earned"], body["goal"], body["is_kept"]) == (
        "gold",
        "silver",
        "gold",
        True,
    )
    assert body["brings"] == {"shop_discount_percent": 10, "rpm_step": "1.05", "badge": True}
    needs = {need["need"]: need for need in body["needs"]}
    assert (needs["graded_videos"]["have"], needs["graded_videos"]["wanted"]) == (4, 8)
    assert needs["graded_videos"]["sentence"] == (
        "You have 4 graded videos and Gold asks for 8. 4 to go."
    )
    assert [change["tier"] for change in body["history"]] == ["gold"]
    assert body["policy_version"] == "tier-1"


def test_strangers_find_nothing_and_staff_read_everyones(gold):
    address = f"/creators/{gold.pk}/tier/"
    stranger = CreatorFactory(user=UserFactory())
    assert browser(stranger.user).get(address).status == 404
    assert browser(UserFactory(brand=True)).get(address).status == 404
    assert browser(UserFactory(staff=True)).get(address).status == 200


def test_without_rules_there_is_no_tier(creator):
    body = browser(creator.user).get(f"/creators/{creator.pk}/tier/").body
    assert (body["tier"], body["needs"], body["brings"]) == ("", [], None)


def test_the_shop_names_the_price_that_is_paid(gold):
    give(gold, 500)
    item = ShopItemFactory(cost=200)
    caller = browser(gold.user)
    shown = caller.get(f"/shop/items/{item.pk}/").body
    assert (shown["cost"], shown["price"]) == (200, 180)
    refused = caller.post("/redemptions/", {"item": str(item.pk), "agreed_cost": 200}, key="1")
    assert refused.status == 409
    paid = caller.post("/redemptions/", {"item": str(item.pk), "agreed_cost": 180}, key="2")
    assert (paid.status, paid.body["amount"]) == (201, 180)
    assert browser(UserFactory(staff=True)).get(f"/shop/items/{item.pk}/").body["price"] == 200


def test_the_list_of_items_costs_the_same_however_many_there_are(gold):
    caller = browser(gold.user)
    ShopItemFactory.create_batch(2)
    few = queries_of(lambda: caller.get("/shop/items/"))
    ShopItemFactory.create_batch(20)
    assert queries_of(lambda: caller.get("/shop/items/")) == few
