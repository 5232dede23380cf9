"""Earnings as other apps see them: what was earned, line by line, and where the money is."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Policy
from creatorspark.lib.periods import WEEK
from rewards.domain.earnings_facts import (
    EarningsOverview,
    EarningsStatementDetail,
    EarningsStatementPage,
    EstimateChange,
    LineFacts,
    VideoEarnings,
    VideoWeekEarnings,
    WeekEarnings,
    WeekEstimateFacts,
)
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy
from rewards.domain.pay_terms import PayTerms, pay_terms
from rewards.domain.prospect import Prospect
from rewards.selectors import earnings, purse
from rewards.services import estimate_changes, estimate_store, estimates, prospects
from rewards.services.policies import pay_policy_at, rules_of


def earnings_overview(*, creator_id: int, now: datetime) -> EarningsOverview:
    """Return what a creator earned in all closed weeks and where that money is now."""
    policy = pay_policy_at(at=now)
    rules = _rules(policy)
    weeks = {week.week: week for week in earnings.weeks_of(creator_id, limit=2)}
    number, total = earnings.totals_of(creator_id)
    held = purse.purse_of(creator_id, currency=rules.currency)
    payouts = purse.payout_sums(creator_id, least=rules.min_payout_minor, now=now)
    last = earnings.newest_closed_week()
    return EarningsOverview(
        currency=rules.currency,
        total=total,
        in_review=held.in_review,
        on_hold=held.on_hold,
        ready=held.ready,
        sent=payouts.sent,
        paid=payouts.paid,
        owed=held.owed,
        next_payout=payouts.next_payout,
        smallest_payout=rules.min_payout_minor,
        last_week=_week(weeks, last, rules) if last else None,
        week_before=_week(weeks, last - WEEK, rules) if last else None,
        statements=number,
        is_paying=policy is not None,
    )


def _rules(policy: Policy | None) -> PayPolicy:
    # Statements have one currency for ever, so the policy of the moment names it.
    return rules_of(policy) if policy else PayPolicy.from_parameters(DEFAULT_PARAMETERS, sha256="")


def _week(weeks: Mapping[date, WeekEarnings], monday: date, rules: PayPolicy) -> WeekEarnings:
    nothing = WeekEarnings(
        week=monday, currency=rules.currency, total=0, base=0, bonus=0, adjustments=0
    )
    return weeks.get(monday, nothing)


def pay_terms_at(*, now: datetime) -> PayTerms:
    """Return the rules of pay in force; those of a new installation where none is."""
    policy = pay_policy_at(at=now)
    return pay_terms(_rules(policy), version=policy.version if policy else "")


def earnings_weeks(*, creator_id: int, limit: int = 12) -> list[WeekEarnings]:
    """Return a creator's newest statements as sums, newest first; weeks without one are absent."""
    return earnings.weeks_of(creator_id, limit=limit)


def earnings_of_videos(*, video_ids: Collection[int]) -> dict[int, VideoEarnings]:
    """Return what each video earned in all and in the newest closed week; others are absent."""
    return earnings.videos_of(video_ids)


def earnings_of_video(*, video_id: int) -> list[LineFacts]:
    """Return every line of a video: newest week first, each week as its statement orders it."""
    return earnings.lines_of_video(video_id)


def earnings_statements(
    *, creator_id: int, cursor: date | None = None, limit: int = 20
) -> EarningsStatementPage:
    """Return a creator's statements, newest first, older than the week `cursor`."""
    rows = earnings.statements().filter(creator_id=creator_id)
    rows = rows.filter(week__lt=cursor) if cursor else rows
    found = [earnings.statement_facts(row) for row in rows[: limit + 1]]
    shown = tuple(found[:limit])
    return EarningsStatementPage(
        rows=shown, next_cursor=shown[-1].week if len(found) > limit else None
    )


def earnings_statement(
    *, creator_id: int, week: date, cursor: int = 0, limit: int | None = None
) -> EarningsStatementDetail | None:
    """Return the statement of a week (its Monday) with the lines behind position `cursor`.

    None when the creator has none. Without `limit` all lines come.
    """
    row = earnings.statements(with_body=True).filter(creator_id=creator_id, week=week).first()
    if row is None:
        return None
    lines = earnings.lines_of_statement(row.pk, after=cursor, limit=limit)
    has_more = bool(lines) and lines[-1].position < row.line_count
    return EarningsStatementDetail(
        statement=earnings.statement_facts(row),
        lines=tuple(lines),
        next_cursor=lines[-1].position if has_more else None,
        proof=earnings.proof_of(row),
    )


def estimate_of(*, creator_id: int, now: datetime) -> WeekEstimateFacts | None:
    """Return the open week as it looks now, by the rules that will close it.

    An estimate: nothing is written. None while no pay policy rules the week.
    """
    return estimates.estimate_of(creator_id, now=now)


def prospect_of(*, creator_id: int, seconds: float | None, now: datetime) -> Prospect:
    """Return what a video of this length would be paid at each grade, were it seen as the creator's
    earlier ones were. An outlook: nothing is written and nothing promised.
    """
    return prospects.prospect_of(creator_id, seconds=seconds, now=now)


def what_changed(*, creator_id: int, week: date) -> list[EstimateChange]:
    """Return how the statement of a week differs from the last estimate kept, largest first.

    Empty when no estimate was kept or nothing differs.
    """
    return estimate_changes.what_changed(creator_id, week=week)


def earnings_of_week(*, creator_id: int, week: date, limit: int = 5) -> list[VideoWeekEarnings]:
    """Return what each video earned in the statement of a week, the most first."""
    return earnings.week_of_videos(creator_id, week=week, limit=limit)


def store_estimates(*, now: datetime) -> int:
    """Keep every creator's estimate of the open week over the last one; return how many."""
    return estimate_store.store_estimates(JobProgress(None), now=now)
