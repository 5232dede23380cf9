"""Two workers, a killed worker, facts in any order: the same statements, byte for byte."""

import asyncio
import multiprocessing
import os
import signal
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator
from creatorspark.lib.periods import week_end
from rewards.ledger.models import Account
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Payout, Statement, WeekClose
from rewards.services.policies import ensure_default_policies
from rewards.services.weeks import closing, writing
from rewards.services.weeks.shares import ShareFailed
from tests.factories import CreatorFactory
from tests.integration.rewards.weeks import (
    AFTER,
    MONDAY,
    WEEK,
    bodies,
    close,
    money,
    observed,
    video_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def creators_with_videos(count: int = 8) -> list[Creator]:
    creators = CreatorFactory.create_batch(count)
    for number, creator in enumerate(creators):
        video_of(creator, views=10_000 + number)
        video_of(creator, views=20_000 + number)
    return creators


def test_two_workers_at_once_write_one_statement_each(monkeypatch):
    monkeypatch.setattr(closing, "CREATORS_AT_ONCE", 2)
    creators = creators_with_videos()
    ensure_default_policies(now=AFTER)
    faults: list[BaseException] = []

    def work() -> None:
        try:
            closing.close_week(MONDAY, now=AFTER, progress=JobProgress(None))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert faults == []
    assert Statement.objects.count() == len(creators)
    assert Payout.objects.count() == len(creators)
    assert WeekClose.objects.get().statements == len(creators)
    assert list(discrepancies()) == []


def test_shares_of_several_processes_make_the_same_statements(monkeypatch):
    monkeypatch.setattr(closing, "CREATORS_AT_ONCE", 2)
    monkeypatch.setattr(closing, "_processes", lambda _creators: 3)
    creators = creators_with_videos(11)
    done = close()
    assert done.statements == len(creators)
    assert Statement.objects.count() == len(creators)
    assert list(discrepancies()) == []


def test_shares_keep_off_connections_from_before_an_event_loop(monkeypatch):
    """As where a browser drives the page in this process: the parent works inside a loop."""
    monkeypatch.setattr(closing, "CREATORS_AT_ONCE", 2)
    monkeypatch.setattr(closing, "_processes", lambda _creators: 3)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    creators = creators_with_videos(11)
    kept: list[bool] = []

    def work() -> None:
        """In a thread of its own, so that the loop of nobody else is touched."""
        connection.ensure_connection()
        before = connection.connection
        loop = asyncio.new_event_loop()
        asyncio._set_running_loop(loop)
        try:
            close()
        finally:
            connection.close()
            asyncio._set_running_loop(None)
            loop.close()
        kept.append(connection.connection is before and connection.is_usable())
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert kept == [True]
    assert Statement.objects.count() == len(creators)


def test_a_share_that_ends_early_leaves_the_week_open_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(closing, "CREATORS_AT_ONCE", 2)
    monkeypatch.setattr(closing, "_processes", lambda _creators: 2)
    creators = creators_with_videos()
    ensure_default_policies(now=AFTER)
    here, write = os.getpid(), writing.write_statements

    def die_elsewhere(*given: Any, **more: Any) -> Any:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(*given, **more)

    monkeypatch.setattr(closing, "write_statements", die_elsewhere)
    with pytest.raises(ShareFailed):
        closing.close_week(MONDAY, now=AFTER, progress=JobProgress(None))
    assert WeekClose.objects.get().closed_at is None
    assert 0 < Statement.objects.count() < len(creators)
    monkeypatch.undo()
    assert close().statements == len(creators)
    assert list(discrepancies()) == []


class Killed(JobProgress):
    """Kills its own process without a word, inside the piece after the first few."""

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        if done >= 4:
            setattr(writing, "_open_payouts", _die)  # noqa: B010


def _die(*args: object, **more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _close_until_killed() -> None:
    """Work in a forked process on a connection of its own, as tests of awards explain."""
    connections["default"].connection = None
    closing.close_week(MONDAY, now=AFTER, progress=Killed(None))


def test_kill_9_in_the_middle_resumes_with_the_same_bytes(monkeypatch):
    creators = creators_with_videos()
    ensure_default_policies(now=AFTER)
    monkeypatch.setattr(closing, "CREATORS_AT_ONCE", 2)
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_close_until_killed)
    worker.start()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    half = bodies()
    assert len(half) == 4
    assert WeekClose.objects.get().closed_at is None
    assert closing.next_week(now=AFTER + WEEK) == MONDAY

    close()
    assert bodies()[:4] == half
    assert Statement.objects.count() == len(creators)
    assert [money(one, Account.Kind.PENDING) for one in creators] == [
        one.payable for one in Statement.objects.order_by("creator")
    ]
    assert list(discrepancies()) == []


def test_the_order_in_which_observations_arrive_changes_no_byte():
    first, second = CreatorFactory.create_batch(2, country="", niche="food")
    for creator, order in ((first, (1, 2, 3)), (second, (3, 1, 2))):
        video = video_of(creator, views=1_000)
        for step in order:
            at = week_end(MONDAY) - timedelta(hours=20 - step)
            observed(video, 1_000 * (step + 1), at=at)
    close()
    stated = [
        [(line.kind, line.amount, line.inputs) for line in one.lines.order_by("position")]
        for one in Statement.objects.order_by("creator")
    ]
    assert stated[0] == stated[1]
