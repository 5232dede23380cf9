"""The ledger through the API: balance and statement, to their owner and to staff."""

import pytest

from tests.factories import ShopItemFactory
from tests.integration.api.callers import Caller, assert_problem, browser, machine, queries_of
from tests.integration.api.purse import give
from tests.integration.api.test_pages import read_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(creator):
    """Three gifts and a redemption that was taken back."""
    for points in (500, 30, 7):
        give(creator, points)
    item = ShopItemFactory(cost=200)
    caller = browser(creator.user)
    made = caller.post("/redemptions/", {"item": str(item.pk)}, key="1").body["id"]
    caller.post(f"/redemptions/{made}/cancel/", key="2")
    return f"/creators/{creator.pk}/statement/"


def test_a_statement_runs_from_zero_to_the_balance(creator, statement):
    caller = browser(creator.user)
    rows = caller.get(statement).body["results"]
    assert [row["amount"] for row in rows] == [200, -200, 7, 30, 500]
    assert [row["balance_after"] for row in rows] == [537, 337, 537, 530, 500]
    assert rows[0]["kind"] == "refund"
    assert isinstance(rows[0]["id"], str)
    assert rows[1]["redemption"]
    there = caller.get(f"/creators/{creator.pk}/balance/").body
    assert there == {
        "creator": str(creator.pk),
        "points": 537,
        "frozen": 0,
        "all_held": False,
        "owed": 0,
    }


def test_a_statement_is_paged_and_each_movement_comes_once(creator, statement):
    caller = browser(creator.user)
    whole = [row["id"] for row in caller.get(statement).body["results"]]
    for limit in (1, 2, 4, 5):
        assert read_all(caller, f"{statement}?limit={limit}") == whole


def test_a_statement_is_narrowed(creator, statement):
    caller = browser(creator.user)
    rows = caller.get(f"{statement}?kind=redemption").body["results"]
    assert [row["amount"] for row in rows] == [-200]
    assert rows[0]["balance_after"] == 337
    assert caller.get(f"{statement}?until=2020-01-01T00:00:00Z").body["results"] == []
    for query in ("kind=gift", "kind=", "since=yesterday", "since=", "until=2020-01-01T00:00:00"):
        assert_problem(caller.get(f"{statement}?{query}"), 400, "invalid")


def test_points_are_between_a_creator_and_staff(creator, rival, brand, person, staff, statement):
    for path in (statement, f"/creators/{creator.pk}/balance/"):
        for user in (rival.user, brand, person):
            assert_problem(browser(user).get(path), 404, "not-found")
        assert_problem(Caller().get(path), 401, "not-authenticated")
        assert_problem(machine(creator.user, scope="ingest").get(path), 403, "permission-denied")
        for caller in (machine(creator.user), browser(staff)):
            assert caller.get(path).status == 200
        assert_problem(browser(creator.user).post(path, {}, key="k"), 405, "method-not-allowed")


def test_a_creator_without_movements_has_an_empty_statement(creator):
    caller = browser(creator.user)
    assert caller.get(f"/creators/{creator.pk}/statement/").body == {"next": None, "results": []}
    assert caller.get(f"/creators/{creator.pk}/balance/").body["points"] == 0


def test_a_cursor_of_someone_elses_is_refused(creator, statement):
    for cursor in ("", "x", "W10", "WyJhIl0"):
        reply = browser(creator.user).get(f"{statement}?cursor={cursor}")
        assert_problem(reply, 400, "invalid")


def test_queries_do_not_grow_with_rows(creator, statement, staff):
    caller = browser(staff)

    def queries(limit: int) -> int:
        return queries_of(lambda: caller.get(f"{statement}?limit={limit}"))

    assert queries(1) == queries(5)
