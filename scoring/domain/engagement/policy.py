"""Parameters of the engagement grade, as a policy states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from creatorspark.lib.parameters import check_names, number, whole

LETTERS: Final = ("A", "B", "C", "D", "E")
ACTIONS: Final = ("likes", "comments", "shares", "saves")
WEIGHED: Final = (*ACTIONS, "watch")

DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "scoring_age_days": 7,
    "snapshot_tolerance_days": 2,
    "weights": {"likes": 1.0, "comments": 2.0, "shares": 3.0, "saves": 3.0, "watch": 2.0},
    "shrink_views": 1000,
    "min_views": 100,
    "min_reference": 30,
    "length_edges": [15, 30, 60, 180],
    "wide_window_months": 3,
    "cutoffs": {"A": 0.80, "B": 0.60, "C": 0.40, "D": 0.20},
    "absolute": {
        "rates": [0.0, 0.03, 0.05, 0.08, 0.12, 0.20],
        "scores": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0],
    },
    "review_rate": 1.0,
}


@dataclass(frozen=True, kw_only=True)
class GradePolicy:
    """The grade's rules; rates are engagements per view, ages are days, lengths are seconds."""

    scoring_age_days: int
    snapshot_tolerance_days: int
    weights: Mapping[str, float]
    shrink_views: int
    min_views: int
    min_reference: int
    length_edges: tuple[int, ...]
    wide_window_months: int
    cutoffs: Mapping[str, float]
    absolute_rates: tuple[float, ...]
    absolute_scores: tuple[float, ...]
    review_rate: float

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "GradePolicy":
        """Read and check a policy's parameters. Raises ValueError with a sentence."""
        check_names(parameters, title="The grade policy", wanted=DEFAULT_PARAMETERS)
        absolute = parameters["absolute"]
        check_names(absolute, title="absolute", wanted=DEFAULT_PARAMETERS["absolute"])
        policy = cls(
            scoring_age_days=whole(parameters, name="scoring_age_days", low=1, high=365),
            snapshot_tolerance_days=whole(
                parameters, name="snapshot_tolerance_days", low=0, high=365
            ),
            weights=_shares(parameters, "weights", WEIGHED, high=1_000),
            shrink_views=whole(parameters, name="shrink_views", low=0, high=10_000_000),
            min_views=whole(parameters, name="min_views", low=1, high=10_000_000),
            min_reference=whole(parameters, name="min_reference", low=2, high=1_000_000),
            length_edges=tuple(_list(parameters, "length_edges", of=_edge)),
            wide_window_months=whole(parameters, name="wide_window_months", low=1, high=36),
            cutoffs=_shares(parameters, "cutoffs", LETTERS[:-1], high=1),
            absolute_rates=tuple(_list(absolute, "rates", of=_share)),
            absolute_scores=tuple(_list(absolute, "scores", of=_share)),
            review_rate=number(parameters, name="review_rate", low=0, high=1_000),
        )
        policy._check()
        return policy

    def _check(self) -> None:
        if not all(above > below for above, below in pairwise([1.0, *self._cuts(), 0.0])):
            raise ValueError("Cut-offs must fall from A to D, all between 0 and 1.")
        if list(self.length_edges) != sorted(set(self.length_edges)):
            raise ValueError("length_edges must rise, for example 15, 30, 60, 180.")
        if len(self.absolute_rates) != len(self.absolute_scores) or len(self.absolute_rates) < 2:
            raise ValueError("The absolute table needs as many rates as scores, two or more.")
        if list(self.absolute_rates) != sorted(set(self.absolute_rates)):
            raise ValueError("The absolute table's rates must rise.")
        if list(self.absolute_scores) != sorted(self.absolute_scores):
            raise ValueError("The absolute table's scores must not fall.")

    def _cuts(self) -> list[float]:
        return [self.cutoffs[letter] for letter in LETTERS[:-1]]


def _shares(
    given: Mapping[str, Any], name: str, wanted: tuple[str, ...], *, high: float
) -> dict[str, float]:
    check_names(given[name], title=name, wanted=dict.fromkeys(wanted))
    named = {f"{name}.{x}": given[name][x] for x in wanted}
    return {x: number(named, name=f"{name}.{x}", low=0, high=high) for x in wanted}


def _list(given: Mapping[str, Any], name: str, *, of: Any) -> list[Any]:
    if not isinstance(given[name], list | tuple):
        raise ValueError(f"{name} must be a list of numbers.")
    return [of(f"each of {name}", value) for value in given[name]]


def _share(name: str, value: object) -> float:
    return number({name: value}, name=name, low=0, high=1)


def _edge(name: str, value: object) -> int:
    return whole({name: value}, name=name, low=1, high=1_000_000)
