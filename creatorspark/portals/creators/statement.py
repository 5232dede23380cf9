"""The points statement: what was asked for, its lines, and the same as a file."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.portals.creators.activity import Movement, kind_words, movement_of
from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line, harmless
from rewards import interface as rewards

LINES_PER_PAGE = 50
DAY = dt.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1970, 9000


@dataclass(frozen=True, slots=True)
class StatementFilters:
    """What a reader asked the statement for. Days are UTC; `until` is part of the span."""

    kind: str
    since: dt.date | None
    until: dt.date | None
    cursor: int | None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "StatementFilters":
        """Read the query string of an address; what can't be read asks for nothing."""
        kind = query.get("kind", "")
        cursor = query.get("before", "")
        return cls(
            kind=kind if kind in dict(rewards.statement_kinds()) else "",
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            cursor=int(cursor) if cursor.isdecimal() and len(cursor) < 19 else None,
        )

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Choices of what moved."""
        known = [(kind, kind_words(kind)) for kind, _label in rewards.statement_kinds()]
        return [("", _("Everything")), *known]

    @property
    def is_narrowed(self) -> bool:
        """Whether some lines may be hidden."""
        return bool(self.kind or self.since or self.until)

    @property
    def query(self) -> str:
        """The query string that asks for the same lines again."""
        asked = {"kind": self.kind, "since": self.since, "until": self.until}
        given = {name: str(value) for name, value in asked.items() if value}
        return f"?{urlencode(given)}" if given else ""

    @property
    def kinds_asked(self) -> list[str] | None:
        """The kinds for the ledger; None is all."""
        return [self.kind] if self.kind else None

    @property
    def start(self) -> dt.datetime | None:
        """The first moment of the first day."""
        return _midnight(self.since) if self.since else None

    @property
    def end(self) -> dt.datetime | None:
        """The first moment after the last day."""
        return _midnight(self.until + DAY) if self.until else None


@dataclass(frozen=True, slots=True)
class Statement:
    """One page of lines and the cursor of the next one."""

    lines: tuple[Movement, ...]
    next_cursor: int | None


def statement_of(creator: Creator, filters: StatementFilters) -> Statement:
    """Return the lines asked for, newest first."""
    page = rewards.statement(
        creator_id=creator.pk,
        kinds=filters.kinds_asked,
        since=filters.start,
        until=filters.end,
        cursor=filters.cursor,
        limit=LINES_PER_PAGE,
    )
    return Statement(tuple(movement_of(line) for line in page.lines), page.next_cursor)


def csv_of(creator: Creator, filters: StatementFilters) -> Iterator[str]:
    """Yield the statement as CSV, oldest first, however long it is."""
    yield BYTE_ORDER_MARK
    yield csv_line(["when (UTC)", "kind", "about", "points", "balance after", "entry"])
    for line in rewards.statement_lines(
        creator_id=creator.pk,
        kinds=filters.kinds_asked,
        since=filters.start,
        until=filters.end,
    ):
        when = line.at.astimezone(dt.UTC).isoformat(timespec="seconds")
        about = harmless(line.title)
        yield csv_line([when, line.kind, about, line.amount, line.balance_after, line.entry_id])


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    # The ends of the calendar have no next day; nothing was ever posted there either.
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
