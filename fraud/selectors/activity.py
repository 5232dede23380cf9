"""Stored events of a span of time, as the columns that detectors read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import connection

from creatorspark.lib.pgcopy import EPOCH, Columns, RowFormat
from fraud.domain.activity import Activity, Events, Ints, Kind, SignUps
from fraud.domain.minimising import DISPOSABLE, HOSTING
from fraud.models import Referrer, UserAgent

_FORMAT: Final = RowFormat(
    {
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
)
SAMPLE: Final = 20_000
_BETWEEN: Final = """
SELECT {names} FROM fraud_activityevent WHERE at >= %(start)s AND at < %(end)s ORDER BY at
"""
# Accounts that came three times, gave, or share a device among four are followed elsewhere.
_OF_CREATORS: Final = """
WITH theirs AS MATERIALIZED (
    SELECT {names} FROM fraud_activityevent
    WHERE at >= %(start)s AND at < %(end)s AND creator_id = ANY(%(creators)s::bigint[])
), crowded AS (
    SELECT device FROM theirs WHERE device <> 0 GROUP BY device HAVING count(DISTINCT actor) >= 4
), followed AS (
    SELECT actor FROM theirs WHERE actor <> 0
    GROUP BY actor
    HAVING count(*) >= 3 OR bool_or(kind = 5) OR bool_or(device IN (SELECT device FROM crowded))
), elsewhere AS (
    SELECT {names} FROM fraud_activityevent
    WHERE at >= %(start)s AND at < %(end)s AND creator_id <> ALL(%(creators)s::bigint[])
        AND (kind IN (6, 7) OR actor IN (SELECT actor FROM followed))
), others AS (
    SELECT {names} FROM fraud_activityevent
    WHERE at >= %(start)s AND at < %(end)s AND creator_id <> ALL(%(creators)s::bigint[])
        AND kind = 1 AND actor NOT IN (SELECT actor FROM followed)
    ORDER BY event LIMIT %(sample)s
)
SELECT {names} FROM (
    SELECT * FROM theirs UNION ALL SELECT * FROM elsewhere UNION ALL SELECT * FROM others
) AS everything ORDER BY at
"""
_SECONDS: Final = int(EPOCH.timestamp())


def activity_between(start: datetime, end: datetime) -> Activity:
    """Return the events from `start` to before `end`, with the texts and accounts they name."""
    return _activity(_rows(_BETWEEN, {"start": start, "end": end}))


def activity_of(creator_ids: Sequence[int], start: datetime, end: datetime) -> Activity:
    """Return what happened to some creators, what the accounts that came often or share devices
    did elsewhere, all new accounts and sign-ins, and a sample of other views to compare with.
    """
    span = {"start": start, "end": end, "creators": list(creator_ids), "sample": SAMPLE}
    return _activity(_rows(_OF_CREATORS, span))


def _activity(rows: Columns) -> Activity:
    columns = {name: np.asarray(one, np.int64) for name, one in rows.items()}
    columns["at"] = columns["at"] // 1_000_000 + _SECONDS
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


def _rows(query: str, values: Mapping[str, Any]) -> Columns:
    names = ", ".join(_FORMAT.names)
    with connection.cursor() as cursor:
        ready = cursor.mogrify(query.format(names=names), dict(values))  # COPY takes no parameters
        with cursor.copy(f"COPY ({ready}) TO STDOUT (FORMAT binary)") as copy:
            return _FORMAT.decode(bytes(part) for part in copy)


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
