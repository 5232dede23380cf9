"""Parameters of the originality judgement, as a policy states them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from scoring.domain.originality import VERSION
from scoring.domain.originality.library import THRESHOLD

DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "algorithm_version": VERSION,
    "threshold": THRESHOLD,
    # The 95 % interval that resampling the labelled videos gives the threshold.
    "threshold_low": THRESHOLD,
    "threshold_high": THRESHOLD,
    "accused_at_most": 0.01,
    "matches_kept": 10,
    "declared_own_share": 0.3,
}


@dataclass(frozen=True, kw_only=True)
class OriginalityPolicy:
    """The rules of a verdict.

    A match of `threshold` or more counts (similarity, 0 to 1). The threshold was set so that at
    most `accused_at_most` of innocent videos reach it. A declared duet or stitch counts as one
    where at least `declared_own_share` of the video is its creator's.
    """

    algorithm_version: int
    threshold: float
    threshold_low: float
    threshold_high: float
    accused_at_most: float
    matches_kept: int
    declared_own_share: float

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "OriginalityPolicy":
        """Read and check a policy's parameters. Raises ValueError with a sentence."""
        _check_names(parameters)
        policy = cls(
            algorithm_version=_whole(parameters, "algorithm_version", low=1, high=10_000),
            threshold=_number(parameters, "threshold", low=0.05),
            threshold_low=_number(parameters, "threshold_low"),
            threshold_high=_number(parameters, "threshold_high"),
            accused_at_most=_number(parameters, "accused_at_most"),
            matches_kept=_whole(parameters, "matches_kept", low=1, high=50),
            declared_own_share=_number(parameters, "declared_own_share"),
        )
        if not policy.threshold_low <= policy.threshold <= policy.threshold_high:
            raise ValueError("The threshold must lie within threshold_low and threshold_high.")
        return policy


def _check_names(parameters: Mapping[str, Any]) -> None:
    """Refuse a missing or unknown name: a typing mistake must not leave a rule unchanged."""
    missing = sorted(set(DEFAULT_PARAMETERS) - set(parameters))
    unknown = sorted(set(parameters) - set(DEFAULT_PARAMETERS))
    if missing:
        raise ValueError(f"The originality policy lacks “{missing[0]}”.")
    if unknown:
        known = ", ".join(DEFAULT_PARAMETERS)
        raise ValueError(f"The originality policy doesn't know “{unknown[0]}”; it knows {known}.")


def _whole(given: Mapping[str, Any], name: str, *, low: int, high: int) -> int:
    value = given[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}.")
    return value


def _number(given: Mapping[str, Any], name: str, *, low: float = 0.0, high: float = 1.0) -> float:
    value = given[name]
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}.")
    return float(value)
