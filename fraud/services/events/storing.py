"""Writing finished rows by COPY, each once however often it comes.

Rows go straight into their partitions while the next are still being made ready. Only when the
database says that one of them is there already, at whatever time of a month nearby, do they go
through a table of their own, which lets the known ones fall.
"""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from creatorspark.lib.pgcopy import EPOCH, HEADER, TRAILER, Columns, RowFormat, pieces
from fraud.domain.activity import Ints
from fraud.services.events import partitions, repeats

FORMAT: Final = RowFormat(
    {
        "event": "int8",
        "at": "timestamptz",
        "kind": "int2",
        "source_id": "int4",
        "creator_id": "int8",
        "video_id": "int8",
        "actor": "int8",
        "device": "int8",
        "network": "int8",
        "agent_id": "int4",
        "referrer_id": "int4",
        "amount": "int8",
        "stem": "int8",
        "flags": "int2",
    }
)
_NAMES: Final = ", ".join(FORMAT.names)
_HOUR: Final = 3_600_000_000


def write_columns(columns: Columns) -> int:
    """Store finished rows, each once, and return how many were new. Call it in a transaction.

    `columns` are those of FORMAT; `at` is microseconds since 2000.
    """
    return write_parts([columns], at=np.asarray(columns["at"], np.int64))


def write_parts(parts: Iterable[Columns], *, at: Ints) -> int:
    """Store rows that are made ready while the earlier ones are written. Call it in a transaction.

    `at` holds the moments of all of them, and may hold more.
    """
    if not len(at):
        return 0
    _open_months(at)
    sending = _Sending(parts)
    written = _copy(sending, at)
    if written:
        hours = np.unique(np.concatenate([part // _HOUR for part in sending.at]))
        _mark_stale(hours, source=sending.source)
    return written


class _KnownElsewhere(Exception):
    """Another month has one of the ids."""


@dataclass
class _Sending:
    """Rows on their way: those made ready are kept, so that they can be sent again."""

    parts: InitVar[Iterable[Columns]]
    ready: list[memoryview] = field(default_factory=list)
    event: list[Ints] = field(default_factory=list)
    at: list[Ints] = field(default_factory=list)
    source: int = 0

    def __post_init__(self, parts: Iterable[Columns]) -> None:
        self._rest = iter(parts)

    def __iter__(self) -> Iterator[memoryview]:
        yield from self.ready
        for columns in self._rest:
            self.event.append(np.asarray(columns["event"], np.int64))
            self.at.append(np.asarray(columns["at"], np.int64))
            self.source = int(columns["source_id"][0]) if len(columns["at"]) else self.source
            self.ready.append(FORMAT.encode(columns))
            yield self.ready[-1]

    def in_two_months(self) -> bool:
        """Say whether a month nearby has one of these ids, which are written, as well."""
        if not sum(map(len, self.at)):
            return False
        return repeats.in_two_months(np.concatenate(self.event), np.concatenate(self.at))


def _copy(sending: _Sending, at: Ints) -> int:
    """Write rows and return how many were new."""
    try:
        with transaction.atomic():
            written = _send("fraud_activityevent", sending)
            if sending.in_two_months():
                raise _KnownElsewhere
            return written
    except (UniqueViolation, _KnownElsewhere):
        with transaction.atomic():
            return _write_new_ones(sending, at)


def _write_new_ones(sending: _Sending, at: Ints) -> int:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE arriving (LIKE fraud_activityevent) ON COMMIT DROP")
        _send("arriving", sending)
        cursor.execute("ANALYZE arriving (event)")
        cursor.execute(
            f"INSERT INTO fraud_activityevent ({_NAMES}) SELECT {_NAMES} FROM ("
            "SELECT DISTINCT ON (event) * FROM arriving ORDER BY event, ctid) AS one "
            "WHERE NOT EXISTS (SELECT FROM fraud_activityevent AS known "
            "WHERE known.event = one.event AND known.at >= %s AND known.at < %s) "
            "ORDER BY at ON CONFLICT DO NOTHING",
            [datetime(*day.timetuple()[:3], tzinfo=UTC) for day in repeats.nearby(at)],
        )
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE arriving")
        return written


def _send(table: str, parts: Iterable[memoryview]) -> int:
    """COPY and return how many rows went."""
    command = f"COPY {table} ({_NAMES}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor:
        with cursor.copy(command) as copy:
            copy.write(HEADER)
            for part in parts:
                for piece in pieces(part, size=1 << 17):
                    copy.write(piece)
            copy.write(TRAILER)
        return int(cursor.rowcount)


def _open_months(at: Ints) -> None:
    first, last = (EPOCH + timedelta(microseconds=int(end)) for end in (at.min(), at.max()))
    if (first.year, first.month) == (last.year, last.month):
        partitions.ensure([first.date()])
    else:
        days = np.unique(at // (24 * _HOUR))
        partitions.ensure((EPOCH + timedelta(days=int(day))).date() for day in days)


def _mark_stale(hours: Ints, *, source: int) -> None:
    """Note which hours have to be summed again; the note commits with the events or not at all."""
    moments = [EPOCH + timedelta(hours=int(hour)) for hour in hours]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fraud_stalehour (hour, source_id) SELECT unnest(%s::timestamptz[]), %s "
            "ON CONFLICT DO NOTHING",
            [moments, source],
        )
