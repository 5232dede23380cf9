"""Money that goes round: creators whose gifts come back to them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from fraud.domain.activity import Events
from fraud.domain.parameters import GiftParameters

DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Creators and the gifts between them; `share` of what they gave came back to the givers.

    `rounds` is on how many days the least busy of them gave.
    """

    creators: tuple[int, ...]
    gifts: Events
    share: float
    rounds: int


def circles(gifts: Events, *, owner: Mapping[int, int], limits: GiftParameters) -> Iterator[Circle]:
    """Return groups in which money runs in rings, with what is left when it all is set off."""
    if not owner or not len(gifts):
        return
    giver = np.array([owner.get(account, 0) for account in gifts.actor.tolist()])
    between = (giver != 0) & (giver != gifts.creator) & (gifts.amount > 0)
    inside, giver = gifts.where(between), giver[between]
    if not len(inside):
        return
    names = np.unique(np.concatenate([giver, inside.creator]))
    one, other = np.searchsorted(names, giver), np.searchsorted(names, inside.creator)
    size = len(names)
    graph = csr_matrix((inside.amount, (one, other)), shape=(size, size))
    label = connected_components(graph, directed=True, connection="strong")[1]
    for group in np.flatnonzero(np.bincount(label) > 1):
        members = np.flatnonzero(label == group)
        rows = np.isin(one, members) & np.isin(other, members)
        circle = _circle(names[members].tolist(), inside.where(rows), giver[rows])
        material = int(circle.gifts.amount.sum()) >= limits.least_amount
        if (
            material
            and circle.share >= limits.circle_share
            and circle.rounds >= limits.circle_rounds
        ):
            yield circle


def _circle(creators: list[int], gifts: Events, giver: np.ndarray) -> Circle:
    """Set off what each gave against what each got: what stays is a present, the rest a circle."""
    total = int(gifts.amount.sum())
    kept = sum(
        abs(int(gifts.amount[giver == one].sum()) - int(gifts.amount[gifts.creator == one].sum()))
        for one in creators
    )
    days = min(len(np.unique(gifts.at[giver == one] // DAY)) for one in creators)
    return Circle(creators=tuple(creators), gifts=gifts, share=1 - kept / (2 * total), rounds=days)
