"""Score 0..1 and letter of a video, from a frozen cohort or, without one, from fixed cut-offs.

Every step uses plain IEEE additions, products and quotients in a stated order, so that a
stand-alone program can repeat it bit for bit.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from scoring.domain.engagement.policy import ACTIONS, LETTERS, GradePolicy
from scoring.domain.engagement.reference import (
    Counts,
    Floats,
    GradeReference,
    weighted_engagements,
    weighted_rate,
)

SCORE_DECIMALS = 6


class GradeState(StrEnum):
    """How a grade came about, or why there is none."""

    GRADED = "graded"
    ABSOLUTE = "absolute"
    TOO_EARLY = "too_early"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, kw_only=True)
class GradeResult:
    """One video's grade. `score` and `letter` are None unless it was graded."""

    state: GradeState
    score: float | None
    letter: str | None
    rate: float
    plain_rate: float


def percentile_on_grid(rates: Floats, *, grid: Floats) -> Floats:
    """Return the mid-rank place 0..1 of each rate on a 101-point quantile grid.

    Between two points the place is linear; on a run of equal points it is the run's middle.
    """
    left = np.searchsorted(grid, rates, side="left")
    right = np.searchsorted(grid, rates, side="right")
    last = len(grid) - 1
    below = np.clip(left - 1, 0, last - 1)
    gap = grid[below + 1] - grid[below]
    inside = below + (rates - grid[below]) / np.where(gap > 0, gap, 1.0)
    place = np.where(left == right, inside, (left + right - 1) / 2)
    place = np.where(right == 0, 0.0, np.where(left > last, float(last), place))
    share: Floats = place / last
    return share


def absolute_score(rates: Floats, *, policy: GradePolicy) -> Floats:
    """Return the score of plain rates on the policy's fixed table, linear between its rows."""
    x, y = np.array(policy.absolute_rates), np.array(policy.absolute_scores)
    row = np.clip(np.searchsorted(x, rates, side="right") - 1, 0, len(x) - 2)
    score: Floats = y[row] + (rates - x[row]) / (x[row + 1] - x[row]) * (y[row + 1] - y[row])
    return np.clip(score, y[0], y[-1])


def letter_for(score: float, *, policy: GradePolicy) -> str:
    """Return the letter of a score: A at its cut-off or above, and so on; else E."""
    return next((x for x in "ABCD" if score >= policy.cutoffs[x]), "E")


def grade_batch(
    counts: Counts, *, policy: GradePolicy, reference: GradeReference | None
) -> tuple[NDArray[np.str_], Floats, NDArray[np.str_], Floats, Floats]:
    """Grade n videos of one cohort: states, scores (NaN if none), letters, rates, plain rates."""
    engagements = np.zeros(len(counts))
    for name in ACTIONS:
        engagements = engagements + np.nan_to_num(getattr(counts, name))
    views = np.maximum(counts.views, 1)
    plain = engagements / views
    if reference is None:
        rates = weighted_engagements(counts, policy=policy) / views
        scores = absolute_score(plain, policy=policy)
        state = GradeState.ABSOLUTE
    else:
        rates = weighted_rate(counts, policy=policy, mean_rate=reference.mean_rate)
        scores = percentile_on_grid(rates, grid=np.array(reference.grid))
        state = GradeState.GRADED
    scores = np.round(scores, SCORE_DECIMALS)
    early = counts.views < policy.min_views
    review = ~early & (plain > policy.review_rate)
    states = np.where(early, GradeState.TOO_EARLY, np.where(review, GradeState.NEEDS_REVIEW, state))
    cuts = np.array([policy.cutoffs[x] for x in "DCBA"])
    letters = np.array(LETTERS[::-1])[np.searchsorted(cuts, scores, side="right")]
    none = early | review
    return states, np.where(none, np.nan, scores), np.where(none, "", letters), rates, plain


def grade_one(
    counts: Counts, *, policy: GradePolicy, reference: GradeReference | None
) -> GradeResult:
    """Grade one video (arrays of length 1)."""
    states, scores, letters, rates, plain = grade_batch(counts, policy=policy, reference=reference)
    graded = bool(letters[0])
    return GradeResult(
        state=GradeState(str(states[0])),
        score=float(scores[0]) if graded else None,
        letter=str(letters[0]) if graded else None,
        rate=float(rates[0]),
        plain_rate=float(plain[0]),
    )


def rate_for_score(score: float, *, reference: GradeReference) -> float:
    """Return the smallest shrunk weighted rate that reaches a score in this cohort."""
    place = score * (len(reference.grid) - 1)
    low = min(int(place), len(reference.grid) - 2)
    step = reference.grid[low + 1] - reference.grid[low]
    return reference.grid[low] + (place - low) * step
