"""What staff decide about matching, by policy: weights, lengths of lists, how far they spread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from marketplace.domain.matching.profiles import Weights

KIND: Final = "matching"
FACTORS: Final = ("content", "audience", "performance", "trust", "price")
DEFAULT: Final[dict[str, Any]] = {
    "weights": {
        "content": 0.40,
        "audience": 0.25,
        "performance": 0.15,
        "trust": 0.10,
        "price": 0.10,
    },
    "creators_a_list": 50,
    "brands_a_list": 5,
    "brand_gini_at_most": 0.44,
    "creator_gini_at_most": 0.43,
    # What a thousand views of a sponsored video may cost. Such figures differ by a factor of three
    # and more, so it is a range and called an estimate.
    "rates": {
        "source": "A starting point of the authors, not measured: 10 to 25 US dollars for a "
        "thousand views. Replace it by what deals here were closed at.",
        "cpm": {"low": 1000, "high": 2500},
        "by_category": {
            "beauty": 1.3, "fashion": 1.25, "technology": 1.4, "education": 1.3, "food": 1.1,
            "fitness": 1.15, "travel": 1.2, "family": 1.1, "work": 1.4, "vehicles": 1.2,
            "dance": 0.8, "comedy": 0.85, "music": 0.85, "lip_sync": 0.7, "fandom": 0.75,
        },
        "by_followers": [
            {"up_to": 10_000, "times": 1.5},
            {"up_to": 100_000, "times": 1.2},
            {"up_to": 1_000_000, "times": 1.0},
            {"up_to": None, "times": 0.75},
        ],
        # Without counts of views: how many views a follower brings.
        "views_a_follower": 0.1,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRules:
    """How a rate is estimated; `low` and `high` are minor units for a thousand views."""

    source: str
    low: int
    high: int
    by_category: Mapping[str, float]
    by_followers: tuple[tuple[int | None, float], ...]
    views_a_follower: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPolicy:
    """The parameters of a policy of matching, checked."""

    weights: Weights
    creators_a_list: int
    brands_a_list: int
    brand_gini_at_most: float
    creator_gini_at_most: float
    rates: RateRules


def parse(parameters: Mapping[str, Any]) -> MatchPolicy:
    """Return what a policy says. Raises ValueError with a sentence for what can't be."""
    values = {**DEFAULT, **parameters}
    unknown = sorted(set(parameters) - set(DEFAULT))
    if unknown:
        raise ValueError(f"“{unknown[0]}” is no parameter of matching.")
    return MatchPolicy(
        weights=weights_from(values["weights"], default=Weights()),
        creators_a_list=_whole(values, "creators_a_list", most=500),
        brands_a_list=_whole(values, "brands_a_list", most=50),
        brand_gini_at_most=_share(values, "brand_gini_at_most"),
        creator_gini_at_most=_share(values, "creator_gini_at_most"),
        rates=_rates(values["rates"]),
    )


def weights_from(given: Mapping[str, Any], *, default: Weights) -> Weights:
    """Return weights by factor; factors that aren't named keep the default.

    Raises ValueError for names that are no factor, and for numbers below 0.
    """
    unknown = sorted(set(given) - set(FACTORS))
    if unknown:
        raise ValueError(f"“{unknown[0]}” is no factor of a match.")
    return Weights(**{name: float(given.get(name, getattr(default, name))) for name in FACTORS})


def _whole(values: Mapping[str, Any], name: str, *, most: int) -> int:
    value = values[name]
    if not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"“{name}” is a whole number from 1 to {most}.")
    return value


def _share(values: Mapping[str, Any], name: str) -> float:
    value = values[name]
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"“{name}” is a number from 0 to 1.")
    return float(value)


def _rates(given: Mapping[str, Any]) -> RateRules:
    values = {**DEFAULT["rates"], **given}
    low, high = int(values["cpm"]["low"]), int(values["cpm"]["high"])
    if not 0 <= low <= high:
        raise ValueError("A rate runs from low to high and isn't below 0.")
    steps = tuple(
        (None if one["up_to"] is None else int(one["up_to"]), float(one["times"]))
        for one in values["by_followers"]
    )
    if not steps or steps[-1][0] is not None:
        raise ValueError("The last step of “by_followers” has no end: “up_to” is null.")
    return RateRules(
        source=str(values["source"]),
        low=low,
        high=high,
        by_category={str(name): float(by) for name, by in values["by_category"].items()},
        by_followers=steps,
        views_a_follower=float(values["views_a_follower"]),
    )
