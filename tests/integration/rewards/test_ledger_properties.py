"""Whatever happens in whatever order, the sums hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creatorspark.core.models import Creator
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Entry, Transaction
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Redemption
from rewards.services import fulfilment, redemptions, refusals
from tests.factories import NOW, CreatorFactory, ShopItemFactory, UserFactory
from tests.integration.rewards.points import balance

pytestmark = pytest.mark.django_db

T = TypeVar("T")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("award"), st.integers(1, 300)),
        st.tuples(st.just("redeem"), st.sampled_from([30, 150, 200])),
        st.tuples(st.just("refund"), st.integers(0, 9)),
        st.tuples(st.just("reverse"), st.integers(0, 9)),
        st.tuples(st.just("again"), st.integers(0, 9)),
    ),
    min_size=8,
    max_size=25,
)


def one_of(rows: Iterable[T], which: int) -> list[T]:
    """Return one of the rows, whatever the number; none when there is none."""
    known = list(rows)
    return [known[which % len(known)]] if known else []


@dataclass
class Story:
    """One creator's history, and what plain adding says about it."""

    creator: Creator
    awards: list[tuple[Transaction, int]] = field(default_factory=list)
    reversed: set[int] = field(default_factory=set)
    awarded: int = 0
    taken_back: int = 0
    redeemed: int = 0
    refunded: int = 0

    def award(self, points: int) -> None:
        purse = creator_accounts([self.creator.pk])[self.creator.pk]
        source = system_account(Account.Kind.ISSUANCE)
        posting = ledger.Posting(
            kind=Transaction.Kind.AWARD,
            key=f"award {self.creator.pk} {len(self.awards)}",
            legs=(ledger.Leg(purse, points), ledger.Leg(source, -points)),
        )
        posted = ledger.post(posting, now=NOW, actor_id=None)
        assert ledger.post(posting, now=NOW, actor_id=None) == ledger.Posted(
            posted.transaction_id, is_new=False
        )
        ledger.settle_debts([self.creator.pk], now=NOW)
        self.awards.append((Transaction.objects.get(pk=posted.transaction_id), points))
        self.awarded += points

    def redeem(self, cost: int) -> None:
        item = ShopItemFactory(cost=cost)
        there = balance(self.creator)

        def ask() -> None:
            redemptions.redeem(
                creator_id=self.creator.pk,
                item_id=item.pk,
                key=f"{item.pk}",
                actor_id=None,
                now=NOW,
            )

        if there >= cost:
            ask()
            self.redeemed += cost
            return
        with pytest.raises(refusals.NotEnoughPoints) as caught:
            ask()
        assert caught.value.missing == cost - there

    def refund(self, which: int) -> None:
        for row in one_of(Redemption.objects.filter(creator=self.creator, refund=None), which):
            fulfilment.reject(row.pk, reason="test", actor=UserFactory(staff=True), now=NOW)
            self.refunded += row.amount

    def reverse(self, which: int) -> None:
        for booked, points in one_of(self.awards, which):
            posted = ledger.reverse(
                booked,
                creator_id=self.creator.pk,
                key=f"reversal {booked.pk}",
                reason="test",
                now=NOW,
                actor_id=None,
            )
            assert posted.is_new == (booked.pk not in self.reversed)
            self.taken_back += points if posted.is_new else 0
            self.reversed.add(booked.pk)

    def again(self, which: int) -> None:
        """Ask for an old redemption once more."""
        for row in one_of(Redemption.objects.filter(creator=self.creator), which):
            receipt = redemptions.redeem(
                creator_id=self.creator.pk,
                item_id=row.item_id,
                key=row.idempotency_key,
                actor_id=None,
                now=NOW,
            )
            assert receipt.redemption_id == row.pk

    def check(self) -> None:
        there = balance(self.creator)
        owed = balance(self.creator, Account.Kind.RECOVERY)
        due = self.awarded - self.taken_back - self.redeemed + self.refunded
        assert there >= 0
        assert owed <= 0
        assert there == 0 or owed == 0  # nobody owes while they have
        assert there + owed == due
        assert sum(Entry.objects.values_list("amount", flat=True)) == 0
        assert list(discrepancies()) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_balance_is_awards_less_reversals_less_redemptions_plus_refunds(db, steps):
    with transaction.atomic():
        story = Story(CreatorFactory())
        story.award(300)
        for name, value in steps:
            getattr(story, name)(value)
            story.check()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_a_debt_is_paid_by_what_comes_next():
    story = Story(CreatorFactory())
    story.award(300)
    story.redeem(200)
    story.reverse(0)
    assert (balance(story.creator), balance(story.creator, Account.Kind.RECOVERY)) == (0, -200)
    story.award(150)
    assert (balance(story.creator), balance(story.creator, Account.Kind.RECOVERY)) == (0, -50)
    story.refund(0)
    assert (balance(story.creator), balance(story.creator, Account.Kind.RECOVERY)) == (150, 0)
    story.check()
