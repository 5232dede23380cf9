"""Do groups of creators get bonuses alike? Ratios between groups, with how sure they are.

Two measures of each group: the share of its graded videos that got a bonus, and the bonus money
per base money. Each is set against the group that does best and against everyone together. A ratio
under four fifths is worth a look, and is flagged when its interval excludes 1.

Sources:
- the four-fifths rule: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D);
- interval of a ratio of shares on the log scale: Katz et al., Biometrics 34 (1978) 469-474, with
  one half added where a count is zero: Walter, Biometrika 62 (1975) 371-374;
- videos of one creator are alike, so creators are the independent units: linearised variance over
  clusters, Binder, Int. Stat. Review 51 (1983) 279-292.

Groups with few videos say nothing and groups with few people say too much: both are hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from creatorspark.lib.intervals import Interval, wilson
from rewards.domain.intervals import (
    BoolArray,
    FloatArray,
    IntArray,
    around_on_log_scale,
    effective_videos,
    error_of,
    members,
)

FOUR_FIFTHS: Final = 0.8
MIN_VIDEOS: Final = 30
MIN_CREATORS: Final = 10


class Flag(StrEnum):
    """What a ratio asks of a person."""

    FINE = "fine"
    LOOK = "look"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A group's measure over another's, and what it asks of a person."""

    value: float
    low: float | None
    high: float | None
    flag: Flag


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Graded videos, one a row, with sums in minor units; `owner` is the creator."""

    owner: IntArray
    has_bonus: BoolArray
    base: IntArray
    bonus: IntArray

    def __len__(self) -> int:
        return len(self.owner)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A group by one measure. Ratios are None where the other side has nothing to compare with."""

    of: Interval
    to_best: Ratio | None
    to_all: Ratio | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group large enough to be shown. Money in minor units."""

    name: str
    videos: int
    creators: int
    base: int
    bonus: int
    share: Measure
    money: Measure

    @property
    def flag(self) -> Flag:
        """Return the gravest flag of its ratios."""
        flags = [
            ratio.flag
            for measure in (self.share, self.money)
            for ratio in (measure.to_best, measure.to_all)
            if ratio is not None
        ]
        return max(flags, key=list(Flag).index, default=Flag.FINE)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The groups of one kind, by name as given; how many were too small to show."""

    groups: Sequence[Group]
    hidden_groups: int
    hidden_videos: int


def compare(
    outcomes: Outcomes,
    *,
    group: IntArray,
    names: Sequence[str],
    min_videos: int = MIN_VIDEOS,
    min_creators: int = MIN_CREATORS,
) -> Comparison:
    """Compare groups; `group` is each video's position in `names`.

    What is hidden could be worked out from the rest if it were less than the smallest group that
    may be shown; then the smallest shown one is hidden with it.
    """
    sizes = _sizes(outcomes, group=group, count=len(names))
    shown = _shown(outcomes, group, sizes, min_videos=min_videos, min_creators=min_creators)
    share = _measures(outcomes, outcomes.has_bonus, np.ones(len(outcomes)), group, shown)
    money = _measures(outcomes, outcomes.bonus, outcomes.base, group, shown)
    groups = [
        Group(
            name=names[code],
            videos=sizes[code][0],
            creators=sizes[code][1],
            base=int(outcomes.base[group == code].sum()),
            bonus=int(outcomes.bonus[group == code].sum()),
            share=_with_wilson(share[place], outcomes, group == code),
            money=money[place],
        )
        for place, code in enumerate(shown)
    ]
    hidden = [videos for code, (videos, _) in enumerate(sizes) if videos and code not in shown]
    return Comparison(groups=groups, hidden_groups=len(hidden), hidden_videos=sum(hidden))


def flag_of(value: float, *, high: float | None) -> Flag:
    """Return what a ratio with this upper end asks for."""
    if value >= FOUR_FIFTHS:
        return Flag.FINE
    return Flag.FLAGGED if high is not None and high < 1 else Flag.LOOK


def _sizes(outcomes: Outcomes, *, group: IntArray, count: int) -> list[tuple[int, int]]:
    """Return videos and creators of each group."""
    videos = np.bincount(group, minlength=count)
    creators = members(group, outcomes.owner, count=count)
    return [(int(v), int(c)) for v, c in zip(videos, creators, strict=True)]


