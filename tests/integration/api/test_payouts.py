"""Payouts through the API: one's own, with every step, and nobody else's."""

import pytest

from rewards.models import Payout
from tests.factories import CreatorFactory, UserFactory
from tests.integration.api.callers import assert_problem, browser, queries_of
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(creator) -> Payout:
    """A payout that the bank rejected."""
    bank.give_account(creator)
    closed_week(creator, [(None, 4_120)])
    bank.settle()
    bank.press()
    sent = Payout.objects.select_related("batch").get()
    bank.tell(bank.status_file(bank.said(sent, "RJCT")))
    return Payout.objects.get()


def test_a_payout_tells_its_whole_way(creator, refused):
    shown = browser(creator.user).get(f"/payouts/{refused.pk}/").body
    assert shown["amount"] == {"amount": "41.20", "currency": "USD"}
    assert (shown["state"], shown["attempt"], shown["week"]) == ("rejected", 1, "2025-W18")
    assert shown["reason"] == "The account is closed. (AC04)"
    assert [one["state"] for one in shown["events"]] == ["pending", "payable", "sent", "rejected"]
    assert shown["statement"] == str(refused.statement_id)


def test_lists_are_ones_own_and_can_be_narrowed(creator, refused, staff):
    other = CreatorFactory(user=UserFactory())
    closed_week(other, [(None, 900)])
    mine = browser(creator.user)

    def ids(caller, query: str = "") -> list[str]:
        return [row["id"] for row in caller.get(f"/payouts/{query}").body["results"]]

    theirs = str(Payout.objects.get(creator=other).pk)
    assert ids(mine) == [str(refused.pk)]
    assert ids(mine, "?state=rejected&week=2025-W18") == [str(refused.pk)]
    assert ids(mine, "?state=paid") == ids(mine, "?week=2025-W19") == []
    assert ids(browser(staff), f"?creator={other.pk}") == [theirs]
    assert ids(browser(staff)) == [theirs, str(refused.pk)]


def test_strangers_get_404_and_nobody_writes(creator, refused):
    stranger = browser(UserFactory())
    assert_problem(stranger.get(f"/payouts/{refused.pk}/"), 404, "not-found")
    assert stranger.get("/payouts/").body["results"] == []
    brand = browser(UserFactory(brand=True))
    assert_problem(brand.get(f"/payouts/{refused.pk}/"), 404, "not-found")
    assert browser(creator.user).post("/payouts/", {}).status == 405


def test_queries_do_not_grow(creator, refused):
    caller = browser(creator.user)
    few = queries_of(lambda: caller.get("/payouts/"))
    for _ in range(6):
        closed_week(creator, [(None, 500)])
    assert queries_of(lambda: caller.get("/payouts/")) == few
