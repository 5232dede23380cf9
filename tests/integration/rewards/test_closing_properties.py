"""Weeks lived in any way, with a crash at any query: to the cent, and to the byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import CountExclusion, Creator, User, Video
from creatorspark.lib.periods import week_end, week_start
from rewards.ledger.models import Account
from rewards.ledger.reconciliation import discrepancies
from rewards.models import EarningsLine, StaffAdjustment, Statement
from rewards.services.policies import ensure_default_policies
from rewards.services.proof.recompute import verify
from rewards.services.weeks import closing
from scoring import interface as scoring
from tests.factories import CreatorFactory, VideoFactory
from tests.integration.rewards.weeks import MONDAY, WEEK, bodies, money, observed, staff

pytestmark = pytest.mark.django_db

VIDEOS, WEEKS = 4, 3
VERDICTS = ("original", "not_original", "not_judgeable")


class Crash(BaseException):
    """The process is gone, as far as the database can tell."""


@dataclass(frozen=True)
class News:
    """Something that becomes known in a week about one of the videos."""

    week: int
    video: int
    what: str
    number: int


news = st.builds(
    News,
    week=st.integers(0, WEEKS - 1),
    video=st.integers(0, VIDEOS - 1),
    what=st.sampled_from(["views", "views", "views", "verdict", "exclusion", "correction"]),
    number=st.integers(0, 500_000),
)


class World:
    """Two creators with two videos each; `live` plays the weeks and closes each of them."""

    def __init__(self) -> None:
        self.desk: User = staff()
        self.creators: list[Creator] = CreatorFactory.create_batch(2)
        self.videos: list[Video] = [
            VideoFactory(
                creator=self.creators[number % 2],
                posted_at=week_start(MONDAY) - timedelta(days=6, hours=number),
                snapshots=0,
            )
            for number in range(VIDEOS)
        ]
        for video in self.videos:
            observed(video, 20_000 + video.pk % 7, at=week_start(MONDAY) - timedelta(hours=9))
        ensure_default_policies(now=week_start(MONDAY))
        scoring.ensure_default_policies(now=week_start(MONDAY))

    def live(self, history: Sequence[News], *, crashes: Sequence[int] = ()) -> list[bytes]:
        """Live through the weeks; return the signed bytes of all statements."""
        keys = count(1)
        for number in range(WEEKS):
            for item in history:
                if item.week == number:
                    self._happen(item, keys=keys)
            crash_at = crashes[number] if number < len(crashes) else None
            self._close(number, crash_at=crash_at)
        return bodies()

    def _happen(self, item: News, *, keys: Any) -> None:
        video, key = self.videos[item.video], next(keys)
        moment = week_start(MONDAY + item.week * WEEK) + timedelta(hours=key)
        if item.what == "views":
            observed(video, item.number, at=moment)
        elif item.what == "verdict":
            scoring.record_verdict(
                video_id=video.pk,
                verdict=VERDICTS[item.number % 3],
                reason="Looked at it.",
                actor=self.desk,
                now=moment,
            )
        elif item.what == "exclusion":
            CountExclusion.objects.create(
                video=video,
                window_start=moment - timedelta(hours=1),
                window_end=moment,
                views=item.number // 10,
                reason="BURST",
                source=f"alert:{key}",
            )
        else:
            StaffAdjustment.objects.create(
                pk=90_000 + key,
                creator_id=video.creator_id,
                amount=item.number - 250_000 or 1,
                reason="A correction.",
                key=f"k{key}",
            )

    def _close(self, number: int, *, crash_at: int | None) -> None:
        week = MONDAY + number * WEEK
        now = week_end(week) + timedelta(hours=4)
        scoring.grade_everything(now=now)
        if crash_at is not None:
            _until_query(crash_at, lambda: _close_week(week, now=now))
        _close_week(week, now=now)
        written = Statement.objects.count()
        _close_week(week, now=now + WEEK)
        assert Statement.objects.count() == written


def _close_week(week: Any, *, now: Any) -> None:
    closing.close_week(week, now=now, progress=JobProgress(None))


def _until_query(number: int, work: Any) -> None:
    """Do some work and let the process end at its n-th query, if it comes so far."""
    queries = count()

    def crash(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if next(queries) == number:
            raise Crash
        return execute(sql, parameters, many, context)

    try:
        with connection.execute_wrapper(crash):
            work()
    except Crash:
        pass


def undone(work: Any) -> Any:
    """Return what some work gives, and undo it."""
    result = None
    try:
        with transaction.atomic():
            result = work()
            raise Crash
    except Crash:
        return result


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    history=st.lists(news, max_size=14),
    crashes=st.lists(st.integers(0, 60), min_size=WEEKS, max_size=WEEKS),
)
def test_a_crash_at_any_query_changes_no_byte_and_no_cent(
    db: None, monkeypatch: pytest.MonkeyPatch, history: list[News], crashes: list[int]
) -> None:
    monkeypatch.setattr(closing, "CREATORS_AT_ONCE", 1)

    def both() -> tuple[list[bytes], list[bytes]]:
        world = World()
        calm = undone(lambda: world.live(history))
        return calm, undone(lambda: _checked(world, history, crashes))

    calm, stormy = undone(both)
    assert stormy == calm


def _checked(world: World, history: list[News], crashes: list[int]) -> list[bytes]:
    found = world.live(history, crashes=crashes)
    for creator in world.creators:
        statements = Statement.objects.filter(creator=creator).order_by("week")
        lines = EarningsLine.objects.filter(statement__creator=creator)
        earned = lines.aggregate(sum=Sum("amount"))["sum"] or 0
        last = statements.last()
        owed = last.carried_out if last else 0
        assert money(creator, Account.Kind.PENDING) + owed == earned
        assert money(creator, Account.Kind.RECOVERY) == owed
        assert all(one.payable >= 0 for one in statements)
    assert list(discrepancies()) == []
    assert verify().faults == ()
    return found
