"""Who the rows of past weeks belong to, and the outcomes by which groups are compared."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rewards.domain.fairness import Comparison, Measure, Outcomes, Ratio, compare
from rewards.domain.groups import Grouping, by_length, by_name, by_size
from rewards.domain.intervals import IntArray, Interval
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


def fairness_of(
    past: PastWeeks, paid: Replayed, *, groups: Sequence[Grouping], min_creators: int
) -> dict[str, dict[str, Any]]:
    """Return the fairness measures of every kind of group as plain JSON.

    Counted are graded videos, each once for all the weeks, in the group of its latest week.
    Groups of fewer creators than `min_creators` are hidden.
    """
    graded = np.isin(paid.letter, GRADED)
    videos, place = np.unique(past.rows.video[graded], return_inverse=True)
    last = np.zeros(len(videos), np.int64)
    last[place] = np.flatnonzero(graded)
    base = _summed(paid.base[graded], place, len(videos))
    bonus = _summed(paid.bonus[graded], place, len(videos))
    outcomes = Outcomes(owner=past.rows.creator[last], has_bonus=bonus > 0, base=base, bonus=bonus)
    return {
        group.kind: as_json(
            compare(outcomes, group=group.code[last], names=group.names, min_creators=min_creators)
        )
        for group in groups
    }


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as reports store it."""
    return {
        "groups": [
            {
                "name": group.name,
                "videos": group.videos,
                "creators": group.creators,
                "base": group.base,
                "bonus": group.bonus,
                "flag": str(group.flag),
                "share": _measure(group.share),
                "money": _measure(group.money),
            }
            for group in comparison.groups
        ],
        "hidden_groups": comparison.hidden_groups,
        "hidden_videos": comparison.hidden_videos,
    }


def _measure(measure: Measure) -> Mapping[str, Any]:
    return {
        "of": _interval(measure.of),
        "to_best": _interval(measure.to_best),
        "to_all": _interval(measure.to_all),
    }


def _interval(found: Interval | Ratio | None) -> dict[str, Any] | None:
    if found is None:
        return None
    numbers = {
        name: None if value is None else round(value, 6)
        for name, value in (("value", found.value), ("low", found.low), ("high", found.high))
    }
    return numbers | ({"flag": str(found.flag)} if isinstance(found, Ratio) else {})


def _summed(values: IntArray, place: IntArray, count: int) -> IntArray:
    return np.bincount(place, values, count).round().astype(np.int64)
