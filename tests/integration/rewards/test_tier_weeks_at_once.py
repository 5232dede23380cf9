"""Two workers look at tiers at the same moment, and one is killed in the middle."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Notification
from creatorspark.lib.periods import week_start
from rewards.models import TierStanding, TierWeek
from rewards.services import tier_messages, tier_weeks
from tests.factories import CreatorFactory, UserFactory
from tests.integration.rewards.grades import MONDAY, WEEK, graded, look, rules

pytestmark = pytest.mark.django_db(transaction=True)


def creators_with_silver(count: int) -> None:
    rules()
    for _ in range(count):
        graded(CreatorFactory(user=UserFactory()), "AAAA")


def test_two_workers_announce_each_rise_once(monkeypatch):
    creators_with_silver(6)
    monkeypatch.setattr(tier_weeks, "CREATORS_AT_ONCE", 2)
    start = Barrier(2)

    def work(_number: int) -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return look()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        records = list(pool.map(work, range(2)))
    assert len({record.pk for record in records}) == 1
    assert TierWeek.objects.get().raised == 6
    assert TierStanding.objects.count() == Notification.objects.count() == 6


def _die(*_args: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Killed(JobProgress):
    """Kills its own process once some creators are done, inside the next piece."""

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        if done >= 4:
            setattr(tier_messages, "tell", _die)  # noqa: B010


def _look_until_killed() -> None:
    # A connection of its own, for the reasons told in test_awards_after_a_crash.
    connections["default"].connection = None
    tier_weeks.assess_tiers(Killed(None), now=week_start(MONDAY))


def test_kill_9_in_the_middle_leaves_whole_pieces_and_the_next_run_finishes(monkeypatch):
    creators_with_silver(8)
    monkeypatch.setattr(tier_weeks, "CREATORS_AT_ONCE", 2)
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_look_until_killed)
    worker.start()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    assert TierStanding.objects.count() == Notification.objects.count() == 4
    assert TierWeek.objects.get().finished_at is None
    look()
    record = TierWeek.objects.get()
    assert (record.raised, record.creators) == (8, 8)
    assert record.finished_at is not None
    weeks = set(TierStanding.objects.values_list("week", flat=True))
    assert (weeks, Notification.objects.count()) == ({MONDAY + WEEK}, 8)
