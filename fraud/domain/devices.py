"""Accounts that were only ever seen on devices which many accounts share. Pure."""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from fraud.domain.activity import Events, Ints, distinct_pairs
from fraud.domain.parameters import RingParameters

LINKS = 2


def clusters(doings: Events, *, limits: RingParameters) -> list[Ints]:
    """Return groups of accounts without a device of their own that do the same for one creator.

    Pupils share tablets too, but each of them watches what they like.
    """
    known = doings.where((doings.actor != 0) & (doings.device != 0))
    if not len(known):
        return []
    holder, held = distinct_pairs(known.actor, known.device)
    devices, place, carried = np.unique(held, return_inverse=True, return_counts=True)
    shared = carried >= limits.accounts_per_device
    accounts, who = np.unique(holder, return_inverse=True)
    own = np.bincount(who, weights=~shared[place], minlength=len(accounts)) > 0
    kept = ~own[who] & shared[place]
    if not kept.any():
        return []
    groups = _linked(who[kept], place[kept], size=len(accounts), devices=len(devices))
    return [
        accounts[group]
        for group in groups
        if len(group) >= limits.least_accounts and _alike(accounts[group], doings, limits=limits)
    ]


def _linked(who: Ints, place: Ints, *, size: int, devices: int) -> list[Ints]:
    """Join devices that have several accounts in common; one guest joins nothing."""
    held = csr_matrix((np.ones(len(who), np.int32), (who, place)), shape=(size, devices))
    common = (held.T @ held) >= LINKS
    label = connected_components(common, directed=False)[1]
    first = np.full(size, -1)
    first[who] = label[place]
    order = np.argsort(first, kind="stable")
    order = order[first[order] >= 0]
    cuts = np.flatnonzero(np.diff(first[order])) + 1
    return [np.asarray(group) for group in np.split(order, cuts)]


def _alike(accounts: Ints, doings: Events, *, limits: RingParameters) -> bool:
    """Say whether most of what they do is for one creator, and on the same videos."""
    here = doings.where(np.isin(doings.actor, accounts))
    creators, doings_for = np.unique(here.creator, return_counts=True)
    if doings_for.max() < limits.focus * len(here):
        return False
    # What else they watch is each one’s own, and hides nobody.
    aimed = here.where(here.creator == creators[doings_for.argmax()])
    videos = distinct_pairs(aimed.actor, aimed.video)[1]
    audience = np.unique(videos, return_counts=True)[1]
    # Of those videos that a member saw, the share of the others who saw them too.
    met = (audience * (audience - 1)).sum() / (len(videos) * max(len(accounts) - 1, 1))
    return bool(met >= limits.focus)
