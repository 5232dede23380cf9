"""What rules would have cost, whom they would have paid more or less, and how alike. Plain JSON."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from creatorspark.core.models import Creator
from creatorspark.lib.periods import week_label
from rewards.domain.fairness_facts import comparison_to_json
from rewards.domain.groups import Grouping
from rewards.domain.intervals import IntArray, members
from rewards.domain.replay import LETTERS, Replayed, as_paid
from rewards.services.sandbox.grouping import compare_kinds, graded_videos, groupings
from rewards.services.sandbox.reading import PastWeeks

TOP = 10
# Staff may see everyone; with fewer creators than these an interval means little.
STAFF_CREATORS = 5
QUARTERS = (0.25, 0.5, 0.75)


def compare_weeks(past: PastWeeks, then: Replayed) -> dict[str, Any]:
    """Set what would have been paid next to what was; sums in minor units."""
    now = as_paid(past.rows)
    groups = groupings(past)
    return {
        "weeks": [week_label(week) for week in past.weeks],
        "policies": list(past.policy_versions),
        "currency": past.rows.policies[0].currency if past.rows.policies else "",
        "lines": len(past),
        "videos": len(np.unique(past.rows.video)),
        "totals": {
            "base": [int(now.base.sum()), int(then.base.sum())],
            "bonus": [int(now.bonus.sum()), int(then.bonus.sum())],
            "waiting": [int(now.waiting.sum()), int(then.waiting.sum())],
        },
        "by_week": _by_week(past, now, then),
        "by_letter": _by_letter(now, then),
        "people": _people(past, now, then),
        "groups": {group.kind: _by_group(past, group, now, then) for group in groups},
        "fairness": {
            "now": _fairness(past, now, groups),
            "then": _fairness(past, then, groups),
        },
    }


def _by_week(past: PastWeeks, now: Replayed, then: Replayed) -> list[dict[str, Any]]:
    count = len(past.weeks)
    was, would = (_summed(paid.total, past.rows.week, count) for paid in (now, then))
    return [
        {"name": week_label(week), "paid": [int(was[place]), int(would[place])]}
        for place, week in enumerate(past.weeks)
    ]


def _by_letter(now: Replayed, then: Replayed) -> list[dict[str, Any]]:
    """Return lines and bonus of each letter; the first stands for not graded yet."""
    count = len(LETTERS)
    lines = [np.bincount(paid.letter, minlength=count) for paid in (now, then)]
    bonus = [_summed(paid.bonus, paid.letter, count) for paid in (now, then)]
    return [
        {
            "name": str(letter),
            "lines": [int(side[code]) for side in lines],
            "bonus": [int(side[code]) for side in bonus],
        }
        for code, letter in enumerate(LETTERS)
        if any(side[code] for side in lines)
    ]


def _by_group(
    past: PastWeeks, group: Grouping, now: Replayed, then: Replayed
) -> list[dict[str, Any]]:
    count = len(group.names)
    videos = members(group.code, past.rows.video, count=count)
    creators = members(group.code, past.rows.creator, count=count)
    sums = {
        "paid": [_summed(paid.total, group.code, count) for paid in (now, then)],
        "bonus": [_summed(paid.bonus, group.code, count) for paid in (now, then)],
    }
    return [
        {
            "name": name,
            "videos": int(videos[code]),
            "creators": int(creators[code]),
            **{key: [int(side[code]) for side in sides] for key, sides in sums.items()},
        }
        for code, name in enumerate(group.names)
        if videos[code]
    ]


def _people(past: PastWeeks, now: Replayed, then: Replayed) -> dict[str, Any]:
    ids, place = np.unique(past.rows.creator, return_inverse=True)
    was, would = (_summed(paid.total, place, len(ids)) for paid in (now, then))
    change = would - was
    order = np.argsort(change, kind="stable")
    gained = [row for row in order[::-1][:TOP].tolist() if change[row] > 0]
    lost = [row for row in order[:TOP].tolist() if change[row] < 0]
    handles = dict(
        Creator.objects.filter(pk__in=ids[gained + lost].tolist()).values_list("pk", "handle")
    )

    def listed(rows: Sequence[int]) -> list[dict[str, Any]]:
        return [
            {
                "creator": int(ids[row]),
                "handle": handles.get(int(ids[row]), ""),
                "paid": [int(was[row]), int(would[row])],
            }
            for row in rows
        ]

    return {
        "creators": len(ids),
        "up": _spread(change[change > 0]),
        "down": _spread(change[change < 0]),
        "gains": listed(gained),
        "losses": listed(lost),
    }


def _spread(changes: IntArray) -> dict[str, Any]:
    """Return how many, how much in all, and the quartiles of a change."""
    quarters = np.quantile(changes, QUARTERS, method="nearest") if len(changes) else ()
    return {
        "creators": len(changes),
        "sum": int(changes.sum()),
        "quartiles": [int(value) for value in quarters],
    }


def _fairness(past: PastWeeks, paid: Replayed, groups: Sequence[Grouping]) -> dict[str, Any]:
    outcomes, theirs = graded_videos(past, paid, groups=groups)
    found = compare_kinds(outcomes, groups=theirs, min_creators=STAFF_CREATORS)
    return {kind: comparison_to_json(one) for kind, one in found.items()}


def _summed(values: IntArray, place: IntArray, count: int) -> IntArray:
    return np.bincount(place, values, count).round().astype(np.int64)
