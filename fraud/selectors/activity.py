"""Stored events of a span of time, as the columns that detectors read."""

from datetime import UTC, datetime
from typing import Final

import numpy as np
from django.db import connection

from creatorspark.lib.pgcopy import EPOCH, Columns, RowFormat, microseconds
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
_SECONDS: Final = int(EPOCH.timestamp())


def activity_between(start: datetime, end: datetime) -> Activity:
    """Return the events from `start` to before `end`, with the texts and accounts they name."""
    columns = {name: np.asarray(one, np.int64) for name, one in _rows(start, end).items()}
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


def _rows(start: datetime, end: datetime) -> Columns:
    names = ", ".join(_FORMAT.names)
    span = (microseconds(start.astimezone(UTC)), microseconds(end.astimezone(UTC)))
    assert span[0] < span[1]
    with connection.cursor() as cursor:
        query = cursor.mogrify(  # COPY takes no parameters
            f"COPY (SELECT {names} FROM fraud_activityevent WHERE at >= %s AND at < %s "
            "ORDER BY at) TO STDOUT (FORMAT binary)",
            [start, end],
        )
        with cursor.copy(query) as copy:
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
