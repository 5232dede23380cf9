"""A tier takes a share off what a creator sees and pays, and off nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.models import AuditEntry, Creator, Notification, Policy
from rewards import interface as rewards
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Redemption, ShopItem
from rewards.services import fulfilment, redemptions, refusals
from rewards.services.policies import ensure_default_policies
from tests.factories import NOW, CreatorFactory, ShopItemFactory, UserFactory
from tests.factories.standing import TierStandingFactory
from tests.integration.rewards.points import balance, give

pytestmark = pytest.mark.django_db
Tiered = Callable[..., Creator]


@pytest.fixture
def tiered() -> Tiered:
    """Make a creator with points and a tier."""
    ensure_default_policies(now=NOW)

    def make(tier: str = "gold", *, points: int = 1_000, week: date = date(2025, 5, 12)) -> Creator:
        creator: Creator = CreatorFactory(user=UserFactory())
        give(creator, points)
        TierStandingFactory(
            creator=creator, tier=tier, week=week, policy=Policy.objects.get(kind="tier")
        )
        return creator

    return make


def redeem(creator: Creator, item: ShopItem, **more: object) -> redemptions.Receipt:
    values = {"key": "k", "actor_id": creator.user_id, "now": NOW, **more}
    return redemptions.redeem(creator_id=creator.pk, item_id=item.pk, **values)  # type: ignore[arg-type]


def price(cost: int, percent_off: int) -> int:
    """Ask the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rewards_price(%s, %s)", [cost, percent_off])
        return int(cursor.fetchone()[0])


def oracle(cost: int, percent_off: int) -> int:
    exact = Decimal(cost) * (100 - percent_off) / 100
    return max(1, int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)))


def test_every_price_is_rounded_half_even_and_is_one_point_at_least():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cost, off, rewards_price(cost, off) "
            "FROM generate_series(1, 400) cost, generate_series(0, 90) off"
        )
        rows = cursor.fetchall()
    assert len(rows) == 36_400
    assert [row for row in rows if row[2] != oracle(row[0], row[1])] == []


@given(st.integers(1, 2**31 - 1), st.integers(0, 90))
def test_a_price_is_never_above_the_listed_one_nor_below_one(cost: int, percent_off: int):
    paid = price(cost, percent_off)
    assert paid == oracle(cost, percent_off)
    assert 1 <= paid <= cost
    assert price(cost, 0) == cost


def test_the_creator_sees_pays_and_gets_back_the_price_of_the_tier(tiered: Tiered):
    creator, item = tiered("gold"), ShopItemFactory(cost=205)
    shown = rewards.shop_item(creator_id=creator.pk, item_id=item.pk, now=NOW)
    assert shown is not None
    assert (shown.cost, shown.listed, shown.percent_off) == (184, 205, 10)  # 184.5, half-even

    receipt = redeem(creator, item, agreed_cost=184)
    row = Redemption.objects.get(pk=receipt.redemption_id)
    assert (row.amount, receipt.balance, balance(creator)) == (184, 816, 816)
    entry = AuditEntry.objects.get(action="rewards.redemption.requested")
    assert entry.after == {
        "item": item.pk,
        "amount": 184,
        "listed": 205,
        "discount_percent": 10,
    }
    assert "184 points were taken" in Notification.objects.get(key__endswith=".requested").body
    fulfilment.reject(row.pk, reason="Sold out.", actor=UserFactory(staff=True), now=NOW)
    assert balance(creator) == 1_000
    assert list(discrepancies()) == []


def test_the_listed_price_is_refused_when_the_tier_brings_another(tiered: Tiered):
    creator, item = tiered("gold"), ShopItemFactory(cost=200, name="Reach")
    with pytest.raises(refusals.PriceChanged, match="“Reach” now costs 180 points"):
        redeem(creator, item, agreed_cost=200)
    assert balance(creator) == 1_000


def test_a_tier_makes_something_affordable_and_says_what_is_missing_of_its_own_price(
    tiered: Tiered,
):
    item = ShopItemFactory(cost=200)
    assert redeem(tiered("gold", points=180), item).balance == 0
    poor = tiered("gold", points=150)
    with pytest.raises(refusals.NotEnoughPoints, match="this costs 180; 30 more to go"):
        redeem(poor, item)
    shown = rewards.shop_item(creator_id=poor.pk, item_id=item.pk, now=NOW)
    assert shown is not None
    assert shown.missing == 30


def test_an_announced_tier_changes_no_price_before_its_monday(tiered: Tiered):
    creator, item = tiered("gold", week=date(2025, 5, 19)), ShopItemFactory(cost=200)
    monday = NOW.replace(day=19, hour=0, minute=0)
    for now, cost in (
        (monday - timedelta(microseconds=1), 200),
        (monday, 180),
    ):
        shown = rewards.shop_item(creator_id=creator.pk, item_id=item.pk, now=now)
        assert shown is not None
        assert shown.cost == cost


def test_a_lost_tier_and_one_that_the_policy_does_not_know_bring_nothing(tiered: Tiered):
    item = ShopItemFactory(cost=200)
    for creator in (tiered(""), tiered("bronze")):
        assert redeem(creator, item).balance == 800


def test_a_repeat_of_a_request_pays_once_even_if_the_tier_changed_between(tiered: Tiered):
    creator, item = tiered("gold"), ShopItemFactory(cost=200)
    first = redeem(creator, item, agreed_cost=180)
    TierStandingFactory(
        creator=creator, tier="", week=date(2025, 5, 19), policy=Policy.objects.get(kind="tier")
    )
    again = redeem(creator, item, agreed_cost=180, now=NOW + timedelta(days=7))
    assert (again.redemption_id, again.is_new) == (first.redemption_id, False)
    assert balance(creator) == 820
