"""Ratings of 0 to 100: each part from its criteria, and the whole from the parts there are.

A part is the weighted geometric mean of its criteria, so that one bad thing isn't paid for by many
good ones: a picture nobody can see doesn't get better by being steady.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from scoring.domain.quality.criteria import AUDIO, VISUAL
from scoring.domain.quality.curves import VERSION, Cause, Criterion, Part
from scoring.domain.quality.measured import Measured

WEIGHTS: Mapping[Part, float] = {Part.VISUAL: 0.5, Part.AUDIO: 0.3, Part.TEXT: 0.2}
LEAST = 1.0
DECIMALS = 2
# 90 of 100 such intervals hold the value that a longer look would have found.
NORMAL_90 = 1.645


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion's value and score; `seconds` are the scores of each second, if it has them.

    `cause` is what is wrong, if anything is: where it is rated by the second, what most is lost by.
    """

    criterion: Criterion
    value: float | None
    score: float
    cause: Cause | None
    seconds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """One part's rating and the criteria that made it, 0 to 100.

    `low` and `high`: where the rating would lie, nine times in ten, had other seconds of the same
    sort been looked at; a short or changeable video is known less well.
    """

    part: Part
    value: float
    low: float
    high: float
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """All ratings of one video; `missing` names the parts that it doesn't have.

    `weights` are those of the parts in the whole.
    """

    version: str
    overall: float
    parts: Mapping[Part, Rating]
    missing: tuple[Part, ...]
    weights: Mapping[Part, float] = field(default_factory=lambda: WEIGHTS)


def rate(
    measured: Measured | None,
    *,
    text: Rating | None = None,
    weights: Mapping[Part, float] = WEIGHTS,
) -> Ratings:
    """Rate what was measured, with the text's rating where there is a caption.

    Raises ValueError where there is neither.
    """
    parts: dict[Part, Rating] = {}
    if measured is not None:
        parts[Part.VISUAL] = part_of(Part.VISUAL, judge_all(VISUAL, measured))
    if measured is not None and measured.has_sound:
        parts[Part.AUDIO] = part_of(Part.AUDIO, judge_all(AUDIO, measured))
    if text is not None:
        parts[Part.TEXT] = text
    if not parts:
        raise ValueError("There is nothing to rate: no file and no caption.")
    return Ratings(
        version=VERSION,
        overall=overall({part: rating.value for part, rating in parts.items()}, weights=weights),
        parts=parts,
        missing=tuple(part for part in Part if part not in parts),
        weights=weights,
    )


def overall(values: Mapping[Part, float], *, weights: Mapping[Part, float] = WEIGHTS) -> float:
    """Return the weighted mean of the parts there are."""
    total = sum(weights[part] for part in values)
    return round(sum(weights[part] * value for part, value in values.items()) / total, DECIMALS)


def judge_all(criteria: Iterable[Criterion], measured: Measured) -> tuple[Judged, ...]:
    """Score every criterion that has something to go by."""
    return tuple(judged for one in criteria if (judged := judge(one, measured)) is not None)


def judge(criterion: Criterion, measured: Measured) -> Judged | None:
    """Score one criterion, None where it is left out."""
    value = measured.values.get(criterion.measure)
    if value is None:
        if criterion.blank is None:
            return None
        return Judged(criterion, None, criterion.blank, criterion.below or criterion.above)
    if not criterion.by_second:
        return Judged(criterion, value, criterion.score(value), criterion.cause(value))
    return _judge_seconds(criterion, value, measured.series[criterion.measure])


def _judge_seconds(criterion: Criterion, value: float, row: tuple[float, ...]) -> Judged:
    seconds = tuple(criterion.score(one) for one in row)
    lost: dict[Cause | None, float] = defaultdict(float)
    for one, score in zip(row, seconds, strict=True):
        if not np.isnan(score):
            lost[criterion.cause(one)] += max(0.0, criterion.best - score)
    lost.pop(None, None)
    cause = max(lost, key=lambda one: lost[one]) if lost else None
    return Judged(criterion, value, float(np.nanmean(seconds)), cause, seconds)


def part_of(part: Part, judged: tuple[Judged, ...]) -> Rating:
    """Put one part's criteria together."""
    value = combined({one.criterion: one.score for one in judged})
    margin = NORMAL_90 * _standard_error(judged, value)
    return Rating(
        part=part,
        value=round(value, DECIMALS),
        low=round(max(0.0, value - margin), DECIMALS),
        high=round(min(100.0, value + margin), DECIMALS),
        judged=judged,
    )


def combined(scores: Mapping[Criterion, float]) -> float:
    """Return the weighted geometric mean, from 0 (every score at its least) to 100."""
    total = sum(one.weight for one in scores)
    if not total:
        return 0.0
    logs = sum(one.weight * np.log(max(score, LEAST)) for one, score in scores.items()) / total
    return float((np.exp(logs) - LEAST) / (100.0 - LEAST) * 100.0)


def _standard_error(judged: tuple[Judged, ...], value: float) -> float:
    """What the seconds' scatter makes of the rating, to first order."""
    total = sum(one.criterion.weight for one in judged)
    variance = 0.0
    for one in judged:
        known = np.array([score for score in one.seconds if not np.isnan(score)])
        if len(known) < 2:
            continue
        slope = value * one.criterion.weight / total / max(one.score, LEAST)
        variance += float(slope**2 * known.var(ddof=1) / len(known))
    return float(np.sqrt(variance))
