"""Workers at the same moment, and a worker that is killed: each payout moves once."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Notification
from creatorspark.lib.periods import week_end, week_start
from fraud.services.holds import place_hold
from rewards.ledger.reconciliation import discrepancies
from rewards.models import (
    BankReport,
    BankReportLine,
    Payout,
    PayoutBatch,
    PayoutEvent,
    Transaction,
)
from rewards.services.payouts import moves, settling
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.integration.rewards.payouts import bank
from tests.integration.rewards.payouts.world import FIRST_WEEK, closed_week, money, states

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start every work at the same moment in a thread of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def settle() -> settling.Settled:
    return settling.settle_due(JobProgress(None), now=NOW)


def creators_with_money(count: int) -> list[Any]:
    creators = [CreatorFactory(user=UserFactory()) for _ in range(count)]
    for creator in creators:
        closed_week(creator, [(VideoFactory(creator=creator), 500), (None, 100)])
    return creators


def test_two_workers_share_the_work(monkeypatch):
    monkeypatch.setattr(settling, "CREATORS_AT_ONCE", 3)
    creators = creators_with_money(8)
    held = VideoFactory(creator=creators[0])
    closed_week(creators[0], [(held, 70), (None, 5)])
    place_hold(
        creators[0], video_id=held.pk, reason_code="x", reason="We look.", actor=None, now=NOW
    )

    done = at_once(*[settle] * 4)

    assert sum(one.payable for one in done) == 9
    assert sum(one.held for one in done) == 1
    assert Transaction.objects.filter(kind="settlement").count() == 9
    assert PayoutEvent.objects.exclude(state="pending").count() == 10
    assert Notification.objects.filter(key__startswith="rewards.payout.").count() == 10
    assert money(creators[0]) == {"creator": 605, "held": 70}
    assert list(discrepancies()) == []


def test_a_hold_and_a_settlement_at_once_never_pay_what_is_held():
    for creator in creators_with_money(6):

        def hold(creator=creator):
            place_hold(creator, reason_code="x", reason="We look.", actor=None, now=NOW)

        at_once(settle, hold)
        settling.release_due(JobProgress(None), now=NOW)
        assert states(creator) == [(1, "held", 600)]
    assert list(discrepancies()) == []


def test_an_alert_and_a_file_for_the_bank_at_once_never_pay_what_is_held():
    """Whoever locks first wins, and both orders are right: sent before the freeze, or frozen."""
    seen = set()
    for number in range(8):
        creator = CreatorFactory(user=UserFactory())
        video = VideoFactory(creator=creator)
        closed_week(creator, [(video, 40_000), (None, 10_000)])
        bank.give_account(creator, number + 1)
        bank.settle()

        def freeze(creator=creator, video=video):
            return held_alert(
                creator,
                video=video,
                start=week_start(FIRST_WEEK),
                end=week_end(FIRST_WEEK),
            )

        alert, batches = at_once(freeze, bank.press)
        settling.release_due(JobProgress(None), now=NOW)
        found = states(creator)
        frozen_first = [(1, "sent", 10_000), (2, "held", 40_000)]
        assert found in (frozen_first, [(1, "sent", 50_000)])
        seen.add(len(found))
        sent = sum(amount for _, state, amount in found if state == "sent")
        assert sent == sum(batch.total for batch in batches)
        hold = alert.holds.get()
        assert hold.released_at is None
    assert seen
    assert list(discrepancies()) == []


def test_a_file_after_the_freeze_waits_for_it_and_leaves_the_money():
    """The freeze has the lock and hasn't committed: the file waits, then sees the hold."""
    creator = CreatorFactory(user=UserFactory())
    video = VideoFactory(creator=creator)
    closed_week(creator, [(video, 40_000), (None, 10_000)])
    bank.give_account(creator)
    bank.settle()
    frozen, asked = Event(), Event()

    def freeze():
        with transaction.atomic():
            held_alert(creator, video=video, start=week_start(FIRST_WEEK), end=week_end(FIRST_WEEK))
            frozen.set()
            assert asked.wait(30)
            assert _somebody_waits_for_a_lock()

    def press():
        assert frozen.wait(30)
        asked.set()
        return bank.press()

    at_once(freeze, press)
    assert states(creator) == [(1, "sent", 10_000), (2, "held", 40_000)]


