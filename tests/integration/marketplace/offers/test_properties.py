"""Whatever both sides, staff and the clock do in whatever order, the sums hold."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creatorspark.core.models import Creator
from marketplace.domain.offers.states import COMMITTED, ENDED, Side, State
from marketplace.models import Offer
from marketplace.services.offers import answering, deciding, refusals, tending, working
from rewards.ledger.models import Entry, Transaction
from rewards.ledger.reconciliation import discrepancies
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.marketplace.offers.scene import (
    DELIVER_BY,
    Scene,
    commission_policy,
    commitments,
    standing,
)

pytestmark = pytest.mark.django_db

ACTS = (
    "offer",
    "counter",
    "creator accepts",
    "brand accepts",
    "creator declines",
    "brand declines",
    "withdraw",
    "deliver",
    "complete",
    "creator cancels",
    "brand cancels",
    "dispute",
    "pay",
    "stop",
    "received",
    "time",
    "again",
)
STORIES = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(1, 90_000), st.integers(0, 1)),
    min_size=10,
    max_size=40,
)
CANCELS = {Side.CREATOR: "no_time", Side.BRAND: "not_delivered"}
Doing = Callable[[], Any]


class Story:
    """Two offers of one campaign, and what is asked of them, allowed or not."""

    def __init__(self) -> None:
        self.scene = Scene(budget=150_000)
        self.staff = UserFactory(staff=True)
        self.people: list[Creator] = [self.scene.creator, CreatorFactory(user=UserFactory())]
        self.now = NOW
        self.last: dict[int, Doing] = {}
        for person in self.people:
            self.scene.creator = person
            self.scene.begin(None)
        self.offers = list(Offer.objects.order_by("pk"))

    def take(self, name: str, amount: int, which: int) -> None:
        """Do one thing; what isn't possible is refused and changes nothing."""
        offer = Offer.objects.get(pk=self.offers[which].pk)
        if name == "time":
            self.now += timedelta(days=amount % 12)
            tending.tend(now=self.now)
            return
        if name == "again":
            if which in self.last:
                before = _snapshot()
                with suppress(refusals.OfferRefused):
                    self.last[which]()
                assert _snapshot() == before
            return
        doing = self._doing(name, offer, amount, which)
        before = _snapshot()
        try:
            doing()
        except refusals.OfferRefused:
            assert _snapshot() == before
        else:
            self.last = {which: doing}

    def _doing(self, name: str, offer: Offer, amount: int, which: int) -> Doing:
        now, version = self.now, offer.version
        brand, creator = self.scene.brand_user, self.people[which].user
        assert creator is not None
        both: dict[str, Any] = {"version": version, "now": now}
        mine, theirs = both | {"actor": creator}, both | {"actor": brand}
        decided: dict[str, Any] = {"actor": self.staff, "now": now, "reason": "why"}
        self.scene.creator = self.people[which]
        pk, deliver_by = offer.pk, max(DELIVER_BY, now + timedelta(days=8))
        side_of = {"creator": (Side.CREATOR, mine), "brand": (Side.BRAND, theirs)}
        side, asked = side_of.get(name.partition(" ")[0], (Side.BRAND, theirs))
        doings: dict[str, Doing] = {
            "offer": lambda: answering.offer_fee(
                pk, amount=amount, deliver_by=deliver_by, **theirs
            ),
            "counter": lambda: answering.counter(pk, amount=amount, **mine),
            "accepts": lambda: answering.accept(pk, side=side, **asked),
            "declines": lambda: answering.decline(pk, side=side, reason="other", **asked),
            "withdraw": lambda: answering.withdraw(pk, reason="other", **theirs),
            "deliver": lambda: working.deliver(pk, video_ids=[self.scene.video().pk], **mine),
            "complete": lambda: working.complete(pk, **theirs),
            "cancels": lambda: working.cancel(pk, side=side, reason=CANCELS[side], **asked),
            "dispute": lambda: working.dispute(pk, side=side, reason="other", text="why", **theirs),
            "pay": lambda: deciding.pay(pk, amount=amount, **decided),
            "stop": lambda: deciding.stop(pk, **decided),
            "received": lambda: deciding.received(pk, actor=self.staff, now=now),
        }
        return doings[name.rpartition(" ")[2]]

    def check(self) -> None:
        """Compare the ledger with plain adding."""
        rows = list(Offer.objects.all())
        promised = [row for row in rows if State(row.state) in COMMITTED]
        done = [row for row in rows if row.state == "completed"]
        stands = commitments()
        fees = sum(row.amount or 0 for row in promised)
        shares = sum(row.commission or 0 for row in promised)
        assert stands.get("committed", 0) == fees
        assert stands.get("commission_later", 0) == shares
        assert stands.get("promised", 0) == -(fees + shares)
        owed = [row for row in done if row.paid_at is None]
        assert stands.get("fees", 0) == sum(row.settled or 0 for row in owed)
        assert stands.get("owed_by_brands", 0) == -sum(
            (row.settled or 0) + (row.settled_commission or 0) for row in owed
        )
        assert stands.get("commission", 0) == sum(row.settled_commission or 0 for row in done)
        # The budget bounds what the brand is bound to.
        assert fees + shares + sum(
            (row.settled or 0) + (row.settled_commission or 0) for row in done
        ) <= (self.scene.campaign.budget or 0)
        for row in rows:
            self._check_one(row)
        assert sum(Entry.objects.values_list("amount", flat=True)) == 0
        assert list(discrepancies()) == []

    def _check_one(self, row: Offer) -> None:
        """An offer commits once at most, and when it ends its promise sums to zero."""
        made = Transaction.objects.filter(
            reference_type="marketplace.offer", reference_id=str(row.pk)
        )
        assert made.filter(kind="commitment").count() == (row.accepted_at is not None)
        assert made.filter(kind__in=["release", "fee"]).count() == (
            row.accepted_at is not None and State(row.state) in ENDED
        )
        if State(row.state) in ENDED:
            promise = Entry.objects.filter(
                transaction__in=made,
                account__kind__in=["committed", "commission_later", "promised"],
            ).values_list("account_id", "amount")
            totals: dict[int, int] = {}
            for account, amount in promise:
                totals[account] = totals.get(account, 0) + amount
            assert not any(totals.values())


def _snapshot() -> tuple[Any, ...]:
    return (
        list(Offer.objects.order_by("pk").values_list("state", "version", "amount")),
        Entry.objects.count(),
        standing("committed"),
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STORIES)
def test_promises_are_kept_or_released_and_never_twice(db, steps):
    with transaction.atomic():
        commission_policy("0.125", least=30)
        story = Story()
        for name, amount, which in steps:
            story.take(name, amount, which)
            story.check()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
