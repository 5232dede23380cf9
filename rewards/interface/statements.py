"""One statement laid out for its page, and statements by year."""

from collections.abc import Iterator
from datetime import date

from rewards.domain.earnings_facts import EarningsStatement, LineFacts
from rewards.domain.statement_facts import StatementView, envelope
from rewards.selectors import earnings, statements


def earnings_years(*, creator_id: int) -> list[int]:
    """Return the ISO years in which a creator has statements, newest first."""
    return statements.years_of(creator_id)


def earnings_statements_of_year(*, creator_id: int, year: int) -> list[EarningsStatement]:
    """Return the statements of an ISO year, at most 53, newest first."""
    first, end = statements.year_bounds(year)
    rows = earnings.statements().filter(creator_id=creator_id, week__gte=first, week__lt=end)
    return [earnings.statement_facts(row) for row in rows]


def earnings_statement_view(
    *, creator_id: int, week: date, page: str | int | None = None, per_page: int = 50
) -> StatementView | None:
    """Return the statement of a week (its Monday) by video, `per_page` videos on a page.

    None when the creator has none. A page that isn't there gives the nearest one.
    """
    rows = earnings.statements(with_body=True).filter(creator_id=creator_id)
    row = rows.filter(week=week).first()
    if row is None:
        return None
    before = rows.filter(week__lt=week).defer("body").first()
    return StatementView(
        statement=earnings.statement_facts(row),
        sums=statements.sums_of(row.pk),
        page=statements.group_page(row.pk, page=page, per_page=per_page),
        steps=statements.steps_of(row.pk),
        before=earnings.statement_facts(before) if before else None,
        proof=earnings.proof_of(row),
    )


def earnings_envelope(*, creator_id: int, week: date) -> bytes | None:
    """Return the file that proves a week's statement; None when the creator has none."""
    rows = earnings.statements(with_body=True).filter(creator_id=creator_id, week=week)
    row = rows.first()
    return envelope(earnings.proof_of(row)) if row else None


def earnings_lines(*, creator_id: int, year: int | None = None) -> Iterator[list[LineFacts]]:
    """Yield the lines of all statements, or of an ISO year's, oldest first, some at a time."""
    return statements.lines_of_creator(creator_id, year=year)
