"""Relives the weeks of the demo world: videos are judged, points awarded, the
week is closed and paid, creators go shopping.

Each week is one transaction that leaves a mark, so a run that was cut short goes on with the next
week and the ledger keeps the order of time.
"""

from datetime import datetime, timedelta

from django.db import transaction

from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.posting import HISTORY_WEEKS, week_start
from creatorspark.demo.models import SeededWorld
from creatorspark.demo.services import banking, shoppers, verdicts
from creatorspark.demo.services.bygone import live_bygone
from creatorspark.demo.services.messages import settle_messages
from creatorspark.demo.services.progress import Progress
from rewards import interface as rewards
from scoring import interface as scoring

WEEK = timedelta(weeks=1)
# When the nightly runs start (settings.CELERY_BEAT_SCHEDULE).
SCORED_AT, GRADED_AT = timedelta(hours=2, minutes=10), timedelta(hours=2, minutes=40)
AWARDED_AT, LOOKED_AT = timedelta(hours=3, minutes=10), timedelta(hours=2, minutes=50)
# On the Sunday before: the last estimate that a creator sees of a week.
ESTIMATED_AT = timedelta(hours=3, minutes=40) - timedelta(days=1)
CLOSED_AT, TIERS_AT = timedelta(hours=4, minutes=10), timedelta(hours=4, minutes=40)


def live_through(world: World, *, progress: Progress) -> None:
    """Score, grade, award and shop week by week until the world's present."""
    scoring.ensure_default_policies(now=first_monday(world.now))
    rewards.ensure_pay_policy(now=first_monday(world.now))
    shoppers.open_shop()
    mondays = _mondays(world.now)
    progress.expect(len(mondays) + 1)
    for number, monday in enumerate(mondays, start=1):
        _live_through_week(world, monday, number=number, of=len(mondays))
        progress.advance()
    scoring.score_everything(now=world.now)
    scoring.grade_everything(now=world.now)
    rewards.report_fairness(now=world.now)
    progress.advance()


def first_monday(now: datetime) -> datetime:
    """Return when the first week begins in which videos were posted."""
    return week_start(now) - HISTORY_WEEKS * WEEK


def _mondays(now: datetime) -> list[datetime]:
    """Return the Mondays on which a week's points were awarded, oldest first."""
    start = first_monday(now)
    mondays = [start + WEEK * number for number in range(1, HISTORY_WEEKS + 1)]
    return [monday for monday in mondays if monday + AWARDED_AT < now]


def _live_through_week(world: World, monday: datetime, *, number: int, of: int) -> None:
    now = world.now
    mark = f"week {monday.date().isoformat()}"
    with transaction.atomic():
        seeded = SeededWorld.objects.select_for_update().get()
        if mark in seeded.stages_done:
            return
        live_bygone(world, since=monday - WEEK, until=monday)
        rewards.store_estimates(now=monday + ESTIMATED_AT)
        scoring.score_everything(now=monday + SCORED_AT)
        scoring.grade_everything(now=monday + GRADED_AT)
        verdicts.record_verdicts(world, now=monday + LOOKED_AT)
        rewards.post_awards(now=monday + AWARDED_AT)
        if monday + CLOSED_AT < now:
            rewards.close_weeks(now=monday + CLOSED_AT)
        if monday + TIERS_AT < now:
            rewards.assess_tiers(now=monday + TIERS_AT)
        banking.pay_out(monday, number=number, of=of, now=now)
        shoppers.shop(paid_at=monday + AWARDED_AT, now=now)
        settle_messages(now=now)
        seeded.stages_done = [*seeded.stages_done, mark]
        seeded.save(update_fields=["stages_done"])
