"""Writing finished rows by COPY, each once however often it comes.

Rows go straight into their partitions while the next are still being made ready. Only when the
database says that one of them is there already do they go through a table of their own, which lets
the known ones fall.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Final

import numpy as np
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from creatorspark.lib.pgcopy import EPOCH, HEADER, TRAILER, Columns, RowFormat, pieces
from fraud.domain.activity import Ints
from fraud.services.events import partitions

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
    hours: list[Ints] = []
    written = _copy(_encoded(parts, hours))
    if written:
        _mark_stale(np.unique(np.concatenate(hours)))
    return written


def _encoded(parts: Iterable[Columns], hours: list[Ints]) -> Iterator[memoryview]:
    for columns in parts:
        hours.append(np.unique(np.asarray(columns["at"], np.int64) // _HOUR))
        yield FORMAT.encode(columns)


def _copy(parts: Iterator[memoryview]) -> int:
    """Write rows and return how many were new."""
    sent: list[memoryview] = []
    try:
        with transaction.atomic():
            return _send("fraud_activityevent", _kept(parts, sent))
    except UniqueViolation:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE arriving (LIKE fraud_activityevent) ON COMMIT DROP"
            )
            _send("arriving", chain([*sent], parts))
            cursor.execute(
                f"INSERT INTO fraud_activityevent ({_NAMES}) "
                f"SELECT {_NAMES} FROM arriving ON CONFLICT DO NOTHING"
            )
            written = int(cursor.rowcount)
            cursor.execute("DROP TABLE arriving")
            return written


def _kept(parts: Iterator[memoryview], sent: list[memoryview]) -> Iterator[memoryview]:
    for part in parts:
        sent.append(part)
        yield part


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


def _mark_stale(hours: Ints) -> None:
    """Note which hours have to be summed again; the note commits with the events or not at all."""
    moments = [EPOCH + timedelta(hours=int(hour)) for hour in hours]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fraud_stalehour (hour) SELECT unnest(%s::timestamptz[]) "
            "ON CONFLICT DO NOTHING",
            [moments],
        )
