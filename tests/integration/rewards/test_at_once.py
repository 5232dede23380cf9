"""Many requests at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction

from creatorspark.core.models import Creator
from fraud.services.holds import place_hold
from rewards.ledger.models import Entry
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Redemption, ShopItem
from rewards.services import fulfilment, redemptions, refusals
from tests.factories import NOW, CreatorFactory, ShopItemFactory, UserFactory
from tests.integration.rewards.points import balance, give

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start every work at the same moment in a thread of its own; return results or refusals."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return work()
        except refusals.RedemptionRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def redeeming(creator: Creator, item: ShopItem, key: str) -> Callable[[], redemptions.Receipt]:
    return lambda: redemptions.redeem(
        creator_id=creator.pk, item_id=item.pk, key=key, actor_id=None, now=NOW
    )


def kinds(results: list[Any]) -> dict[str, int]:
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in set(names)}


def test_fifty_requests_with_one_key_pay_once():
    creator, item = CreatorFactory(), ShopItemFactory()
    give(creator, 10_000)
    results = at_once(*[redeeming(creator, item, "one")] * 50)
    assert {result.redemption_id for result in results} == {Redemption.objects.get().pk}
    assert sum(result.is_new for result in results) == 1
    assert balance(creator) == 9_800


def test_fifty_requests_never_go_below_zero():
    creator, item = CreatorFactory(), ShopItemFactory()
    give(creator, 1_100)
    results = at_once(*[redeeming(creator, item, f"key {n}") for n in range(50)])
    assert kinds(results) == {"Receipt": 5, "NotEnoughPoints": 45}
    assert balance(creator) == 100
    assert list(discrepancies()) == []


def test_two_tabs_have_keys_of_their_own_and_still_spend_only_what_is_there():
    creator, item = CreatorFactory(), ShopItemFactory()
    give(creator, 200)
    results = at_once(redeeming(creator, item, "tab 1"), redeeming(creator, item, "tab 2"))
    assert kinds(results) == {"Receipt": 1, "NotEnoughPoints": 1}


def test_the_last_one_goes_to_one_creator():
    item = ShopItemFactory(stock=1)
    creators = CreatorFactory.create_batch(12)
    for creator in creators:
        give(creator, 200)
    results = at_once(*[redeeming(creator, item, "k") for creator in creators])
    item.refresh_from_db()
    assert kinds(results) == {"Receipt": 1, "OutOfStock": 11}
    assert item.stock == 0


def test_a_limit_holds_in_parallel():
    creator, item = CreatorFactory(), ShopItemFactory(limit_per_creator=2)
    give(creator, 10_000)
    results = at_once(*[redeeming(creator, item, f"key {n}") for n in range(20)])
    assert kinds(results) == {"Receipt": 2, "LimitReached": 18}


def test_two_members_of_staff_refund_once():
    creator, item, staff = CreatorFactory(), ShopItemFactory(), UserFactory(staff=True)
    give(creator, 200)
    made = redeeming(creator, item, "k")()

    def reject() -> Redemption:
        return fulfilment.reject(made.redemption_id, reason="no", actor=staff, now=NOW)

    results = at_once(*[reject] * 8)
    assert kinds(results) == {"Redemption": 1, "StepNotAllowed": 7}
    assert balance(creator) == 200


def test_cancelling_and_approving_at_once_does_one_of_them():
    creator, item, staff = CreatorFactory(), ShopItemFactory(), UserFactory(staff=True)
    give(creator, 200)
    made = redeeming(creator, item, "k")()
    results = at_once(
        lambda: redemptions.cancel(made.redemption_id, creator_id=creator.pk, actor=None, now=NOW),
        lambda: fulfilment.approve(made.redemption_id, actor=staff, now=NOW),
    )
    assert kinds(results) == {"Redemption": 1, "StepNotAllowed": 1}
    state = Redemption.objects.get().state
    assert (state, balance(creator)) in {("cancelled", 200), ("approved", 0)}


def test_a_request_waits_for_a_hold_that_is_being_placed():
    creator, item = CreatorFactory(), ShopItemFactory()
    give(creator, 200)
    placed, asked = Event(), Event()

    def placing() -> None:
        with transaction.atomic():
            place_hold(creator, reason_code="test", reason="We look.", actor=None, now=NOW)
            placed.set()
            asked.wait(timeout=10)
            _until_somebody_waits()

    def requesting() -> redemptions.Receipt:
        placed.wait(timeout=10)
        asked.set()
        return redeeming(creator, item, "k")()

    assert kinds(at_once(placing, requesting)) == {"NoneType": 1, "OnHold": 1}
    assert not Entry.objects.filter(amount=-200, account__kind="creator").exists()


def _until_somebody_waits() -> None:
    """Look until another backend waits for a lock, so that the race is a real one."""
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited for the hold")
