"""Stored events as columns, read through once from the first page to the last, a stretch at a time.

Each stretch comes as one row of arrays: a client spends more on a million small messages than on
their bytes. What is appended while we read isn't read; its creators are due again anyway.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import connection

from creatorspark.lib.pgcopy import EPOCH, ColumnFormat
from fraud.domain.activity import Activity, Events, Ints, Kind, SignUps
from fraud.domain.minimising import DISPOSABLE, HOSTING
from fraud.models import Referrer, UserAgent

COLUMNS: Final = {
    "at": "timestamptz",
    "kind": "int2",
    "actor": "int8",
    "device": "int8",
    "network": "int8",
    "creator_id": "int8",
    "video_id": "int8",
    "agent_id": "int4",
    "referrer_id": "int4",
    "amount": "int8",
    "stem": "int8",
    "flags": "int2",
}
# Packed, so that laying rows out on disk costs 76 bytes each. `at` is Unix seconds.
_WIDTHS: Final = {"int2": "<i2", "int4": "<i4", "int8": "<i8", "timestamptz": "<i8"}
ROW: Final = np.dtype([(name, _WIDTHS[kind]) for name, kind in COLUMNS.items()])
PAGES: Final = 3_000
_FORMAT: Final = ColumnFormat(COLUMNS)
_ARRAYS: Final = ", ".join(f"array_agg({name})" for name in COLUMNS)
_PARENT: Final = "fraud_activityevent"
_SECONDS: Final = int(EPOCH.timestamp())

Rows = np.ndarray


def read(
    start: datetime, end: datetime, *, only: str = "true", values: Mapping[str, Any] | None = None
) -> Iterator[Rows]:
    """Yield the events from `start` to before `end` that fulfil the condition `only`, unordered."""
    for table, pages in _tables(start, end):
        for first in range(0, pages, PAGES):
            rows = _stretch(
                f"{table} WHERE ctid >= '({first},0)' AND ctid < '({first + PAGES},0)' AND "
                f"at >= %(start)s AND at < %(end)s AND {only}",
                {**(values or {}), "start": start, "end": end},
            )
            if len(rows):
                yield rows


def doings(start: datetime, end: datetime, *, accounts: Ints) -> dict[int, int]:
    """Return how much each of these accounts did in the span, sign-ups and sign-ins apart.

    The server counts, for what many accounts did is more than memory should hold.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT actor, count(*) FROM {_PARENT} WHERE at >= %s AND at < %s "
            "AND kind NOT IN (6, 7) AND actor = ANY(%s::bigint[]) GROUP BY actor",
            [start, end, f"{{{','.join(map(str, accounts.tolist()))}}}"],
        )
        return dict(cursor.fetchall())


def sample(start: datetime, end: datetime, *, size: int) -> Rows:
    """Return about so many views of the span, the same ones whenever it is asked."""
    tables = [table for table, _pages in _tables(start, end)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(reltuples, 0)), 0) FROM pg_class WHERE relname = ANY(%s)",
            [tables],
        )
        stored = int(cursor.fetchone()[0])
    percent = min(100.0, 150.0 * size / stored) if stored else 100.0
    return _stretch(
        f"(SELECT * FROM {_PARENT} TABLESAMPLE SYSTEM ({percent:.6f}) REPEATABLE (1) "
        f"WHERE at >= %(start)s AND at < %(end)s AND kind = 1 LIMIT {size}) AS a_sample",
        {"start": start, "end": end},
    )


def together(parts: Sequence[Rows]) -> Rows:
    """Return all parts as one, in the order of time."""
    rows = np.concatenate(parts) if parts else np.empty(0, ROW)
    return np.asarray(rows[np.argsort(rows["at"], kind="stable")])


def activity(rows: Rows) -> Activity:
    """Return rows as detectors read them, with the texts and accounts that they name."""
    columns: dict[str, Ints] = {name: rows[name].astype(np.int64) for name in COLUMNS}
    agents, agent = _texts(UserAgent, columns["agent_id"])
    referrers, referrer = _texts(Referrer, columns["referrer_id"])
    events = Events.of(
        kind=columns["kind"],
        at=columns["at"],
        actor=columns["actor"],
        device=columns["device"],
        network=columns["network"],
        creator=columns["creator_id"],
        video=columns["video_id"],
        agent=agent,
        referrer=referrer,
        amount=columns["amount"],
    )
    owner, devices = _own(events)
    return Activity(
        events=events,
        agents=agents,
        referrers=referrers,
        signups=_signups(columns),
        owner=owner,
        own_devices=devices,
    )


def _tables(start: datetime, end: datetime) -> list[tuple[str, int]]:
    """Return the months that the span touches, each with how many pages it has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_relation_size(pg_class.oid) / "
            "current_setting('block_size')::bigint FROM pg_inherits "
            "JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = %s::regclass "
            "ORDER BY relname",
            [_PARENT],
        )
        found = [(str(name), int(pages)) for name, pages in cursor.fetchall()]
    first, last = f"{start:%Y%m}", f"{end:%Y%m}"
    month = re.compile(rf"{_PARENT}_(\d{{6}})")
    return [
        (name, pages)
        for name, pages in found
        if (one := month.fullmatch(name)) and first <= one[1] <= last
    ]


def _stretch(source: str, values: Mapping[str, Any]) -> Rows:
    with connection.cursor() as cursor:
        # COPY takes no parameters.
        ready = cursor.mogrify(f"SELECT {_ARRAYS} FROM {source}", dict(values))
        with cursor.copy(f"COPY ({ready}) TO STDOUT (FORMAT binary)") as copy:
            columns = _FORMAT.decode(bytes(part) for part in copy)
    rows = np.empty(len(columns["at"]), ROW)
    for name, column in columns.items():
        rows[name] = column
    rows["at"] = rows["at"] // 1_000_000 + _SECONDS
    return rows


def _texts(table: type[UserAgent] | type[Referrer], numbers: Ints) -> tuple[list[str], Ints]:
    """Return the texts that are named and the place of each row's among them."""
    named, places = np.unique(numbers, return_inverse=True)
    known = dict(table._default_manager.filter(pk__in=named.tolist()).values_list("pk", "text"))
    return [known.get(number, "") for number in named.tolist()], np.asarray(places, np.int64)


def _signups(columns: dict[str, Ints]) -> SignUps:
    rows = columns["kind"] == Kind.SIGNUP
    flags = columns["flags"][rows]
    return SignUps.of(
        at=columns["at"][rows],
        account=columns["actor"][rows],
        stem=columns["stem"][rows],
        network=columns["network"][rows],
        device=columns["device"][rows],
        disposable=(flags & DISPOSABLE) != 0,
        hosting=(flags & HOSTING) != 0,
    )


def _own(events: Events) -> tuple[dict[int, int], dict[int, frozenset[int]]]:
    """A sign-in that names a creator is the creator's own: their account and their devices."""
    logins = events.of_kind(Kind.LOGIN)
    logins = logins.where((logins.creator != 0) & (logins.actor != 0))
    owner = dict(zip(logins.actor.tolist(), logins.creator.tolist(), strict=True))
    devices: dict[int, set[int]] = {}
    for creator, device in zip(logins.creator.tolist(), logins.device.tolist(), strict=True):
        if device:
            devices.setdefault(creator, set()).add(device)
    return owner, {creator: frozenset(known) for creator, known in devices.items()}
