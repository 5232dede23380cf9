"""Whatever happens in whatever order, every cent stands where its payout says."""

from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, Video
from fraud.models import Hold
from fraud.services import holds
from rewards.ledger.models import Account, Entry
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Payout, PayoutEvent
from rewards.services.payouts import settling
from rewards.services.payouts.paying_again import pay_again
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import closed_week

AMOUNTS = st.lists(st.tuples(st.integers(0, 2), st.integers(-400, 900)), min_size=1, max_size=4)
ALLOWED = {
    ("pending", "payable"),
    ("pending", "held"),
    ("payable", "held"),
    ("held", "payable"),
    ("payable", "sent"),
    ("sent", "paid"),
    ("sent", "rejected"),
    ("sent", "returned"),
    ("paid", "returned"),
    ("rejected", "payable"),
    ("returned", "payable"),
}


class Money(RuleBasedStateMachine):
    """Two creators with three videos each; anything may happen to them."""

    creators: list[Creator]
    videos: list[list[Video]]
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.creators = [CreatorFactory(user=UserFactory()) for _ in range(2)]
        self.videos = [VideoFactory.create_batch(3, creator=one) for one in self.creators]
        self.earned = 0
        self.files = 0
        for number, creator in enumerate(self.creators, start=1):
            bank.give_account(creator, number)

    @rule(who=st.integers(0, 1), lines=AMOUNTS, owed=st.integers(-300, 0))
    def close(self, who: int, lines: list[tuple[int, int]], owed: int) -> None:
        given: list[tuple[Any, int]] = [
            (self.videos[who][at] if at < 2 else None, amount or 1) for at, amount in lines
        ]
        if sum(amount for _, amount in given) == 0:
            given[0] = (given[0][0], given[0][1] + 1)
        self.earned += closed_week(self.creators[who], given, owed=owed).payable

    @rule(target=held, who=st.integers(0, 1), video=st.one_of(st.none(), st.integers(0, 1)))
    def hold(self, who: int, video: int | None) -> Hold:
        return holds.place_hold(
            self.creators[who],
            video_id=None if video is None else self.videos[who][video].pk,
            reason_code="x",
            reason="We look.",
            actor=None,
            now=NOW,
        )

    @rule(hold=held)
    def release(self, hold: Hold) -> None:
        holds.release_hold(hold, reason="Fine.", actor=None, now=NOW)

    @rule()
    def settle(self) -> None:
        settling.settle_due(JobProgress(None), now=NOW)
        assert not Payout.objects.filter(state="pending").exists()

    @rule()
    def follow_holds(self) -> None:
        settling.release_due(JobProgress(None), now=NOW)
        again = settling.release_due(JobProgress(None), now=NOW)
        assert again == settling.Settled()

    @rule(key=st.sampled_from(["a", "b", "c", "d"]))
    def send(self, key: str) -> None:
        first = bank.press(key)
        assert bank.press(key) == first

    @rule(which=st.integers(0, 9), status=st.sampled_from(["ACSC", "RJCT", "RTRN", "ACSP"]))
    def report(self, which: int, status: str) -> None:
        sent = list(Payout.objects.filter(attempt__gt=0).select_related("batch").order_by("pk"))
        if sent:
            self.files += 1
            line = bank.said(sent[which % len(sent)], status)
            write = bank.return_file if status == "RTRN" else bank.status_file
            bank.tell(write(line, name=f"F{self.files}"))

    @rule(which=st.integers(0, 9))
    def again(self, which: int) -> None:
        back = list(Payout.objects.filter(state__in=["rejected", "returned"]).order_by("pk"))
        if back:
            pay_again(back[which % len(back)].pk, reason="Again.", actor=None, now=NOW)

    @rule(who=st.integers(0, 1), number=st.integers(1, 3))
    def move_house(self, who: int, number: int) -> None:
        bank.give_account(self.creators[who], number)

    @invariant()
    def every_cent_is_somewhere(self) -> None:
        payouts = list(Payout.objects.all())
        assert sum(one.amount for one in payouts) == self.earned
        assert all(one.amount > 0 for one in payouts)
        assert list(discrepancies()) == []
        assert sum(Entry.objects.values_list("amount", flat=True)) == 0
        assert not Account.objects.filter(kind="creator", balance__lt=0).exists()

    @invariant()
    def every_timeline_is_a_walk(self) -> None:
        for payout in Payout.objects.all():
            walk = list(
                PayoutEvent.objects.filter(payout=payout)
                .order_by("pk")
                .values_list("state", flat=True)
            )
            assert walk[-1] == payout.state
            assert walk.count("sent") == payout.attempt
            steps = set(pairwise(walk))
            assert steps <= ALLOWED

    def teardown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)


def test_money_is_conserved_in_any_order(db):
    run_state_machine_as_test(
        Money, settings=settings(max_examples=40, stateful_step_count=25, deadline=None)
    )
