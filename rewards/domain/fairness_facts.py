"""A week's fairness report: what is stored as plain JSON, and what pages are given. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from creatorspark.lib.intervals import Interval
from rewards.domain.fairness import Comparison, Flag, Group, Measure, Ratio

FORMAT = "creatorspark-fairness-1"
DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class WeekTotals:
    """All graded videos of a week; money in minor units."""

    videos: int
    creators: int
    base: int
    bonus: int
    share: Interval


@dataclass(frozen=True, kw_only=True)
class WeekFairness:
    """A week's report. `totals` is None where too few people were paid to tell of them."""

    week: date
    policy_version: str
    policy_sha256: str
    currency: str
    computed_at: datetime
    totals: WeekTotals | None
    kinds: Mapping[str, Comparison]

    def count(self, flag: Flag) -> int:
        """Return how many groups carry a flag."""
        return sum(group.flag is flag for kind in self.kinds.values() for group in kind.groups)


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as reports store it."""
    return {
        "groups": [_group_to_json(group) for group in comparison.groups],
        "hidden_groups": comparison.hidden_groups,
        "hidden_videos": comparison.hidden_videos,
    }


def comparison_from_json(stored: Mapping[str, Any]) -> Comparison:
    """Read what `comparison_to_json` wrote."""
    return Comparison(
        groups=[_group_from_json(group) for group in stored["groups"]],
        hidden_groups=stored["hidden_groups"],
        hidden_videos=stored["hidden_videos"],
    )


def totals_to_json(totals: WeekTotals) -> dict[str, Any]:
    """Return a week's totals as reports store them."""
    return {
        "videos": totals.videos,
        "creators": totals.creators,
        "base": totals.base,
        "bonus": totals.bonus,
        "share": _interval_to_json(totals.share),
    }


def totals_from_json(stored: Mapping[str, Any]) -> WeekTotals:
    """Read what `totals_to_json` wrote."""
    return WeekTotals(
        videos=stored["videos"],
        creators=stored["creators"],
        base=stored["base"],
        bonus=stored["bonus"],
        share=_interval_from_json(stored["share"]),
    )


def _group_to_json(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "videos": group.videos,
        "creators": group.creators,
        "base": group.base,
        "bonus": group.bonus,
        "flag": str(group.flag),
        "share": _measure_to_json(group.share),
        "money": _measure_to_json(group.money),
    }


def _group_from_json(stored: Mapping[str, Any]) -> Group:
    return Group(
        name=stored["name"],
        videos=stored["videos"],
        creators=stored["creators"],
        base=stored["base"],
        bonus=stored["bonus"],
        share=_measure_from_json(stored["share"]),
        money=_measure_from_json(stored["money"]),
    )


def _measure_to_json(measure: Measure) -> dict[str, Any]:
    return {
        "of": _interval_to_json(measure.of),
        "to_best": measure.to_best and _ratio_to_json(measure.to_best),
        "to_all": measure.to_all and _ratio_to_json(measure.to_all),
    }


def _measure_from_json(stored: Mapping[str, Any]) -> Measure:
    best, everyone = stored["to_best"], stored["to_all"]
    return Measure(
        of=_interval_from_json(stored["of"]),
        to_best=best and _ratio_from_json(best),
        to_all=everyone and _ratio_from_json(everyone),
    )


def _interval_to_json(found: Interval | Ratio) -> dict[str, Any]:
    numbers = (("value", found.value), ("low", found.low), ("high", found.high))
    return {name: None if x is None else round(x, DIGITS) for name, x in numbers}


def _interval_from_json(stored: Mapping[str, Any]) -> Interval:
    return Interval(stored["value"], stored["low"], stored["high"])


def _ratio_to_json(ratio: Ratio) -> dict[str, Any]:
    return _interval_to_json(ratio) | {"flag": str(ratio.flag)}


def _ratio_from_json(stored: Mapping[str, Any]) -> Ratio:
    return Ratio(stored["value"], stored["low"], stored["high"], Flag(stored["flag"]))
