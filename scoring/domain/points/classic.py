"""`classic-1`: the prototype's formula, integer by integer.

The prototype took population z-scores and then scaled each field to 0..1. Scaling undoes the
z-score, so the shares are taken straight from the raw values: the same number with less rounding.
z-scores are still reported, for the page that explains the sum.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.domain.points.fields import (
    COUNTS,
    FIELDS,
    RATE,
    SENTIMENT,
    BadFacts,
    FloatArray,
    IntArray,
    VideoFacts,
    per_view,
)
from scoring.domain.points.policy import ClassicPolicy

# Floating sums of seven shares are right to about 1e-12 points; nearer to a half than this the
# exact fraction decides, so that half-to-even is true and not an accident of rounding.
NEAR_HALF = 1e-7
NEAR_TIE = 1e-6


@dataclass(frozen=True, slots=True)
class FieldRange:
    """What a field spans in the population; `constant` fields give everyone 0."""

    name: str
    low: float
    high: float
    mean: float
    deviation: float

    @property
    def constant(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class ClassicScores:
    """Scores of a population. `z` and `scaled` have a row a field in the order of FIELDS."""

    points: IntArray
    total: FloatArray
    z: FloatArray
    scaled: FloatArray
    engagement_rate: FloatArray
    ranges: tuple[FieldRange, ...]
    rate_unit: float

    def parameters(self) -> dict[str, Any]:
        """Return what the population was, as plain JSON, enough to redo any video's sum."""
        return {
            "sample_size": len(self.points),
            "fields": {field.name: self._plain(field) for field in self.ranges},
        }

    def _plain(self, field: FieldRange) -> dict[str, float]:
        unit = self.rate_unit if field.name == "engagement_rate" else 1.0
        return {
            "low": field.low / unit,
            "high": field.high / unit,
            "mean": field.mean / unit,
            "deviation": field.deviation / unit,
        }


def score_classic(facts: VideoFacts, policy: ClassicPolicy | None = None) -> ClassicScores:
    """Score a whole population: 0 to 7 × multiplier points a video, rounded half to even.

    Counts that weren't reported are 0, as the prototype had them. Raises BadFacts where
    sentiment is missing: the population is the videos that have one.
    """
    policy = policy or ClassicPolicy()
    if np.isnan(facts.sentiment).any():
        raise BadFacts("classic scores only videos that have a sentiment.")
    columns = _columns(facts, policy.ratio_decimals)
    shape = (len(FIELDS), len(facts))
    z, scaled = np.zeros(shape), np.zeros(shape)
    ranges = tuple(
        _scale(name, column, z[row], scaled[row])
        for row, (name, column) in enumerate(zip(FIELDS, columns, strict=True))
    )
    total = scaled.sum(axis=0)
    points = _round(total, columns, ranges, policy)
    unit = 10.0**policy.ratio_decimals
    return ClassicScores(points, total, z, scaled, columns[RATE] / unit, ranges, unit)


def _columns(facts: VideoFacts, decimals: int) -> list[FloatArray]:
    """Return the seven columns; the rate is in whole units of the last decimal, so it is exact."""
    counts = [np.nan_to_num(facts.count(name), nan=0.0) for name in COUNTS]
    views = counts[0]
    rate = np.zeros(len(facts))
    for count in counts[1:]:
        rate += _rounded_ratio(count, views, decimals)
    return [*counts, rate, facts.sentiment]


def _rounded_ratio(count: FloatArray, views: FloatArray, decimals: int) -> FloatArray:
    """Return round(count / views, decimals) in units of the last decimal.

    The prototype used Python's `round`, which rounds the exact value of the float. NumPy's scales
    first and so differs at ties (973 / 1,400,000 at 5 decimals): those go through Python.
    """
    unit = 10.0**decimals
    ratio = per_view(count, views)
    scaled = ratio * unit
    units: FloatArray = np.rint(scaled)
    ties = np.flatnonzero(np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < NEAR_TIE)
    for row in ties:
        units[row] = np.rint(round(float(ratio[row]), decimals) * unit)
    return units


def _scale(name: str, column: FloatArray, z: FloatArray, scaled: FloatArray) -> FieldRange:
    if not len(column):
        return FieldRange(name, 0.0, 0.0, 0.0, 0.0)
    ordered = np.sort(column)  # sums that don't depend on the order of import
    low, high = float(ordered[0]), float(ordered[-1])
    mean, deviation = float(ordered.mean()), float(ordered.std())
    if low < high:
        np.divide(column - mean, deviation, out=z)
        np.divide(column - low, high - low, out=scaled)
    return FieldRange(name, low, high, mean, deviation)


def _round(
    total: FloatArray,
    columns: list[FloatArray],
    ranges: tuple[FieldRange, ...],
    policy: ClassicPolicy,
) -> IntArray:
    raw = total * policy.multiplier
    points = np.rint(raw).astype(np.int64)
    for row in np.flatnonzero(np.abs(raw - np.floor(raw) - 0.5) < NEAR_HALF):
        values = [float(column[row]) for column in columns]
        points[row] = round(policy.multiplier * _exact_total(values, ranges))
    return points


def _exact_total(values: list[float], ranges: tuple[FieldRange, ...]) -> Fraction:
    """Return Σ (value − low) / (high − low) in exact fractions of the values as written."""
    total = Fraction(0)
    for index, (value, span) in enumerate(zip(values, ranges, strict=True)):
        if not span.constant:
            # Sentiment arrives as a decimal such as 0.7; the fraction meant is 7/10.
            exact = _as_written if index == SENTIMENT else Fraction
            low, high = exact(span.low), exact(span.high)
            total += (exact(value) - low) / (high - low)
    return total


def _as_written(value: float) -> Fraction:
    return Fraction(repr(value))
