"""Who used which device, who gave to whom, who met where: small graphs of ordinals. Pure.

Ordinals begin at 1 with whoever did most, so that a graph tells nothing about anybody but its
shape, and the same events always give the same graph.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from fraud.domain.activity import Events, Ints, Kind

EDGES: Final = 200
MET_ACCOUNTS: Final = 24
MET_VIDEOS: Final = 12


def device_graph(doings: Events) -> dict[str, Any]:
    """Return accounts and their devices: `edges` are [account, device, doings].

    Of more than 200 edges those of the most shared devices stay; `left_out` counts the others.
    """
    known = doings.where((doings.actor != 0) & (doings.device != 0))
    if not len(known):
        return {}
    account, accounts = _ordinals(known.actor)
    device, devices = _ordinals(known.device)
    pairs, counts = _tally(account, device)
    carried = np.bincount(pairs[1], minlength=devices + 1)
    order = np.lexsort((pairs[0], pairs[1], -counts, -carried[pairs[1]]))
    kept = np.sort(order[:EDGES])
    return {
        "accounts": accounts,
        "devices": devices,
        "shared": int((carried > 1).sum()),
        "edges": _rows(pairs[0][kept], pairs[1][kept], counts[kept]),
        "left_out": len(counts) - len(kept),
    }


def gift_graph(doings: Events, *, creator: int, owner: Mapping[int, int]) -> dict[str, Any]:
    """Return who gave what to whom: `edges` are [giver, receiver, gifts, given, taken back] in
    minor units. 0 is this creator; `creators` says which ordinals are creators too.

    Accounts that belong to a creator stand for that creator.
    """
    gifts = doings.of_kind(Kind.GIFT)
    circle = {creator, *(owner[who] for who in np.unique(gifts.actor).tolist() if who in owner)}
    gifts = gifts.where(np.isin(gifts.creator, list(circle)))
    if not len(gifts):
        return {}
    # Creators count below zero, so that they never meet an account's number.
    giver = np.array([-owner.get(who, 0) or who for who in gifts.actor.tolist()], np.int64)
    names, place = np.unique(np.concatenate([giver, -gifts.creator]), return_inverse=True)
    amounts = np.bincount(place, weights=np.tile(np.abs(gifts.amount), 2))
    rank = np.empty(len(names), np.int64)
    rank[np.lexsort((names, -amounts, names != -creator))] = np.arange(len(names))
    one, other = rank[place[: len(gifts)]], rank[place[len(gifts) :]]
    pairs, counts = _tally(one, other)
    where = _places(one, other, pairs)
    given = np.bincount(where, weights=gifts.amount.clip(min=0), minlength=len(counts))
    back = np.bincount(where, weights=(-gifts.amount).clip(min=0), minlength=len(counts))
    kept = np.sort(np.lexsort((pairs[1], pairs[0], -given))[:EDGES])
    return {
        "people": len(names) - 1,
        "creators": sorted(rank[(names < 0) & (names != -creator)].tolist()),
        "edges": _rows(*(c[kept] for c in (pairs[0], pairs[1], counts, given, back))),
        "left_out": len(counts) - len(kept),
    }


def meetings(doings: Events) -> dict[str, Any]:
    """Return when accounts came to videos: `points` are [account, video, seconds after the first].

    The 24 accounts and 12 videos with most doings; the first time only.
    """
    views = doings.of_kind(Kind.VIEW)
    views = views.where((views.actor != 0) & (views.video != 0))
    if not len(views):
        return {}
    account, accounts = _ordinals(views.actor)
    video, videos = _ordinals(views.video)
    kept = (account <= MET_ACCOUNTS) & (video <= MET_VIDEOS)
    account, video, at = account[kept], video[kept], views.at[kept]
    order = np.lexsort((at, video, account))
    account, video, at = account[order], video[order], at[order]
    first = np.ones(len(at), bool)
    first[1:] = (account[1:] != account[:-1]) | (video[1:] != video[:-1])
    account, video, at = account[first], video[first], at[first]
    begun = np.full(MET_VIDEOS + 1, np.iinfo(np.int64).max)
    np.minimum.at(begun, video, at)
    return {
        "accounts": accounts,
        "videos": videos,
        "points": _rows(account, video, at - begun[video]),
    }


def _ordinals(values: Ints) -> tuple[Ints, int]:
    """Number values from 1, the most frequent first; return each row's number, and how many."""
    names, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    rank = np.empty(len(names), np.int64)
    rank[np.lexsort((names, -counts))] = np.arange(1, len(names) + 1)
    return rank[place], len(names)


def _tally(one: Ints, other: Ints) -> tuple[tuple[Ints, Ints], Ints]:
    width = int(other.max()) + 1
    keys, counts = np.unique(one * width + other, return_counts=True)
    return (keys // width, keys % width), counts


def _places(one: Ints, other: Ints, pairs: tuple[Ints, Ints]) -> Ints:
    width = int(other.max()) + 1
    return np.searchsorted(pairs[0] * width + pairs[1], one * width + other)


def _rows(*columns: Any) -> list[list[int]]:
    table = np.stack([np.asarray(column, np.int64) for column in columns], axis=1)
    return [[int(cell) for cell in row] for row in table]
