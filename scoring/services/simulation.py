"""What would a draft do? Two policies on the same real history, side by side; nothing is stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Policy, Video
from scoring.domain.points.classic import score_classic
from scoring.domain.points.cohorts import ANY, length_bucket
from scoring.domain.points.counting import WeekVideo, count_week
from scoring.domain.points.fair import FairScorer
from scoring.domain.points.fields import IntArray
from scoring.domain.points.policy import ClassicPolicy, FairPolicy
from scoring.selectors import Population
from scoring.services.cohorts import CohortIndex
from scoring.services.locks import Report
from scoring.services.points import read_population
from scoring.services.policies import rules_of

TOP = 10
BINS = 12
SIZES = ((1_000, "< 1 K"), (10_000, "1–10 K"), (100_000, "10–100 K"), (1_000_000, "100 K–1 M"))


def simulate(draft: Policy, base: Policy, *, now: datetime, report: Report) -> dict[str, Any]:
    """Compare a draft with the policy in force on all videos old enough; plain JSON for a page.

    Points are video points; `counted` is after the weekly cap and pool: what the ledger would pay.
    """
    draft_rules, base_rules = rules_of(draft), rules_of(base)
    yardstick = draft_rules if isinstance(draft_rules, FairPolicy) else FairPolicy()
    population = read_population(yardstick, now=now, report=report)
    if population is None or not len(population):
        return {"videos": 0, "draft": draft.version, "base": base.version}
    report(_("Scoring with the policy in force"), done=1, total=4)
    before = _points(population, base_rules)
    report(_("Scoring with the draft"), done=2, total=4)
    after = _points(population, draft_rules)
    report(_("Counting weeks"), done=3, total=4)
    creators = _creators(population)
    counted = (
        _counted(population, creators, before, base_rules),
        _counted(population, creators, after, draft_rules),
    )
    return {
        "draft": draft.version,
        "base": base.version,
        "videos": len(population),
        "totals": _totals(before, after, *counted),
        "distribution": _distribution(before, after),
        **_by_creator(creators, *counted),
        "by_niche": _by(_niche_names(population), before, after, *counted),
        "by_length": _by(_length_names(population, yardstick), before, after, *counted),
        "by_size": _by(_size_names(creators), before, after, *counted),
    }


def _points(population: Population, rules: ClassicPolicy | FairPolicy) -> IntArray:
    if isinstance(rules, FairPolicy):
        index = CohortIndex(population, rules)
        normals = [index.freeze(index.choose(group)) for group in index.groups]
        return FairScorer(normals, rules).score(population.facts(), index.which).points
    points = np.zeros(len(population), np.int64)
    known = population.sentiment >= 0
    points[known] = score_classic(population.take(known).facts(), rules).points
    return points


def _creators(population: Population) -> IntArray:
    owner = dict(Video.objects.values_list("pk", "creator_id").iterator(chunk_size=20_000))
    return np.array([owner[int(pk)] for pk in population.video_id], np.int64)


def _counted(
    population: Population,
    creators: IntArray,
    points: IntArray,
    rules: ClassicPolicy | FairPolicy,
) -> IntArray:
    """Return counted points; a classic policy knows neither cap nor pool."""
    if not isinstance(rules, FairPolicy):
        return points
    weeks = _weeks(population, rules)
    counted = np.zeros(len(points), np.int64)
    order = np.argsort(weeks, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(weeks[order])) + 1):
        videos = [WeekVideo(int(row), int(creators[row]), int(points[row])) for row in rows]
        for video in count_week(videos, rules):
            counted[video.video_id] = video.counted
    return counted


def _weeks(population: Population, rules: FairPolicy) -> IntArray:
    """Return the ISO week, counted from any fixed one, in which each video reaches scoring age."""
    day = 86_400_000_000
    # 2000-01-01 was a Saturday; weeks start on Monday.
    days: IntArray = (population.posted_at + rules.scoring_age_days * day) // day + 5
    return days // 7


def _totals(
    before: IntArray, after: IntArray, paid_before: IntArray, paid_after: IntArray
) -> dict[str, Any]:
    return {
        "points_before": int(before.sum()),
        "points_after": int(after.sum()),
        "counted_before": int(paid_before.sum()),
        "counted_after": int(paid_after.sum()),
        "median_before": float(np.median(before)),
        "median_after": float(np.median(after)),
        "videos_up": int((after > before).sum()),
        "videos_down": int((after < before).sum()),
    }


def _distribution(before: IntArray, after: IntArray) -> dict[str, Any]:
    top = max(int(before.max()), int(after.max()), 1)
    edges = np.linspace(0, top, BINS + 1)
    return {
        "edges": [round(float(edge), 1) for edge in edges],
        "before": np.histogram(before, edges)[0].tolist(),
        "after": np.histogram(after, edges)[0].tolist(),
    }


def _by_creator(creators: IntArray, before: IntArray, after: IntArray) -> dict[str, Any]:
    """Return the creators who would gain and lose the most counted points."""
    ids, rows = np.unique(creators, return_inverse=True)
    was = np.bincount(rows, before, len(ids)).astype(np.int64)
    then = np.bincount(rows, after, len(ids)).astype(np.int64)
    change = then - was
    order = np.argsort(change, kind="stable")
    winners = [row for row in order[::-1][:TOP] if change[row] > 0]
    losers = [row for row in order[:TOP] if change[row] < 0]
    handles = dict(
        Creator.objects.filter(pk__in=[int(ids[row]) for row in winners + losers]).values_list(
            "pk", "handle"
        )
    )

    def lines(rows: Sequence[int]) -> list[dict[str, Any]]:
        return [
            {
                "creator_id": int(ids[row]),
                "handle": handles.get(int(ids[row]), ""),
                "before": int(was[row]),
                "after": int(then[row]),
                "change": int(change[row]),
            }
            for row in rows
        ]

    return {
        "creators_up": int((change > 0).sum()),
        "creators_down": int((change < 0).sum()),
        "winners": lines(winners),
        "losers": lines(losers),
    }


def _by(
    names: npt.NDArray[np.object_],
    before: IntArray,
    after: IntArray,
    paid_before: IntArray,
    paid_after: IntArray,
) -> list[dict[str, Any]]:
    found, rows = np.unique(names, return_inverse=True)
    size = len(found)
    videos = np.bincount(rows, minlength=size)
    sums = [np.bincount(rows, c, size) for c in (before, after, paid_before, paid_after)]
    return [
        {
            "name": str(found[row]),
            "videos": int(videos[row]),
            "mean_before": round(float(sums[0][row] / videos[row]), 1),
            "mean_after": round(float(sums[1][row] / videos[row]), 1),
            "counted_before": int(sums[2][row]),
            "counted_after": int(sums[3][row]),
        }
        for row in range(size)
    ]


def _niche_names(population: Population) -> npt.NDArray[np.object_]:
    names = np.array([name or _("not known") for name in population.niches], dtype=object)
    return names[population.niche]


def _length_names(population: Population, rules: FairPolicy) -> npt.NDArray[np.object_]:
    lengths, rows = np.unique(population.seconds, return_inverse=True)
    names = [length_bucket(int(s) if s >= 0 else None, rules) for s in lengths]
    shown = [_("not known") if name == ANY else name for name in names]
    return np.array(shown, dtype=object)[rows]


def _size_names(creators: IntArray) -> npt.NDArray[np.object_]:
    followers = dict(Creator.objects.values_list("pk", "follower_count"))
    ids, rows = np.unique(creators, return_inverse=True)
    return np.array([_size(followers.get(int(pk))) for pk in ids], dtype=object)[rows]


def _size(followers: int | None) -> str:
    if followers is None:
        return _("not known")
    return next((name for limit, name in SIZES if followers < limit), "1 M+")
