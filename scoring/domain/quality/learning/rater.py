"""A trained model as it serves: the curves' rating of a part, moved by what was learned.

Feedback stays the curves': each criterion keeps its score, cause and target.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.domain.quality.curves import VERSION as CURVES
from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.features import VERSION as FEATURES
from scoring.domain.quality.learning.features import features
from scoring.domain.quality.learning.network import Array, Network, network_from_json
from scoring.domain.quality.measured import VERSION as MEASURES
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.ratings import DECIMALS, NORMAL_90, Rating, Ratings, overall

# Ratings of 0 and 100 have no place on the logit scale.
ENDS = 0.5


@dataclass(frozen=True, slots=True)
class Scaler:
    """Means and deviations of the training clips; nothing is looked at outside their range."""

    mean: Array
    deviation: Array
    low: Array
    high: Array

    @classmethod
    def of(cls, rows: Array) -> "Scaler":
        """Learn from rows; a column that never changes says nothing."""
        known = np.where(np.isnan(rows).all(axis=0), 0.0, rows)
        deviation = np.nanstd(known, axis=0)
        return cls(
            mean=_plain(np.nanmean(known, axis=0)),
            deviation=_plain(np.where(deviation > 1e-9, deviation, 0.0)),
            low=_plain(np.nanmin(known, axis=0)),
            high=_plain(np.nanmax(known, axis=0)),
        )

    def scaled(self, rows: Array) -> Array:
        """Return rows of mean 0 and deviation 1; what isn't known is in the middle."""
        kept = np.clip(rows, self.low, self.high)
        safe = np.where(self.deviation > 0, self.deviation, 1.0)
        scaled = np.where(self.deviation > 0, (kept - self.mean) / safe, 0.0)
        return np.nan_to_num(scaled, nan=0.0)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        names = ("mean", "deviation", "low", "high")
        return {name: getattr(self, name).tolist() for name in names}


@dataclass(frozen=True, slots=True)
class PartModel:
    """What was learned about one part: several networks, whose mean counts."""

    scaler: Scaler
    networks: tuple[Network, ...]

    def moves(self, rows: Array) -> Array:
        """Return what each network adds to each row, networks × rows."""
        scaled = self.scaler.scaled(rows)
        return np.stack([network.move(scaled) for network in self.networks])

    def rated(self, rating: Rating, measured: Measured) -> Rating:
        """Move a curve's rating; the interval also covers how far the networks disagree."""
        moves = self.moves(features(measured, rating)[None])[:, 0]
        value = float(moved(rating.value, moves.mean()))
        each = moved(np.full(len(moves), rating.value), moves)
        spread = NORMAL_90 * float(each.std())
        return replace(
            rating,
            value=round(value, DECIMALS),
            low=round(max(0.0, value - np.hypot(rating.value - rating.low, spread)), DECIMALS),
            high=round(min(100.0, value + np.hypot(rating.high - rating.value, spread)), DECIMALS),
        )


@dataclass(frozen=True, slots=True)
class LearnedRater:
    """Corrects the curves' ratings of the parts in which what was learned does better."""

    version: str
    parts: Mapping[Part, PartModel]

    def moved(self, ratings: Ratings, measured: Measured) -> Ratings:
        """Return the curves' ratings with the learned parts moved."""
        parts = {
            part: self.parts[part].rated(rating, measured) if part in self.parts else rating
            for part, rating in ratings.parts.items()
        }
        return replace(
            ratings,
            version=self.version,
            overall=overall(
                {part: rating.value for part, rating in parts.items()}, weights=ratings.weights
            ),
            parts=parts,
        )


def _plain(values: Any) -> Array:
    return np.asarray(np.round(values, 6), np.float64)


def logit(rating: Any) -> Array:
    """Ratings of 0 to 100 on a scale without ends."""
    share = np.clip(np.asarray(rating, np.float64), ENDS, 100.0 - ENDS) / 100.0
    return np.asarray(np.log(share / (1.0 - share)))


def moved(rating: Any, by: Any) -> Array:
    """Ratings of 0 to 100, moved on the logit scale."""
    return np.asarray(100.0 / (1.0 + np.exp(-(logit(rating) + by))))


def parameters_of(parts: Mapping[Part, PartModel]) -> dict[str, Any]:
    """Return all that serving needs, as plain JSON."""
    return {
        "features": FEATURES,
        "measures": MEASURES,
        "curves": CURVES,
        "parts": {
            part.value: {
                "scaler": model.scaler.as_json(),
                "networks": [network.as_json() for network in model.networks],
            }
            for part, model in sorted(parts.items())
        },
    }


def parts_from(parameters: Mapping[str, Any]) -> dict[Part, PartModel]:
    """Read what `parameters_of` wrote.

    Raises ValueError where they were trained on other measures, features or curves than ours.
    """
    for name, ours in (("features", FEATURES), ("measures", MEASURES), ("curves", CURVES)):
        if parameters.get(name) != ours:
            raise ValueError(f"Trained with {parameters.get(name)}; this code has {ours}.")
    return {
        Part(part): PartModel(
            scaler=Scaler(
                **{name: np.array(row, np.float64) for name, row in one["scaler"].items()}
            ),
            networks=tuple(network_from_json(each) for each in one["networks"]),
        )
        for part, one in parameters["parts"].items()
    }