def _somebody_waits_for_a_lock() -> bool:
    """Look until another session waits for a row; every look is a round trip."""
    for _ in range(20_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return True
    return False


def _die(*args: object, **more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _settle_until_killed(after: str) -> None:
    """Work in a forked process, on a connection of its own (see test_awards_after_a_crash)."""
    connections["default"].connection = None

    class Killed(JobProgress):
        def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
            if done >= 4:
                setattr(moves, after, _die)

    settling.settle_due(Killed(None), now=NOW)


@pytest.mark.parametrize("after", ["_post", "_write_rows", "_tell", "_bring_up_to_date"])
def test_kill_9_in_the_middle_of_a_piece(monkeypatch, after):
    creators = creators_with_money(8)
    monkeypatch.setattr(settling, "CREATORS_AT_ONCE", 2)
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_settle_until_killed, args=(after,))
    worker.start()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    assert Payout.objects.filter(state="payable").count() == 4
    assert list(discrepancies()) == []

    assert settle() == settling.Settled(payable=4)

    assert [money(creator) for creator in creators] == [{"creator": 600}] * 8
    assert PayoutEvent.objects.filter(state="payable").count() == 8
    assert Notification.objects.filter(key__startswith="rewards.payout.").count() == 8
    assert list(discrepancies()) == []


# The bank -----------------------------------------------------------------------------------------
def creators_with_accounts(count: int) -> list[Any]:
    creators = creators_with_money(count)
    for number, creator in enumerate(creators, start=1):
        bank.give_account(creator, number)
    settle()
    return creators


def test_two_presses_of_one_button_make_one_file():
    creators_with_accounts(4)
    pressed = at_once(*[lambda: bank.press("today")] * 4)
    assert {tuple(batch.pk for batch in one) for one in pressed} == {
        (PayoutBatch.objects.get().pk,)
    }
    assert PayoutEvent.objects.filter(state="sent").count() == 4


def test_two_people_press_at_once_and_each_payout_is_sent_once():
    creators_with_accounts(4)
    pressed = at_once(*[partial(bank.press, f"person {n}") for n in range(4)])
    assert sum(batch.payouts for one in pressed for batch in one) == 4
    assert set(Payout.objects.values_list("attempt", flat=True)) == {1}
    assert list(discrepancies()) == []


def test_a_hold_and_a_press_at_once_never_send_what_is_held():
    for creator in creators_with_accounts(6):
        placed: list[bool] = []

        def hold(creator=creator, placed=placed):
            place_hold(creator, reason_code="x", reason="We look.", actor=None, now=NOW)
            placed.append(Payout.objects.get(creator=creator).state == "sent")

        at_once(bank.press, hold)
        settling.release_due(JobProgress(None), now=NOW)
        # Either the file was first, or nothing of the creator is in it.
        assert Payout.objects.get(creator=creator).state == ("sent" if placed[0] else "held")
    assert list(discrepancies()) == []


def test_one_file_read_by_four_workers():
    creators_with_accounts(3)
    bank.press()
    sent = list(Payout.objects.select_related("batch"))
    data = bank.status_file(*[bank.said(one, "ACSC") for one in sent])
    read = at_once(*[lambda: bank.tell(data)] * 4)
    assert sum(one is not None for one in read) == 1
    assert PayoutEvent.objects.filter(state="paid").count() == 3
    assert list(discrepancies()) == []


def test_the_same_news_in_two_files_at_once():
    creators_with_accounts(3)
    bank.press()
    sent = list(Payout.objects.select_related("batch"))
    lines = [bank.said(one, "RJCT") for one in sent]
    at_once(*[partial(bank.tell, bank.status_file(*lines, name=f"B{n}")) for n in range(4)])
    assert PayoutEvent.objects.filter(state="rejected").count() == 3
    assert BankReportLine.objects.filter(outcome="applied").count() == 3
    assert BankReportLine.objects.filter(outcome="repeated").count() == 9
    assert list(discrepancies()) == []


def _until_killed(work: Callable[[], Any], after: str) -> None:
    connections["default"].connection = None
    setattr(moves, after, _die)
    work()


@pytest.mark.parametrize("after", ["_post", "_tell"])
def test_kill_9_in_the_middle_of_a_press_and_of_a_report(after):
    creators_with_accounts(3)

    def dies(work: Callable[[], Any]) -> bool:
        connections.close_all()
        worker = multiprocessing.get_context("fork").Process(
            target=_until_killed, args=(work, after)
        )
        worker.start()
        worker.join()
        return worker.exitcode == -signal.SIGKILL

    assert dies(lambda: bank.press("today"))
    assert not PayoutBatch.objects.exists()
    (batch,) = bank.press("today")
    assert batch.payouts == 3

    sent = list(Payout.objects.select_related("batch"))
    data = bank.status_file(*[bank.said(one, "ACSC") for one in sent])
    assert dies(lambda: bank.tell(data))
    assert not BankReport.objects.exists()
    assert bank.outcomes(bank.tell(data)) == ["applied"] * 3
    assert list(discrepancies()) == []
