"""Parameters of the engagement grade, as a policy states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LETTERS: Final = ("A", "B", "C", "D", "E")
ACTIONS: Final = ("likes", "comments", "shares", "saves")

DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "scoring_age_days": 7,
    "weights": {"likes": 1.0, "comments": 2.0, "shares": 3.0, "saves": 3.0, "watch": 2.0},
    "shrink_views": 1000,
    "min_views": 100,
    "min_reference": 30,
    "cutoffs": {"A": 0.80, "B": 0.60, "C": 0.40, "D": 0.20},
    "absolute": {
        "rates": [0.0, 0.03, 0.05, 0.08, 0.12, 0.20],
        "scores": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
    },
    "review_rate": 1.0,
}


@dataclass(frozen=True, kw_only=True)
class GradePolicy:
    """The grade's rules; rates are engagements per view, ages are days."""

    scoring_age_days: int
    weights: Mapping[str, float]
    shrink_views: int
    min_views: int
    min_reference: int
    cutoffs: Mapping[str, float]
    absolute_rates: tuple[float, ...]
    absolute_scores: tuple[float, ...]
    review_rate: float

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "GradePolicy":
        """Read and check a policy's parameters. Raises ValueError with a sentence."""
        try:
            policy = cls(
                scoring_age_days=int(parameters["scoring_age_days"]),
                weights={name: float(parameters["weights"][name]) for name in (*ACTIONS, "watch")},
                shrink_views=int(parameters["shrink_views"]),
                min_views=int(parameters["min_views"]),
                min_reference=int(parameters["min_reference"]),
                cutoffs={letter: float(parameters["cutoffs"][letter]) for letter in "ABCD"},
                absolute_rates=tuple(float(x) for x in parameters["absolute"]["rates"]),
                absolute_scores=tuple(float(x) for x in parameters["absolute"]["scores"]),
                review_rate=float(parameters["review_rate"]),
            )
        except KeyError as missing:
            raise ValueError(f"The grade policy lacks {missing}.") from missing
        policy._check()
        return policy

    def _check(self) -> None:
        if (
            not 1
            > self.cutoffs["A"]
            > self.cutoffs["B"]
            > self.cutoffs["C"]
            > self.cutoffs["D"]
            > 0
        ):
            raise ValueError("Cut-offs must fall from A to D, all between 0 and 1.")
        if any(weight < 0 for weight in self.weights.values()):
            raise ValueError("A weight is never negative: more engagement can't lower a grade.")
        if len(self.absolute_rates) != len(self.absolute_scores) or len(self.absolute_rates) < 2:
            raise ValueError("The absolute table needs as many rates as scores, two or more.")
        if list(self.absolute_rates) != sorted(set(self.absolute_rates)):
            raise ValueError("The absolute table's rates must rise.")
        if self.shrink_views < 0 or self.min_views < 1 or self.min_reference < 1:
            raise ValueError("Shrinkage is 0 or more; the minimum views and videos are 1 or more.")
