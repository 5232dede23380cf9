"""The Earnings page: what closed weeks came to, and where that money is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from creatorspark.core.models import Creator
from creatorspark.lib.periods import monday_of
from creatorspark.portals.creators.earnings_dates import week_span
from creatorspark.portals.creators.estimate_card import EstimateCard, estimate_card
from creatorspark.portals.creators.payout_words import PayoutWords, payout_words
from rewards import interface as rewards

YEAR_DIGITS = 4
KEEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One closed week. Amounts are minor units; debts are zero or less."""

    week: dt.date
    days: str
    label: str
    currency: str
    total: int
    carried_in: int
    carried_out: int
    payable: int
    lines: int
    payout: PayoutWords


@dataclass(frozen=True, slots=True)
class EarningsList:
    """Statements of one year, newest first, and the money of all years."""

    rows: Sequence[StatementRow]
    years: Sequence[int]
    year: int | None
    money: rewards.EarningsOverview
    estimate: EstimateCard | None

    @property
    def has_debts(self) -> bool:
        """Whether any week was owed something or left something owing."""
        return any(row.carried_in or row.carried_out for row in self.rows)


def earnings_list(creator: Creator, query: Mapping[str, str], *, now: dt.datetime) -> EarningsList:
    """Gather the page. A year without statements gives the newest one that has some."""
    years = rewards.earnings_years(creator_id=creator.pk)
    year = _year(query, years)
    found = rewards.earnings_statements_of_year(creator_id=creator.pk, year=year) if year else []
    return EarningsList(
        rows=[_row(statement, now=now) for statement in found],
        years=years,
        year=year,
        money=rewards.earnings_overview(creator_id=creator.pk, now=now),
        estimate=_estimate(creator, now=now) if year in (None, *years[:1]) else None,
    )


def year_asked(query: Mapping[str, str]) -> int | None:
    """Read the year from an address; None where it names none."""
    text = query.get("year", "")
    return int(text) if len(text) == YEAR_DIGITS and text.isascii() and text.isdigit() else None


def _estimate(creator: Creator, *, now: dt.datetime) -> EstimateCard | None:
    """Return the open week as it looked at most a minute ago: every line of it is worked out."""
    key = f"portals.estimate.1.{creator.pk}.{get_language()}.{monday_of(now)}"
    kept: tuple[EstimateCard | None] | None = cache.get(key)
    if kept is None:
        kept = (estimate_card(creator, now=now),)
        cache.set(key, kept, KEEP_SECONDS)
    return kept[0]


def _year(query: Mapping[str, str], years: Sequence[int]) -> int | None:
    asked = year_asked(query)
    if asked in years:
        return asked
    return years[0] if years else None


def _row(statement: rewards.EarningsStatement, *, now: dt.datetime) -> StatementRow:
    return StatementRow(
        week=statement.week,
        days=week_span(statement.week),
        label=statement.label,
        currency=statement.currency,
        total=statement.total,
        carried_in=statement.carried_in,
        carried_out=statement.carried_out,
        payable=statement.payable,
        lines=statement.line_count,
        payout=payout_words(statement, now=now),
    )
