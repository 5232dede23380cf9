"""The frozen cohort of a grade: its mean and its 101-point quantile grid."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.domain.engagement.policy import ACTIONS, GradePolicy

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Counts of n videos, each shape (n,); NaN where the platform did not report a count.

    `watch_through` is the mean share of the video watched, 0..1, NaN where unknown.
    """

    views: Floats
    likes: Floats
    comments: Floats
    shares: Floats
    saves: Floats
    watch_through: Floats

    def __len__(self) -> int:
        return len(self.views)


@dataclass(frozen=True, kw_only=True)
class GradeReference:
    """A cohort as it was frozen: mean weighted rate, quantiles 0..100 %, and its size."""

    mean_rate: float
    grid: tuple[float, ...]
    sample_size: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON, in the form that policy files publish."""
        return {
            "mean_rate": self.mean_rate,
            "grid": list(self.grid),
            "sample_size": self.sample_size,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "GradeReference":
        """Read what `to_json` wrote."""
        return cls(
            mean_rate=float(data["mean_rate"]),
            grid=tuple(float(x) for x in data["grid"]),
            sample_size=int(data["sample_size"]),
        )


def weighted_engagements(counts: Counts, *, policy: GradePolicy) -> Floats:
    """Return weighted likes + comments + shares + saves; a count not reported adds nothing."""
    total = np.zeros(len(counts))
    for name in ACTIONS:
        total = total + policy.weights[name] * np.nan_to_num(getattr(counts, name))
    return total


def weighted_rate(counts: Counts, *, policy: GradePolicy, mean_rate: float) -> Floats:
    """Return the shrunk weighted rate `(e + k m) / (v + k)`, plus watch-through where known."""
    k = policy.shrink_views
    engagements = weighted_engagements(counts, policy=policy)
    shrunk = (engagements + k * mean_rate) / (counts.views + k)
    return shrunk + policy.weights["watch"] * np.nan_to_num(counts.watch_through)


def freeze_reference(counts: Counts, *, policy: GradePolicy) -> GradeReference:
    """Return the reference of a cohort of videos that have at least the policy's minimum views.

    Raises ValueError for fewer videos than the policy's minimum.
    """
    if len(counts) < policy.min_reference:
        raise ValueError(f"A cohort needs {policy.min_reference} videos; this has {len(counts)}.")
    engagements = weighted_engagements(counts, policy=policy)
    # fsum, not mean: the same videos in another order must freeze the same bytes.
    mean_rate = math.fsum(engagements / counts.views) / len(counts)
    rates = weighted_rate(counts, policy=policy, mean_rate=mean_rate)
    grid = np.quantile(rates, np.linspace(0.0, 1.0, 101))
    return GradeReference(
        mean_rate=mean_rate,
        grid=tuple(float(q) for q in np.maximum.accumulate(grid)),
        sample_size=len(counts),
    )
