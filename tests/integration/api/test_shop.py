"""Redeeming through the API: once per key, never below zero, decided by staff, seen by its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from creatorspark.core.models import IdempotentResponse
from rewards.models import Redemption, RedemptionEvent
from tests.factories import CreatorFactory, ShopItemFactory, UserFactory
from tests.integration.api.callers import (
    Caller,
    assert_problem,
    browser,
    machine,
    queries_of,
)
from tests.integration.api.purse import balance, give

KEY = "redeem-1"


@pytest.fixture
def item(db):
    return ShopItemFactory(cost=200, name="30 min exposure")


@pytest.fixture
def rich(creator):
    give(creator, 1_000)
    return creator


def wish(item, **more):
    return {"item": str(item.pk), **more}


def redeemed(caller: Caller, item, *, key: str = KEY):
    reply = caller.post("/redemptions/", wish(item), key=key)
    assert reply.status == 201, reply.raw
    return reply.body


pytestmark = pytest.mark.django_db


def test_points_are_taken_once_for_one_key(rich, item):
    caller = browser(rich.user)
    first = caller.post("/redemptions/", wish(item, agreed_cost=200), key=KEY)
    again = caller.post("/redemptions/", wish(item, agreed_cost=200), key=KEY)
    assert (first.status, again.status) == (201, 201)
    assert first.raw == again.raw
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.body["state"] == "requested"
    assert first.body["amount"] == 200
    assert first.body["item_name"] == "30 min exposure"
    assert [event["state"] for event in first.body["events"]] == ["requested"]
    assert balance(rich) == 800
    assert Redemption.objects.count() == 1


def test_the_ledger_remembers_a_key_that_we_forgot(rich, item):
    caller = browser(rich.user)
    first = redeemed(caller, item)
    IdempotentResponse.objects.all().delete()
    assert redeemed(caller, item)["id"] == first["id"]
    assert balance(rich) == 800
    other = ShopItemFactory(cost=10)
    IdempotentResponse.objects.all().delete()
    reply = caller.post("/redemptions/", wish(other), key=KEY)
    assert_problem(reply, 422, "key-reused")
    assert balance(rich) == 800


def test_every_write_that_moves_points_needs_a_key(rich, item, staff):
    caller = browser(rich.user)
    assert_problem(caller.post("/redemptions/", wish(item)), 400, "key-required")
    made = redeemed(caller, item)["id"]
    assert_problem(caller.post(f"/redemptions/{made}/cancel/"), 400, "key-required")
    for step in ("approve", "fulfil", "reject", "hold", "release"):
        reply = browser(staff).post(f"/redemptions/{made}/{step}/", {"reason": "x"})
        assert_problem(reply, 400, "key-required")
    assert balance(rich) == 800


def test_a_refusal_says_what_is_missing(creator, item):
    give(creator, 150)
    reply = browser(creator.user).post("/redemptions/", wish(item), key=KEY)
    document = assert_problem(reply, 409, "refused")
    assert document["reason"] == "not_enough_points"
    assert "50" in document["detail"]
    assert balance(creator) == 150
    # A refusal keeps nothing: with more points the same request succeeds.
    give(creator, 50)
    redeemed(browser(creator.user), item)
    assert balance(creator) == 0


def test_a_price_nobody_agreed_to_is_refused(rich, item):
    reply = browser(rich.user).post("/redemptions/", wish(item, agreed_cost=150), key=KEY)
    assert assert_problem(reply, 409, "refused")["reason"] == "price_changed"
    assert balance(rich) == 1_000


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"item": 7},
        {"item": "7.5"},
        {"item": "-1"},
        {"item": "9" * 19},
        {"item": None},
        {"item": ["1"]},
        {"item": "1", "agreed_cost": "200"},
        {"item": "1", "agreed_cost": 0},
        {"item": "1", "agreed_cost": 2**40},
        {"item": "1", "agreed_cost": True},
        {"item": "1", "agreed_cost": 1.5},
    ],
)
def test_shapeless_wishes_are_invalid(rich, body):
    assert_problem(browser(rich.user).post("/redemptions/", body, key=KEY), 400, "invalid")
    assert balance(rich) == 1_000


def test_an_item_that_isnt_there_is_refused(rich):
    reply = browser(rich.user).post("/redemptions/", {"item": "123456789"}, key=KEY)
    assert assert_problem(reply, 409, "refused")["reason"] == "no_item"


def test_only_who_holds_a_profile_can_redeem(person, brand, staff, item):
    for user in (person, brand, staff):
        reply = browser(user).post("/redemptions/", wish(item), key=KEY)
        assert assert_problem(reply, 409, "refused")["reason"] == "no_profile"
    assert_problem(Caller().post("/redemptions/", wish(item), key=KEY), 401, "not-authenticated")


def test_unasked_members_change_nothing(rich, rival, item):
    give(rival, 1_000)
    forged = wish(
        item,
        creator=str(rival.pk),
        creator_id=rival.pk,
        amount=1,
        state="fulfilled",
        exposure="a year",
        idempotency_key="mine",
        creation_date="2020-01-01T00:00:00Z",
    )
    made = browser(rich.user).post("/redemptions/", forged, key=KEY).body
    assert made["creator"] == str(rich.pk)
    assert (made["amount"], made["state"]) == (200, "requested")
    assert made["exposure"] == item.exposure
    assert (balance(rich), balance(rival)) == (800, 1_000)


def test_a_redemption_of_someone_else_does_not_exist(rich, rival, brand, item):
    give(rival, 1_000)
    theirs = redeemed(browser(rival.user), item)["id"]
    for user in (rich.user, brand):
        caller = browser(user)
        assert caller.get("/redemptions/").body["results"] == []
        assert caller.get(f"/redemptions/?creator={rival.pk}").body["results"] == []
        assert_problem(caller.get(f"/redemptions/{theirs}/"), 404, "not-found")
        reply = caller.post(f"/redemptions/{theirs}/cancel/", key="x")
        assert_problem(reply, 404, "not-found")
    assert balance(rival) == 800
    assert Redemption.objects.get().state == "requested"


def test_a_request_is_taken_back_once(rich, item):
    caller = browser(rich.user)
    made = redeemed(caller, item)["id"]
    done = caller.post(f"/redemptions/{made}/cancel/", key="c1")
    again = caller.post(f"/redemptions/{made}/cancel/", key="c1")
    assert done.body["state"] == "cancelled"
    assert done.raw == again.raw
    assert balance(rich) == 1_000
    reply = caller.post(f"/redemptions/{made}/cancel/", key="c2")
    assert assert_problem(reply, 409, "refused")["reason"] == "step_not_allowed"
    assert balance(rich) == 1_000


def test_staff_decide_and_a_rejection_refunds(rich, item, staff):
    desk = browser(staff)
    first = redeemed(browser(rich.user), item, key="a")["id"]
    second = redeemed(browser(rich.user), item, key="b")["id"]
    assert desk.post(f"/redemptions/{first}/approve/", key="1").body["state"] == "approved"
    done = desk.post(f"/redemptions/{first}/fulfil/", {"note": "Sent."}, key="2").body
    assert done["state"] == "fulfilled"
    assert done["events"][-1]["reason"] == "Sent."
    assert_problem(desk.post(f"/redemptions/{second}/reject/", {}, key="3"), 400, "invalid")
    blank = desk.post(f"/redemptions/{second}/reject/", {"reason": " "}, key="3")
    assert_problem(blank, 400, "invalid")
    reply = desk.post(f"/redemptions/{second}/reject/", {"reason": "Sold out."}, key="3")
    assert reply.body["state"] == "rejected"
    assert balance(rich) == 800


def test_staff_hold_and_let_go(rich, item, staff):
    desk = browser(staff)
    made = redeemed(browser(rich.user), item)["id"]
    held = desk.post(f"/redemptions/{made}/hold/", {"reason": "We look."}, key="1").body
    assert held["state"] == "held"
    assert desk.post(f"/redemptions/{made}/release/", key="2").body["state"] == "requested"


@pytest.mark.parametrize("step", ["approve", "fulfil", "reject", "hold", "release"])
def test_nobody_else_decides(rich, brand, item, step):
    made = redeemed(browser(rich.user), item)["id"]
    callers = [browser(rich.user), browser(brand), machine(rich.user, scope="write")]
    for caller in callers:
        reply = caller.post(f"/redemptions/{made}/{step}/", {"reason": "x"}, key="k")
        assert_problem(reply, 403, "permission-denied")
    assert_problem(
        Caller().post(f"/redemptions/{made}/{step}/", {}, key="k"), 401, "not-authenticated"
    )
    assert RedemptionEvent.objects.filter(redemption_id=made).count() == 1


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("write", 201), ("ingest", 403)])
def test_scopes_guard_the_purse(rich, item, scope, status):
    reply = machine(rich.user, scope=scope).post("/redemptions/", wish(item), key=KEY)
    assert reply.status == status
    assert balance(rich) == (800 if status == 201 else 1_000)


# The shop ---------------------------------------------------------------------------------------
def test_the_shop_shows_what_is_offered_now(creator, staff):
    now = timezone.now()
    shown = ShopItemFactory(cash=True, active_until=now + timedelta(days=1))
    hidden = [
        ShopItemFactory(is_active=False),
        ShopItemFactory(active_from=now + timedelta(days=1)),
        ShopItemFactory(active_until=now - timedelta(days=1)),
    ]
    rows = browser(creator.user).get("/shop/items/").body["results"]
    assert [row["id"] for row in rows] == [str(shown.pk)]
    assert rows[0]["value"] == {"amount": "1.00", "currency": "USD"}
    assert rows[0]["cost"] == 150
    for item in hidden:
        reply = browser(creator.user).get(f"/shop/items/{item.pk}/")
        assert_problem(reply, 404, "not-found")
    assert len(browser(staff).get("/shop/items/").body["results"]) == 4


def test_queries_do_not_grow_with_rows(rich, item, staff):
    caller, desk = browser(rich.user), browser(staff)

    def queries(path: str) -> int:
        return queries_of(lambda: desk.get(path))

    redeemed(caller, item, key="0")
    paths = ("/shop/items/", "/redemptions/")
    few = [queries(path) for path in paths]
    for n in range(1, 4):
        ShopItemFactory()
        made = redeemed(caller, item, key=f"{n}")["id"]
        desk.post(f"/redemptions/{made}/approve/", key=f"approve-{n}")
    assert [queries(path) for path in paths] == few


# At once ----------------------------------------------------------------------------------------
def at_once(caller_and_key, item):
    line = threading.Barrier(len(caller_and_key))

    def ask(pair):
        caller, key = pair
        try:
            line.wait(timeout=30)
            return caller.post("/redemptions/", wish(item), key=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(caller_and_key)) as pool:
        return list(pool.map(ask, caller_and_key))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_pays_once():
    creator = CreatorFactory(user=UserFactory())
    give(creator, 1_000)
    item = ShopItemFactory(cost=200)
    replies = at_once([(browser(creator.user), KEY) for _ in range(8)], item)
    assert {reply.status for reply in replies} <= {201, 409}
    assert {r.body["reason"] for r in replies if "reason" in r.body} == set()
    assert balance(creator) == 800
    assert Redemption.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_wishes_at_once_never_go_below_zero():
    creator = CreatorFactory(user=UserFactory())
    give(creator, 500)
    item = ShopItemFactory(cost=200)
    replies = at_once([(browser(creator.user), f"key-{n}") for n in range(8)], item)
    assert sorted(reply.status for reply in replies) == [201, 201] + [409] * 6
    refused = [reply for reply in replies if reply.status == 409]
    assert {reply.body["reason"] for reply in refused} == {"not_enough_points"}
    assert balance(creator) == 100
    assert Redemption.objects.count() == 2
