"""Writing finished rows by COPY, each once however often it comes.

Rows go straight into their partitions. Only when the database says that one of them is there
already, at whatever time of a month nearby, do they go through a table of their own, which lets the
known ones fall.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from creatorspark.lib.distinct import distinct
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
    at = np.asarray(columns["at"], np.int64)
    if not len(at):
        return 0
    _open_months(at)
    written = _copy(_Rows.of(columns))
    if written:
        _mark_stale(distinct(at // _HOUR), source=int(columns["source_id"][0]))
    return written


class _KnownElsewhere(Exception):
    """Another month has one of the ids."""


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows ready to be sent, in the order of their ids.

    Ids are drawn at random, so rows in the order of time would touch a page of the ids' index each;
    in this order, neighbours share one, which spares the server an eighth of its work.
    """

    event: Ints
    at: Ints
    encoded: memoryview

    @classmethod
    def of(cls, columns: Columns) -> "_Rows":
        """Make columns ready. Of an id that comes twice, the first stays before the second."""
        order = np.argsort(np.asarray(columns["event"], np.int64), kind="stable")
        rows = {name: np.asarray(columns[name])[order] for name in FORMAT.names}
        return cls(
            event=rows["event"].astype(np.int64),
            at=rows["at"].astype(np.int64),
            encoded=FORMAT.encode(rows),
        )


def _copy(rows: _Rows) -> int:
    """Write rows and return how many were new."""
    try:
        with transaction.atomic():
            written = _send("fraud_activityevent", rows)
            if repeats.in_two_months(rows.event, rows.at):
                raise _KnownElsewhere
            return written
    except (UniqueViolation, _KnownElsewhere):
        with transaction.atomic():
            return _write_new_ones(rows)


def _write_new_ones(rows: _Rows) -> int:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE arriving (LIKE fraud_activityevent) ON COMMIT DROP")
        _send("arriving", rows)
        cursor.execute("ANALYZE arriving (event)")
        cursor.execute(
            f"INSERT INTO fraud_activityevent ({_NAMES}) SELECT {_NAMES} FROM ("
            "SELECT DISTINCT ON (event) * FROM arriving ORDER BY event, ctid) AS one "
            "WHERE NOT EXISTS (SELECT FROM fraud_activityevent AS known "
            "WHERE known.event = one.event AND known.at >= %s AND known.at < %s) "
            "ORDER BY at ON CONFLICT DO NOTHING",
            [datetime(*day.timetuple()[:3], tzinfo=UTC) for day in repeats.nearby(rows.at)],
        )
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE arriving")
        return written


def _send(table: str, rows: _Rows) -> int:
    """COPY and return how many rows went."""
    command = f"COPY {table} ({_NAMES}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor:
        with cursor.copy(command) as copy:
            copy.write(HEADER)
            for piece in pieces(rows.encoded, size=1 << 17):
                copy.write(piece)
            copy.write(TRAILER)
        return int(cursor.rowcount)


def _open_months(at: Ints) -> None:
    first, last = (EPOCH + timedelta(microseconds=int(end)) for end in (at.min(), at.max()))
    if (first.year, first.month) == (last.year, last.month):
        partitions.ensure([first.date()])
    else:
        days = distinct(at // (24 * _HOUR))
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
