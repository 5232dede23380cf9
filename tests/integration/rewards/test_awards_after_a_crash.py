"""A worker is killed in the middle; the next one finishes its work and pays nobody twice."""

import multiprocessing
import os
import signal

import pytest
from django.db import connections

from creatorspark.core.jobs.services import JobProgress
from rewards.ledger import services as ledger
from rewards.ledger.reconciliation import discrepancies
from rewards.models import AwardWeek, PointsAward
from rewards.services import award_posting, awards
from tests.factories import NOW, CreatorFactory
from tests.integration.rewards.points import balance
from tests.integration.rewards.scores import policy_in_force, scored

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(JobProgress):
    """Kills its own process without a word once some awards are posted, inside the next piece."""

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        if done >= 4:
            setattr(ledger, "settle_debts", _die)  # noqa: B010


def _die(*args: object, **more: object) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _post_until_killed() -> None:
    """Work in a forked process, on a connection of its own.

    Where a browser ran before in this process, Django keeps connections apart by event loop, and
    a fork, which has no loop, finds one that the parent can't see to close. Shared, it would
    outlive the kill with its locks.
    """
    connections["default"].connection = None
    awards.post_awards(Killed(None), now=NOW)


def test_kill_9_in_the_middle_of_a_piece(monkeypatch):
    policy = policy_in_force()
    creators = CreatorFactory.create_batch(8)
    for creator in creators:
        scored(policy, creator, 100)
    monkeypatch.setattr(award_posting, "CREATORS_AT_ONCE", 2)
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_post_until_killed)
    worker.start()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    assert sum(balance(creator) for creator in creators) == 400
    assert PointsAward.objects.filter(transaction=None).count() == 4
    assert AwardWeek.objects.get().posted_at is None

    run = awards.post_awards(JobProgress(None), now=NOW)

    assert run == awards.AwardRun(weeks_counted=0, awards_posted=4)
    assert [balance(creator) for creator in creators] == [100] * 8
    assert list(discrepancies()) == []
