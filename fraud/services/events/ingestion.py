"""Taking in events: read, made small, and written by COPY, each once however often it comes.

A batch goes straight into its partitions. Only when the database says that one of its events is
there already does the batch go through a table of its own, which lets the known ones fall.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from creatorspark.core.models import Creator, Video
from creatorspark.lib.pgcopy import HEADER, TRAILER, Columns, RowFormat
from fraud.domain.minimising import hasher
from fraud.domain.wire import EPOCH, Fault, Row, read_lines
from fraud.models import EventSource, Referrer, UserAgent
from fraud.services.events import partitions
from fraud.services.events.interning import numbers_of

CLOCK_SLACK: Final = timedelta(hours=1)
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


class Busy(Exception):
    """The house can't take more now; come again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("There is more work waiting than can be done. Come again soon."))
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What became of a delivery: counts of lines, and why those were left out that were."""

    accepted: int = 0
    duplicates: int = 0
    faults: tuple[Fault, ...] = field(default=())

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(
            accepted=self.accepted + other.accepted,
            duplicates=self.duplicates + other.duplicates,
            faults=self.faults + other.faults,
        )


def take_in(
    lines: Sequence[bytes | str],
    *,
    source: str,
    platform: str,
    now: datetime,
    patient: bool = False,
) -> Delivered:
    """Store the good lines of a batch in one transaction and name the faults of the others.

    Raises Busy when the same source is delivering already, or sums are far behind; the `patient`
    wait for the former and don't mind the latter.
    """
    hashed, hashed_id = _hashers(settings.EVENT_SECRET)
    with _no_collecting():
        rows, faults = read_lines(
            lines,
            source=source,
            hashed=hashed,
            hashed_id=hashed_id,
            earliest=partitions.earliest(now=now),
            latest=now + CLOCK_SLACK,
        )
        with transaction.atomic():
            _take_turn(source, patient=patient)
            known, unknown = _resolve(rows, platform=platform)
            written = _write(known, source=source)
    told = sorted([*faults, *unknown], key=lambda fault: fault.line)
    return Delivered(
        accepted=written,
        duplicates=len(known.rows) - written,
        faults=tuple(told),
    )


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage among rows that all live until the end of the batch.

    Looking takes half of the time. Whoever came first turns it on again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True)
class _Known:
    """Rows whose creators and videos we know, and their numbers."""

    rows: list[Row] = field(default_factory=list)
    creators: list[int] = field(default_factory=list)
    videos: list[int] = field(default_factory=list)


@lru_cache(maxsize=2)
def _hashers(secret: str) -> tuple[Callable[[str], int], Callable[[str], int]]:
    """Return the hash with and without a memory of the texts that come again."""
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"creatorspark.events.1")
    hashed = hasher(drawn.derive(secret.encode()))
    return lru_cache(maxsize=1 << 17)(hashed), hashed


def _take_turn(source: str, *, patient: bool) -> None:
    """Let one delivery of a source write at a time, so that none waits for another's rows."""
    key = f"events:{source}"
    with connection.cursor() as cursor:
        if patient:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [key])
        if not cursor.fetchone()[0]:
            raise Busy(1)
        cursor.execute("SELECT count(*) FROM fraud_stalehour")
        if cursor.fetchone()[0] > settings.EVENT_BACKLOG_HOURS:
            raise Busy(30)


def _resolve(rows: Sequence[Row], *, platform: str) -> tuple[_Known, list[Fault]]:
    videos = {
        external: (creator, video)
        for external, creator, video in Video.objects.filter(
            platform=platform, external_id__in={row.video for row in rows} - {""}
        ).values_list("external_id", "creator_id", "pk")
    }
    creators = dict(
        Creator.objects.filter(
            platform=platform, external_id__in={row.creator for row in rows} - {""}
        ).values_list("external_id", "pk")
    )
    known, faults = _Known(), []
    for row in rows:
        if row.video:
            found = videos.get(row.video)
        else:
            number = creators.get(row.creator) if row.creator else 0
            found = None if number is None else (number, 0)
        if found is None:
            faults.append(_unknown(row, "video" if row.video else "creator"))
            continue
        known.rows.append(row)
        known.creators.append(found[0])
        known.videos.append(found[1])
    return known, faults


def _unknown(row: Row, name: str) -> Fault:
    return Fault(row.line, name, f"unknown_{name}", _("We don’t know this one yet."))


def _write(known: _Known, *, source: str) -> int:
    if not known.rows:
        return 0
    return write_columns(_columns(known, source=source))


def write_columns(columns: Columns) -> int:
    """Store finished rows, each once, and return how many were new. Call it in a transaction.

    `columns` are those of FORMAT; `at` is microseconds since 2000.
    """
    at = np.asarray(columns["at"])
    _open_months(at)
    written = _copy(columns)
    _mark_stale(at)
    return written


def _columns(known: _Known, *, source: str) -> Columns:
    given = dict(zip(Row._fields, zip(*known.rows, strict=True), strict=True))
    agents = numbers_of(UserAgent, given["agent"])
    referrers = numbers_of(Referrer, given["referrer"])
    number = EventSource.objects.get_or_create(name=source)[0].pk
    found: dict[str, Sequence[int]] = {
        name: given[name]
        for name in ("event", "at", "kind", "actor", "device", "network", "amount", "stem", "flags")
    }
    found["source_id"] = [number] * len(known.rows)
    found["creator_id"], found["video_id"] = known.creators, known.videos
    found["agent_id"] = [agents[text] for text in given["agent"]]
    found["referrer_id"] = [referrers[text] for text in given["referrer"]]
    return {name: np.array(column, np.int64) for name, column in found.items()}


def _copy(columns: Columns) -> int:
    """Write rows and return how many were new."""
    size = len(columns["event"])
    try:
        with transaction.atomic():
            _send("fraud_activityevent", columns)
        return size
    except UniqueViolation:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE arriving (LIKE fraud_activityevent) ON COMMIT DROP"
            )
            _send("arriving", columns)
            cursor.execute(
                f"INSERT INTO fraud_activityevent ({_NAMES}) "
                f"SELECT {_NAMES} FROM arriving ON CONFLICT DO NOTHING"
            )
            written = int(cursor.rowcount)
            cursor.execute("DROP TABLE arriving")
            return written


def _send(table: str, columns: Columns) -> None:
    command = f"COPY {table} ({_NAMES}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(HEADER)
        copy.write(FORMAT.encode(columns))
        copy.write(TRAILER)


def _open_months(at: np.ndarray) -> None:
    first, last = (EPOCH + timedelta(microseconds=int(end)) for end in (at.min(), at.max()))
    if (first.year, first.month) == (last.year, last.month):
        partitions.ensure([first.date()])
    else:
        days = np.unique(at // (24 * _HOUR))
        partitions.ensure((EPOCH + timedelta(days=int(day))).date() for day in days)


def _mark_stale(at: np.ndarray) -> None:
    """Note which hours have to be summed again; the note commits with the events or not at all."""
    hours = [EPOCH + timedelta(hours=int(hour)) for hour in np.unique(at // _HOUR)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fraud_stalehour (hour) SELECT unnest(%s::timestamptz[]) "
            "ON CONFLICT DO NOTHING",
            [hours],
        )


def tally(faults: Sequence[Fault]) -> dict[str, int]:
    """Return how often each fault occurred, the most frequent first."""
    counts = Counter(f"{fault.field or 'line'}: {fault.code}" for fault in faults)
    return dict(counts.most_common())
