"""Who the rows of past weeks belong to, and the outcomes by which groups are compared."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rewards.domain.fairness import Comparison, Outcomes, compare
from rewards.domain.groups import Grouping, by_length, by_name, by_size
from rewards.domain.intervals import IntArray
from rewards.domain.replay import GRADED, Replayed
from rewards.services.sandbox.reading import PastWeeks


def groupings(past: PastWeeks) -> list[Grouping]:
    """Return each row's group of every kind."""
    keys, key = past.rows.keys, past.rows.key
    return [
        by_name("niche", names=[one.niche for one in keys], code=key),
        by_size(past.followers),
        by_length(past.rows.seconds),
        by_name("language", names=past.languages, code=past.language),
        by_name("market", names=[one.market for one in keys], code=key),
    ]


def graded_videos(
    past: PastWeeks, paid: Replayed, *, groups: Sequence[Grouping]
) -> tuple[Outcomes, list[Grouping]]:
    """Return each graded video once for all the weeks, and its groups in its latest week."""
    graded = np.isin(paid.letter, GRADED)
    videos, place = np.unique(past.rows.video[graded], return_inverse=True)
    last = np.zeros(len(videos), np.int64)
    last[place] = np.flatnonzero(graded)
    base = _summed(paid.base[graded], place, len(videos))
    bonus = _summed(paid.bonus[graded], place, len(videos))
    outcomes = Outcomes(owner=past.rows.creator[last], has_bonus=bonus > 0, base=base, bonus=bonus)
    return outcomes, [replace(group, code=group.code[last]) for group in groups]


def compare_kinds(
    outcomes: Outcomes, *, groups: Sequence[Grouping], min_creators: int
) -> dict[str, Comparison]:
    """Return the fairness measures of every kind of group."""
    return {
        group.kind: compare(
            outcomes, group=group.code, names=group.names, min_creators=min_creators
        )
        for group in groups
    }


def _summed(values: IntArray, place: IntArray, count: int) -> IntArray:
    return np.bincount(place, values, count).round().astype(np.int64)
