"""Points as other apps see them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import User
from creatorspark.lib.periods import monday_of, week_end, week_start
from rewards import selectors
from rewards.domain.facts import (
    AwardFacts,
    Balance,
    StatementLine,
    StatementPage,
    WeekPoints,
)
from rewards.ledger.models import Transaction
from rewards.models import PointsAward
from rewards.services import (
    award_words,
    awards,
    corrections,
)


# Points -----------------------------------------------------------------------------------------
def balance(*, creator_id: int) -> Balance:
    """Return a creator's points, what of them is on hold, and what is owed."""
    return selectors.balance_of(creator_id)


def points_this_week(*, creator_id: int, now: datetime) -> int:
    """Return the points awarded in the present ISO week (UTC), less those taken back in it."""
    monday = monday_of(now)
    return selectors.earned_between(creator_id, since=week_start(monday), until=week_end(monday))


def points_weeks(*, creator_id: int, limit: int = 12) -> list[WeekPoints]:
    """Return a creator's awards by the week they counted with, newest first."""
    return selectors.weeks_of(creator_id, limit=limit)


def statement(
    *,
    creator_id: int,
    kinds: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: int | None = None,
    limit: int = 50,
) -> StatementPage:
    """Return movements of a creator's points, newest first, `limit` at a time.

    `kinds` as `statement_kinds` names them; `cursor` is the page before's `next_cursor`.
    """
    chosen = selectors.StatementFilter(kinds=kinds, since=since, until=until)
    return selectors.statement_page(creator_id, chosen=chosen, before=cursor, limit=limit)


def statement_lines(
    *,
    creator_id: int,
    kinds: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[StatementLine]:
    """Yield movements oldest first, for a file."""
    chosen = selectors.StatementFilter(kinds=kinds, since=since, until=until)
    return selectors.statement_lines(creator_id, chosen=chosen)


def statement_kinds() -> list[tuple[str, str]]:
    """Return the kinds of movement a statement can show, each with its name for a person."""
    return [(kind.value, str(kind.label)) for kind in Transaction.POINTS_KINDS]


def post_awards(*, now: datetime) -> int:
    """Award every closed week that wasn't, here and at once; return how many awards were posted."""
    return awards.post_awards(JobProgress(None), now=now).awards_posted


# Awards -----------------------------------------------------------------------------------------
def awards_for(*, video_ids: Collection[int]) -> dict[int, AwardFacts]:
    """Return the award of each of these videos; videos without one are absent."""
    return {row.video_id: _award(row) for row in selectors.awards_for(video_ids)}


def award_of_video(*, video_id: int) -> AwardFacts | None:
    """Return what a video was awarded and why; None before it is."""
    return awards_for(video_ids=[video_id]).get(video_id)


def awards_of(
    *, creator_id: int, week: date | None = None, cursor: int | None = None, limit: int = 100
) -> list[AwardFacts]:
    """Return a creator's awards, newest first, or best first of the week of a Monday.

    `cursor` is the `award_id` of the last one seen.
    """
    rows = selectors.awards_of(creator_id, week=week, before=cursor, limit=limit)
    return [_award(row) for row in rows]


def _award(row: PointsAward) -> AwardFacts:
    return AwardFacts(
        award_id=row.pk,
        video_id=row.video_id,
        creator_id=row.creator_id,
        week=row.week,
        policy_version=row.policy.version,
        score_id=row.score_id,
        video_points=row.video_points,
        counted_points=row.counted_points,
        rank=row.rank,
        is_posted=row.transaction_id is not None or row.counted_points == 0,
        is_reversed=bool(getattr(row, "was_reversed", False)),
        awarded_at=row.awarded_at,
        why=award_words.why(row),
    )


def adjust_points(
    *, creator_id: int, points: int, key: str, reason: str, actor: User | None, now: datetime
) -> bool:
    """Add points by hand, or take some, once per `key`; False when that was done before."""
    return corrections.adjust(
        creator_id, points=points, key=key, reason=reason, actor=actor, now=now
    ).is_new
