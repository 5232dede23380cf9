"""Parameters of the points policies, read from JSON and checked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from creatorspark.lib.canonical import sha256_of
from scoring.domain.points.fields import FIELDS

# A model's opinion may colour a score, never make it.
SENTIMENT_WEIGHT_LIMIT = 0.10

DEFAULT_WEIGHTS: Mapping[str, float] = {
    "views": 0.15,
    "likes": 0.10,
    "shares": 0.15,
    "comments": 0.15,
    "bookmarks": 0.20,
    "engagement_rate": 0.15,
    "sentiment": 0.10,
}


class BadPolicy(ValueError):
    """The parameters can't be used; the message names the parameter and what it should be."""


@dataclass(frozen=True, slots=True)
class ClassicPolicy:
    """`classic-1`: the prototype's formula. Points are `multiplier` times the sum of seven shares.

    `ratio_decimals` is the rounding of the four per-view ratios.
    """

    formula: str = "classic"
    multiplier: int = 200
    ratio_decimals: int = 5

    def __post_init__(self) -> None:
        _whole("multiplier", self.multiplier, low=1, high=10_000)
        _whole("ratio_decimals", self.ratio_decimals, low=1, high=9)


@dataclass(frozen=True, slots=True)
class FairPolicy:
    """`fair-1`: robust z-scores in a frozen cohort. Every default is the first version's value.

    Ages in days, lengths in seconds, shares 0 to 1. `median_smoothing`, `tie_fade_from`,
    `tie_fade_to` and `spread_prior` are explained in docs/points.md.
    """

    formula: str = "fair"
    points_max: int = 300
    weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    clip: float = 3.0
    shrink_views: int = 1000
    length_edges: tuple[int, ...] = (15, 30, 60, 180)
    minimum_reference: int = 30
    wide_window_months: int = 3
    scoring_age_days: int = 7
    snapshot_tolerance_days: int = 2
    median_smoothing: int = 10
    tie_fade_from: float = 0.2
    tie_fade_to: float = 0.5
    spread_prior: int = 50
    full_videos_per_week: int = 7
    share_beyond: float = 0.25
    weekly_pool: int | None = None

    def __post_init__(self) -> None:
        _check_weights(self.weights)
        _whole("points_max", self.points_max, low=1, high=1_000_000)
        _between("clip", self.clip, low=0.5, high=10)
        _whole("shrink_views", self.shrink_views, low=1, high=10_000_000)
        _check_edges(self.length_edges)
        _whole("minimum_reference", self.minimum_reference, low=2, high=1_000_000)
        _whole("wide_window_months", self.wide_window_months, low=1, high=36)
        _whole("scoring_age_days", self.scoring_age_days, low=1, high=365)
        _whole("snapshot_tolerance_days", self.snapshot_tolerance_days, low=0, high=365)
        _whole("median_smoothing", self.median_smoothing, low=1, high=1_000_000)
        _between("tie_fade_from", self.tie_fade_from, low=0, high=1)
        _between("tie_fade_to", self.tie_fade_to, low=self.tie_fade_from, high=1)
        _whole("spread_prior", self.spread_prior, low=0, high=1_000_000)
        _whole("full_videos_per_week", self.full_videos_per_week, low=1, high=10_000)
        _between("share_beyond", self.share_beyond, low=0, high=1)
        if self.weekly_pool is not None:
            _whole("weekly_pool", self.weekly_pool, low=0, high=10**15)

    @property
    def share_beyond_exactly(self) -> Fraction:
        """The share as written (0.25 is a quarter, 0.1 a tenth), for whole-number maths."""
        return Fraction(repr(self.share_beyond))


Policy = ClassicPolicy | FairPolicy
_FORMULAS: Mapping[str, type[ClassicPolicy] | type[FairPolicy]] = {
    "classic": ClassicPolicy,
    "fair": FairPolicy,
}


def parse_policy(parameters: Mapping[str, Any]) -> Policy:
    """Read a policy from plain JSON. Raises BadPolicy with a sentence for the person who wrote it.

    Absent parameters take the first version's value; unknown names are refused, so that a typing
    mistake can't silently leave a rule unchanged.
    """
    formula = parameters.get("formula")
    kind = _FORMULAS.get(formula) if isinstance(formula, str) else None
    if kind is None:
        raise BadPolicy("formula must be “classic” or “fair”.")
    known = set(kind.__dataclass_fields__)
    unknown = sorted(set(parameters) - known)
    if unknown:
        raise BadPolicy(f"Unknown parameter {unknown[0]}; known are {', '.join(sorted(known))}.")
    values = dict(parameters)
    if "length_edges" in values:
        if not isinstance(values["length_edges"], list | tuple):
            raise BadPolicy("length_edges must be a list of seconds.")
        values["length_edges"] = tuple(values["length_edges"])
    return kind(**values)


def policy_json(policy: Policy) -> dict[str, Any]:
    """Return the policy as plain JSON, every parameter spelled out."""
    values = asdict(policy)
    if "length_edges" in values:
        values["length_edges"] = list(values["length_edges"])
    return values


def policy_hash(policy: Policy) -> str:
    """Return the SHA-256 of the policy's canonical JSON."""
    return sha256_of(policy_json(policy))


def _whole(name: str, value: object, *, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise BadPolicy(f"{name} must be a whole number from {low} to {high}.")


def _between(name: str, value: object, *, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadPolicy(f"{name} must be a number from {low} to {high}.")


def _check_edges(edges: tuple[int, ...]) -> None:
    for edge in edges:
        _whole("each of length_edges", edge, low=1, high=1_000_000)
    if list(edges) != sorted(set(edges)):
        raise BadPolicy("length_edges must rise, for example 15, 30, 60, 180.")


def _check_weights(weights: object) -> None:
    if not isinstance(weights, Mapping) or set(weights) != set(FIELDS):
        raise BadPolicy(f"weights must name exactly these fields: {', '.join(FIELDS)}.")
    for name, weight in weights.items():
        _between(f"the weight of {name}", weight, low=0, high=1)
    if abs(sum(weights.values()) - 1) > 1e-9:
        raise BadPolicy(f"weights must sum to 1; these sum to {sum(weights.values()):g}.")
    if weights["sentiment"] > SENTIMENT_WEIGHT_LIMIT:
        raise BadPolicy("the weight of sentiment must be at most 0.1: it is a model's opinion.")
