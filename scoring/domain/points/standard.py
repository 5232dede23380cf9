"""The weighted sum of robust z-scores of many videos, each against its own cohort's normal."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.domain.points.fields import (
    ENGAGEMENTS,
    FIELDS,
    RATE,
    SENTIMENT,
    FloatArray,
    IntArray,
    VideoFacts,
    per_view,
)

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NormalTable:
    """The normals of k cohorts as columns: arrays of shape (7, k), (4, k) or (k,).

    `uses` says which of ENGAGEMENTS the cohort's rate counts. A field a cohort leaves out has
    weight 0 and any median and scale.
    """

    median: FloatArray
    scale: FloatArray
    weight: FloatArray
    typical_rate: FloatArray
    uses: FloatArray


@dataclass(frozen=True, slots=True)
class WeightedSums:
    """Of n videos: z by field (7, n), what was left out (7, n), the plain rate and Σ w·z (n,)."""

    z: FloatArray
    left_out: BoolArray
    rate: FloatArray
    total: FloatArray


def weighted_sums(
    facts: VideoFacts, table: NormalTable, which: IntArray, *, shrink_views: int, clip: float
) -> WeightedSums:
    """Return Σ w·z of each video against column `which` of the table.

    The weight of what a video doesn't report is spread over its other fields in proportion;
    sentiment takes no share of it, because a model's opinion has a limit of its own.
    """
    size = len(facts)
    z, left_out = np.zeros((len(FIELDS), size)), np.zeros((len(FIELDS), size), np.bool_)
    engaged = _engagements(facts, table, which)
    total = np.zeros(size)
    reported = True
    for row in range(len(FIELDS)):
        column = _transformed(facts, row, engaged, table.typical_rate[which], shrink_views)
        weight = table.weight[row][which]
        np.subtract(column, table.median[row][which], out=z[row])
        z[row] /= table.scale[row][which]
        np.clip(z[row], -clip, clip, out=z[row])
        unknown = np.isnan(column)
        np.logical_or(unknown, weight == 0, out=left_out[row])
        z[row][left_out[row]] = 0.0
        reported = reported and not (unknown & (weight > 0)).any()
        if row != SENTIMENT:
            total += weight * z[row]
    if not reported:
        total *= _facts_stretch(table, which, left_out)
    total += table.weight[SENTIMENT][which] * z[SENTIMENT]
    return WeightedSums(z, left_out, per_view(engaged, facts.views), total)


def transformed(
    facts: VideoFacts, table: NormalTable, which: IntArray, *, shrink_views: int
) -> FloatArray:
    """Return the fields as they are compared, shape (7, n): log1p, the shrunk rate, sentiment."""
    engaged = _engagements(facts, table, which)
    rate = table.typical_rate[which]
    return np.stack(
        [_transformed(facts, row, engaged, rate, shrink_views) for row in range(len(FIELDS))]
    )


def effective_weights(table: NormalTable, which: IntArray, left_out: BoolArray) -> FloatArray:
    """Return the weights that each video's sum really used, shape (7, n)."""
    weights = table.weight[:, which] * ~left_out
    weights[:SENTIMENT] *= _facts_stretch(table, which, left_out)
    return weights


def _engagements(facts: VideoFacts, table: NormalTable, which: IntArray) -> FloatArray:
    total = np.zeros(len(facts))
    for row, name in enumerate(ENGAGEMENTS):
        column = facts.count(name) * table.uses[row][which]
        total += np.where(np.isnan(column), 0.0, column)
    return total


def _transformed(
    facts: VideoFacts, row: int, engaged: FloatArray, rate: FloatArray, shrink_views: int
) -> FloatArray:
    if row == SENTIMENT:
        return facts.sentiment
    if row == RATE:
        shrunk: FloatArray = (engaged + shrink_views * rate) / (facts.views + shrink_views)
        return shrunk
    return np.log1p(facts.count(FIELDS[row]))


def _facts_stretch(table: NormalTable, which: IntArray, left_out: BoolArray) -> FloatArray:
    """Return what the facts' weights grow by so that all used weights sum to 1 again."""
    known = (table.weight[:SENTIMENT, which] * ~left_out[:SENTIMENT]).sum(axis=0)
    opinion = table.weight[SENTIMENT][which] * ~left_out[SENTIMENT]
    missing = (left_out & (table.weight[:, which] > 0)).any(axis=0)
    stretch = np.divide(1.0 - opinion, known, out=np.ones(len(known)), where=known > 0)
    result: FloatArray = np.where(missing, stretch, 1.0)
    return result
