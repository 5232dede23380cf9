"""Parameters of the originality judgement, as a policy states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from creatorspark.lib.parameters import check_names, number, whole
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
        check_names(parameters, title="The originality policy", wanted=DEFAULT_PARAMETERS)
        policy = cls(
            algorithm_version=whole(parameters, name="algorithm_version", low=1, high=10_000),
            threshold=number(parameters, name="threshold", low=0.05),
            threshold_low=number(parameters, name="threshold_low"),
            threshold_high=number(parameters, name="threshold_high"),
            accused_at_most=number(parameters, name="accused_at_most"),
            matches_kept=whole(parameters, name="matches_kept", low=1, high=50),
            declared_own_share=number(parameters, name="declared_own_share"),
        )
        if not policy.threshold_low <= policy.threshold <= policy.threshold_high:
            raise ValueError("The threshold must lie within threshold_low and threshold_high.")
        return policy
