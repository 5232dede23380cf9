"""A piece of activity that stands alone: ids replaced by ordinals, capped, compressed. Pure.

What was stored can be examined again long after the events are gone, and says nothing about who
took part. The creator it is about is number 1.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import COLUMNS, NOBODY, Activity, Bools, Events, Ints, SignUps

SUBJECT: Final = 1
LIMIT: Final = 200_000
LAYOUT: Final = 1
_WHOLE: Final = (np.int8, np.int16, np.int32, np.int64)
_Value = TypeVar("_Value")
_SIGNUP_COLUMNS: Final = tuple(column.name for column in fields(SignUps))


class SliceError(ValueError):
    """These bytes are not a slice of this layout."""


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What to store, how many events are in it, and of how many accounts one was kept."""

    data: bytes
    events: int
    one_of: int


def cut(activity: Activity, *, creator: int, limit: int = LIMIT) -> Slice:
    """Return the slice about one creator.

    Above `limit` events, others' views go first, then whole accounts evenly: one of 2, of 4, …
    Shares and rates stay as they were, and sums become smaller.
    """
    kept, one_of = _capped(activity, creator=creator, limit=limit)
    return Slice(data=_pack(_anonymous(kept, creator)), events=len(kept.events), one_of=one_of)


def restore(data: bytes) -> Activity:
    """Return the activity of a slice. Raises SliceError."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            columns = {name: stored[name] for name in stored.files}
        texts = json.loads(columns.pop("texts").tobytes())
        if texts["layout"] != LAYOUT:
            raise SliceError(f"Slices of layout {texts['layout']} can't be read.")
        return _activity(columns, texts)
    except (KeyError, OSError, ValueError, EOFError, zipfile.BadZipFile) as fault:
        raise SliceError(str(fault)) from fault


def _capped(activity: Activity, *, creator: int, limit: int) -> tuple[Activity, int]:
    if len(activity.events) + len(activity.signups) <= limit:
        return activity, 1
    here = activity.events.creator == creator
    actors = activity.events.actor
    own = distinct(actors[here & (actors != NOBODY)])
    near = here | np.isin(actors, own)
    closer = _where(activity, near, np.isin(activity.signups.account, own))
    one_of = 1
    kept = closer
    while len(kept.events) + len(kept.signups) > limit:
        one_of *= 2
        kept = _one_of(closer, one_of)
    if one_of > 1:
        return kept, one_of
    return _filled(activity, near, kept, room=limit - len(kept.events) - len(kept.signups)), 1


def _filled(activity: Activity, near: Bools, kept: Activity, *, room: int) -> Activity:
    """Add as many of the other events as fit, evenly over time, to compare with."""
    others = np.flatnonzero(~near)
    some = others[:: max(1, -(-len(others) // room))] if room > 0 else others[:0]
    rows = near.copy()
    rows[some] = True
    return replace(kept, events=activity.events.where(rows))


def _one_of(activity: Activity, number: int) -> Activity:
    """Keep one of `number` accounts; of events without an account every so-many-th."""
    actors = activity.events.actor
    rows = _chosen(actors, number)
    unknown = np.flatnonzero(actors == NOBODY)
    rows[unknown] = False
    rows[unknown[::number]] = True
    return _where(activity, rows, _chosen(activity.signups.account, number))


def _chosen(accounts: Ints, number: int) -> Bools:
    # Multiplying by a large odd number spreads ids that were given in turn.
    mixed = accounts.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray((mixed >> np.uint64(32)) % np.uint64(number) == 0)


def _where(activity: Activity, rows: Bools, signups: Bools) -> Activity:
    columns = {name: getattr(activity.signups, name)[signups] for name in _SIGNUP_COLUMNS}
    return replace(activity, events=activity.events.where(rows), signups=SignUps(**columns))


def _anonymous(activity: Activity, creator: int) -> Activity:
    """Replace every id by its place in the order of appearance; nobody stays nobody."""
    events, signups = activity.events, activity.signups
    owner = _of_these(activity.owner, events.actor)
    creators = _ordinals([creator], events.creator, list(owner.values()))
    own = _of_these(activity.own_devices, creators.ids)
    actors = _ordinals(events.actor, signups.account)
    devices = _ordinals(events.device, signups.device, [one for of in own.values() for one in of])
    networks = _ordinals(events.network, signups.network)
    agents, agent = _texts(activity.agents, events.agent)
    referrers, referrer = _texts(activity.referrers, events.referrer)
    return Activity(
        events=replace(
            events,
            actor=actors.of(events.actor),
            creator=creators.of(events.creator),
            device=devices.of(events.device),
            network=networks.of(events.network),
            video=_ordinals(events.video).of(events.video),
            agent=agent,
            referrer=referrer,
        ),
        agents=agents,
        referrers=referrers,
        signups=replace(
            signups,
            account=actors.of(signups.account),
            device=devices.of(signups.device),
            network=networks.of(signups.network),
            stem=_ordinals(signups.stem).of(signups.stem),
        ),
        owner={actors.one(account): creators.one(whose) for account, whose in owner.items()},
        own_devices={
            creators.one(whose): frozenset(devices.one(one) for one in of)
            for whose, of in own.items()
        },
    )


def _of_these(known: Mapping[int, _Value], ids: Ints) -> dict[int, _Value]:
    wanted = set(ids.tolist()) if known else set()
    return {one: value for one, value in known.items() if one in wanted}


@dataclass(frozen=True)
class _Ordinals:
    ids: Ints
    numbers: Ints

    def of(self, values: Ints) -> Ints:
        return self.numbers[np.searchsorted(self.ids, values)]

    def one(self, value: int) -> int:
        return int(self.of(np.array([value]))[0])


def _ordinals(*values: Ints | list[int]) -> _Ordinals:
    every = np.concatenate([np.asarray(one, np.int64) for one in ([NOBODY], *values)])
    ids, firsts = np.unique(every, return_index=True)
    numbers = np.empty(len(ids), np.int64)
    numbers[np.argsort(firsts, kind="stable")] = np.arange(len(ids))
    return _Ordinals(ids, numbers)


def _texts(texts: Any, places: Ints) -> tuple[tuple[str, ...], Ints]:
    """Keep the texts that are used."""
    used, numbers = np.unique(places, return_inverse=True)
    return tuple(texts[place] for place in used.tolist()), np.asarray(numbers, np.int64)


def _pack(activity: Activity) -> bytes:
    columns = {f"event_{name}": _small(getattr(activity.events, name)) for name in COLUMNS}
    columns |= {
        f"signup_{name}": _small(getattr(activity.signups, name)) for name in _SIGNUP_COLUMNS
    }
    texts = {
        "layout": LAYOUT,
        "agents": list(activity.agents),
        "referrers": list(activity.referrers),
        "owner": sorted(activity.owner.items()),
        "own_devices": [[who, sorted(of)] for who, of in sorted(activity.own_devices.items())],
    }
    columns["texts"] = np.frombuffer(json.dumps(texts).encode(), np.uint8)
    stored = io.BytesIO()
    np.savez_compressed(stored, allow_pickle=False, **columns)
    return stored.getvalue()


def _small(values: NDArray[Any]) -> NDArray[Any]:
    """Return whole numbers in as few bytes as hold them."""
    if values.dtype == np.bool_ or not len(values):
        return values
    low, high = int(values.min()), int(values.max())
    fits = (kind for kind in _WHOLE if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    return values.astype(next(fits))


def _activity(columns: Mapping[str, NDArray[Any]], texts: Mapping[str, Any]) -> Activity:
    return Activity(
        events=Events.of(**{name: columns[f"event_{name}"] for name in COLUMNS}),
        agents=tuple(texts["agents"]),
        referrers=tuple(texts["referrers"]),
        signups=SignUps.of(**{name: columns[f"signup_{name}"] for name in _SIGNUP_COLUMNS}),
        owner=dict(texts["owner"]),
        own_devices={who: frozenset(of) for who, of in texts["own_devices"]},
    )