def _shown(
    outcomes: Outcomes,
    group: IntArray,
    sizes: Sequence[tuple[int, int]],
    *,
    min_videos: int,
    min_creators: int,
) -> list[int]:
    shown = [
        code
        for code, (videos, creators) in enumerate(sizes)
        if videos >= max(min_videos, 1) and creators >= min_creators
    ]
    hidden = ~np.isin(group, shown)
    if shown and hidden.any():
        people = len(np.unique(outcomes.owner[hidden]))
        if hidden.sum() < min_videos or people < min_creators:
            shown.remove(min(shown, key=lambda code: sizes[code]))
    return shown


def _measures(
    outcomes: Outcomes,
    gained: npt.NDArray[np.generic],
    of: npt.NDArray[np.generic],
    group: IntArray,
    shown: Sequence[int],
) -> list[Measure]:
    """Return Σ gained / Σ of, of each shown group, and its ratios."""
    tops, bottoms = gained.astype(np.float64), of.astype(np.float64)
    people, owner = np.unique(outcomes.owner, return_inverse=True)
    everyone = _Rate.of(tops, bottoms, owner, len(people), np.ones(len(tops), bool))
    rates = [_Rate.of(tops, bottoms, owner, len(people), group == code) for code in shown]
    best = max(rates, key=lambda rate: rate.value, default=everyone)
    is_share = bool((bottoms == 1).all())
    return [
        Measure(
            of=_around(rate),
            to_best=_ratio(rate, best, is_share=is_share),
            to_all=_ratio(rate, everyone, is_share=is_share),
        )
        for rate in rates
    ]


@dataclass(frozen=True, eq=False)
class _Rate:
    """A rate with each creator's pull on its logarithm (its linearised influence)."""

    value: float
    top: float
    bottom: float
    pulls: FloatArray
    inside: BoolArray

    @classmethod
    def of(
        cls, tops: FloatArray, bottoms: FloatArray, owner: IntArray, people: int, which: BoolArray
    ) -> "_Rate":
        top = np.bincount(owner[which], tops[which], people)
        bottom = np.bincount(owner[which], bottoms[which], people)
        sums = float(top.sum()), float(bottom.sum())
        value = sums[0] / sums[1] if sums[1] > 0 else 0.0
        pulls = (top - value * bottom) / sums[0] if sums[0] > 0 else np.zeros(people)
        inside = np.zeros(people, bool)
        inside[owner[which]] = True
        return cls(value, *sums, pulls, inside)


def _around(rate: _Rate) -> Interval:
    if rate.top <= 0:
        return Interval(rate.value, None, None)
    error = error_of(rate.pulls, int(rate.inside.sum()))
    return Interval(rate.value, *around_on_log_scale(rate.value, error))


def _ratio(rate: _Rate, other: _Rate, *, is_share: bool) -> Ratio | None:
    if rate is other:
        return Ratio(1.0, None, None, Flag.FINE)
    if other.value <= 0 or rate.bottom <= 0:
        return None
    if rate.top > 0:
        value = rate.value / other.value
        together = int((rate.inside | other.inside).sum())
        low, high = around_on_log_scale(value, error_of(rate.pulls - other.pulls, together))
        return Ratio(value, low, high, flag_of(value, high=high))
    if not is_share:
        return Ratio(0.0, None, None, flag_of(0.0, high=None))
    # Nobody got a bonus: the logarithm needs the added half, and creators are what is counted.
    people, there = float(rate.inside.sum()), float(other.inside.sum())
    middle = (0.5 / (people + 0.5)) / other.value
    variance = 1 / 0.5 - 1 / (people + 0.5) + (1 - other.value) / (other.value * there)
    high = around_on_log_scale(middle, variance**0.5)[1]
    return Ratio(0.0, 0.0, high, flag_of(0.0, high=high))


def _with_wilson(measure: Measure, outcomes: Outcomes, which: BoolArray) -> Measure:
    worth = effective_videos(outcomes.owner[which], outcomes.has_bonus[which])
    share = float(outcomes.has_bonus[which].mean())
    interval = wilson(share * worth, worth)
    return Measure(
        of=Interval(share, interval.low, interval.high),
        to_best=measure.to_best,
        to_all=measure.to_all,
    )
