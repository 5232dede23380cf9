"""Parameters of quality ratings, as a policy states them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from creatorspark.lib.parameters import check_names, number, whole
from scoring.domain.quality.curves import Part
from scoring.domain.quality.feedback import LEAST_POINTS, MOST
from scoring.domain.quality.ratings import WEIGHTS

DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "weights": {part.value: WEIGHTS[part] for part in Part},
    "opinion_cap": 0.10,
    "advice_most": MOST,
    "advice_least_points": LEAST_POINTS,
    "cohort_least": 30,
    "draft_kept_days": 7,
}
# Policies from before this rule stay valid; of them the installation's own period holds.
LATER: Final[dict[str, Any]] = {"draft_kept_days": None}
MOST_ADVICE = 5
MOST_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class QualityPolicy:
    """The rules of ratings and of what is said about them.

    `weights` of the parts in the whole; of those that a video has. What a model thinks weighs at
    most `opinion_cap` of the whole. At most `advice_most` pieces of advice are given, each of
    `advice_least_points` or more of the overall rating. A place in a cohort is told from
    `cohort_least` rated videos on. The file of a clip that isn't posted is kept for
    `draft_kept_days`; None: as long as the installation's settings say.
    """

    weights: Mapping[Part, float]
    opinion_cap: float
    advice_most: int
    advice_least_points: float
    cohort_least: int
    draft_kept_days: int | None

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "QualityPolicy":
        """Read and check a policy's parameters. Raises ValueError with a sentence."""
        parameters = {**LATER, **parameters}
        check_names(parameters, title="The quality policy", wanted=DEFAULT_PARAMETERS)
        return cls(
            weights=_weights(parameters["weights"]),
            opinion_cap=number(parameters, name="opinion_cap", high=0.5),
            advice_most=whole(parameters, name="advice_most", low=0, high=MOST_ADVICE),
            advice_least_points=number(parameters, name="advice_least_points", high=100.0),
            cohort_least=whole(parameters, name="cohort_least", low=10, high=1_000_000),
            draft_kept_days=(
                None
                if parameters["draft_kept_days"] is None
                else whole(parameters, name="draft_kept_days", low=1, high=MOST_DAYS)
            ),
        )


def _weights(given: Any) -> dict[Part, float]:
    if not isinstance(given, Mapping):
        raise ValueError("weights must name each part's weight, like {“visual”: 0.5, …}.")
    check_names(given, title="weights", wanted=DEFAULT_PARAMETERS["weights"])
    weights = {part: number(given, name=part.value, low=0.01) for part in Part}
    if not math.isclose(sum(weights.values()), 1.0, abs_tol=1e-9):
        raise ValueError("The weights must add up to 1.")
    return weights
