"""Taking in events: read, made small, and written by COPY, each once however often it comes.

A batch goes straight into its partitions. Only when the database says that one of its events is
there already does the batch go through a table of its own, which lets the known ones fall.
"""

from collections import Counter
from collections.abc import Callable, Sequence
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
    rows, faults = read_lines(
        lines,
        source=source,
        hashed=_hashed(),
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
        duplicates=len(known) - written,
        faults=tuple(told),
    )


@dataclass(frozen=True)
class _Known:
    """A row whose creator and video we know."""

    row: Row
    creator: int
    video: int


@lru_cache(maxsize=2)
def _hasher_for(secret: str) -> Callable[[str], int]:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"creatorspark.events.1")
    return hasher(drawn.derive(secret.encode()))


def _hashed() -> Callable[[str], int]:
    return _hasher_for(settings.EVENT_SECRET)


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


def _resolve(rows: Sequence[Row], *, platform: str) -> tuple[list[_Known], list[Fault]]:
    videos = {
        external: (video, creator)
        for external, video, creator in Video.objects.filter(
            platform=platform, external_id__in={row.video for row in rows if row.video}
        ).values_list("external_id", "pk", "creator_id")
    }
    creators = dict(
        Creator.objects.filter(
            platform=platform, external_id__in={row.creator for row in rows if row.creator}
        ).values_list("external_id", "pk")
    )
    known, faults = [], []
    for row in rows:
        if row.video:
            found = videos.get(row.video)
            if found is None:
                faults.append(_unknown(row, "video"))
            else:
                known.append(_Known(row, found[1], found[0]))
        elif row.creator and row.creator not in creators:
            faults.append(_unknown(row, "creator"))
        else:
            known.append(_Known(row, creators.get(row.creator, 0), 0))
    return known, faults


def _unknown(row: Row, name: str) -> Fault:
    return Fault(row.line, name, f"unknown_{name}", _("We don’t know this one yet."))


def _write(known: Sequence[_Known], *, source: str) -> int:
    if not known:
        return 0
    columns = _columns(known, source=source)
    at = np.asarray(columns["at"])
    _open_months(at)
    written = _copy(columns)
    _mark_stale(at)
    return written


def _columns(known: Sequence[_Known], *, source: str) -> Columns:
    rows = [one.row for one in known]
    agents = numbers_of(UserAgent, [row.agent for row in rows])
    referrers = numbers_of(Referrer, [row.referrer for row in rows])
    number = EventSource.objects.get_or_create(name=source)[0].pk
    columns = {
        name: np.fromiter((getattr(row, name) for row in rows), np.int64, len(rows))
        for name in ("event", "at", "kind", "actor", "device", "network", "amount", "stem", "flags")
    }
    columns["source_id"] = np.full(len(rows), number)
    columns["creator_id"] = np.fromiter((one.creator for one in known), np.int64, len(rows))
    columns["video_id"] = np.fromiter((one.video for one in known), np.int64, len(rows))
    columns["agent_id"] = np.fromiter((agents[row.agent] for row in rows), np.int64, len(rows))
    columns["referrer_id"] = np.fromiter(
        (referrers[row.referrer] for row in rows), np.int64, len(rows)
    )
    return columns


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
