"""The door into rewards, as the portal and the API meet it."""

from datetime import timedelta

import pytest

from creatorspark.core.models import Creator
from fraud.services.holds import place_hold
from rewards import interface as rewards
from tests.factories import NOW, CreatorFactory, ShopItemFactory, UserFactory
from tests.integration.rewards.points import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory()


def redeem(creator: Creator, item_id: int, key: str = "k", now=NOW) -> int:
    return rewards.redeem(
        creator_id=creator.pk, item_id=item_id, key=key, actor_id=None, now=now
    ).redemption_id


def shown_item(creator: Creator, item_id: int) -> rewards.ShopItemFacts:
    found = rewards.shop_item(creator_id=creator.pk, item_id=item_id, now=NOW)
    assert found is not None
    return found


def test_a_creator_who_never_earned_has_nothing(creator: Creator):
    assert rewards.balance(creator_id=creator.pk) == rewards.Balance(
        points=0, frozen=0, all_held=False, owed=0
    )
    assert rewards.statement(creator_id=creator.pk) == rewards.StatementPage(
        lines=(), next_cursor=None
    )


def test_the_balance_knows_holds(creator: Creator):
    give(creator, 120)
    place_hold(creator, reason_code="test", reason="We look.", actor=None, now=NOW)
    there = rewards.balance(creator_id=creator.pk)
    assert (there.points, there.all_held, there.spendable) == (120, True, 0)


def test_the_statement_runs_its_balance_and_pages(creator: Creator):
    item = ShopItemFactory(name="Half an hour", cost=30)
    for _ in range(3):
        give(creator, 100)
    redeem(creator, item.pk)
    first = rewards.statement(creator_id=creator.pk, limit=3)
    assert [line.amount for line in first.lines] == [-30, 100, 100]
    assert [line.balance_after for line in first.lines] == [270, 300, 200]
    assert first.lines[0].title == "Half an hour"
    assert first.lines[0].redemption_id is not None
    rest = rewards.statement(creator_id=creator.pk, limit=3, cursor=first.next_cursor)
    assert [line.balance_after for line in rest.lines] == [100]
    assert rest.next_cursor is None


def test_a_filter_leaves_the_running_balance_true(creator: Creator):
    give(creator, 100)
    redeem(creator, ShopItemFactory(cost=30).pk, now=NOW + timedelta(days=2))
    by_kind = rewards.statement(creator_id=creator.pk, kinds=["redemption"])
    by_date = rewards.statement(creator_id=creator.pk, since=NOW + timedelta(days=1))
    assert by_kind == by_date
    assert [line.balance_after for line in by_kind.lines] == [70]
    before = rewards.statement(creator_id=creator.pk, until=NOW + timedelta(days=1))
    assert [line.amount for line in before.lines] == [100]


def test_a_file_is_oldest_first_and_the_same_lines(creator: Creator):
    for points in (10, 20, 30):
        give(creator, points)
    page = rewards.statement(creator_id=creator.pk).lines
    assert list(rewards.statement_lines(creator_id=creator.pk)) == list(reversed(page))


def test_the_shop_says_what_is_missing(creator: Creator):
    near = ShopItemFactory(name="Near", cost=150, position=1)
    ShopItemFactory(name="Soon", active_from=NOW + timedelta(days=1), position=2)
    ShopItemFactory(name="Gone", is_active=False)
    ShopItemFactory(name="Over", active_until=NOW)
    far = ShopItemFactory(name="Far", cost=790, position=3)
    give(creator, 200)
    shown = rewards.shop_items(creator_id=creator.pk, now=NOW)
    assert [one.name for one in shown] == ["Near", "Soon", "Far"]
    assert (shown[0].can_redeem, shown[0].sentence) == (True, "")
    assert shown[1].refusal == "not_yet"
    assert shown[2].missing == 590
    assert shown[2].sentence == "You have 200 points and this costs 790; 590 more to go."
    redeem(creator, near.pk)
    assert shown_item(creator, near.pk).taken == 1
    assert rewards.shop_item(creator_id=creator.pk, item_id=far.pk + 1_000, now=NOW) is None


def test_what_the_shop_shows_is_what_redeeming_does(creator: Creator):
    give(creator, 200)
    for terms in (
        {"cost": 200},
        {"cost": 201},
        {"stock": 0},
        {"active_from": NOW + timedelta(seconds=1)},
    ):
        item = ShopItemFactory(**terms)
        shown = shown_item(creator, item.pk)
        if shown.can_redeem:
            redeem(creator, item.pk, key=str(item.pk))
            give(creator, 200)
            continue
        with pytest.raises(rewards.RedemptionRefused) as caught:
            redeem(creator, item.pk, key=str(item.pk))
        assert (caught.value.code, str(caught.value)) == (shown.refusal, shown.sentence)


def test_redemptions_with_their_timeline(creator: Creator):
    give(creator, 1_000)
    item = ShopItemFactory(name="Half an hour", cost=30)
    ids = [redeem(creator, item.pk, key=str(n)) for n in range(3)]
    staff = UserFactory(staff=True)
    rewards.reject(redemption_id=ids[0], reason="No slot.", actor=staff, now=NOW)
    page = rewards.redemption_page(creator_id=creator.pk, limit=2)
    assert [row.redemption_id for row in page.rows] == [ids[2], ids[1]]
    rest = rewards.redemption_page(creator_id=creator.pk, limit=2, cursor=page.next_cursor)
    assert ([row.state for row in rest.rows], rest.next_cursor) == (["rejected"], None)
    detail = rewards.redemption(creator_id=creator.pk, redemption_id=ids[0])
    assert detail is not None
    assert [(one.state, one.reason) for one in detail.events] == [
        ("requested", ""),
        ("rejected", "No slot."),
    ]
    assert not detail.redemption.can_cancel
    assert rewards.redemption(creator_id=CreatorFactory().pk, redemption_id=ids[0]) is None
    assert rewards.waiting_redemptions() == {"requested": 2}


def test_a_creator_cancels(creator: Creator):
    give(creator, 30)
    made = redeem(creator, ShopItemFactory(cost=30).pk)
    rewards.cancel(redemption_id=made, creator_id=creator.pk, actor=None, now=NOW)
    assert rewards.balance(creator_id=creator.pk).points == 30


def test_the_first_items_are_put_up_once():
    assert rewards.ensure_default_items() == 4
    assert rewards.ensure_default_items() == 0
    shown = rewards.shop_items(creator_id=CreatorFactory().pk, now=NOW)
    assert [(one.cost, one.kind) for one in shown] == [
        (200, "exposure"),
        (790, "exposure"),
        (150, "cash"),
        (730, "cash"),
    ]
