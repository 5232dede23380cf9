"""Turns measures into the numbers that the network reads.

Only what the ways of making a clip worse can move is among them: about the rest (sizes, loudness,
bars) there is nothing to learn, and the curves' word stays.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.domain.quality.curves import Part
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.ratings import Rating

Vector = npt.NDArray[np.float64]
# Part of every trained model: other features are another model.
VERSION = "quality-features-1"
SCORES: Mapping[Part, tuple[str, ...]] = {
    Part.VISUAL: (
        *("edge_blur", "brightness", "contrast", "colourfulness", "noise"),
        *("quantiser", "blockiness", "jitter", "frozen"),
    ),
    Part.AUDIO: (
        *("true_peak", "clipping", "signal_to_noise", "hum", "silence", "roll_off"),
        "loudness",
    ),
}
VALUES: Mapping[Part, tuple[str, ...]] = {
    Part.VISUAL: (
        *("edge_blur", "brightness", "contrast", "colourfulness", "noise", "quantiser"),
        *("blockiness", "jitter", "crushed", "blown", "motion"),
    ),
    Part.AUDIO: (
        *("clipping", "signal_to_noise", "hum", "silence", "roll_off", "noise_floor"),
        *("level", "loudness_range", "centroid", "bandwidth"),
    ),
}
# Measures that span powers of ten are read by their logarithm.
BY_LOGARITHM = frozenset(
    {
        *("edge_blur", "noise", "blockiness", "jitter", "motion", "clipping"),
        *("roll_off", "centroid", "bandwidth"),
    }
)
LEAST_OF_LOGARITHM = 1e-4


def names(part: Part) -> tuple[str, ...]:
    """What each place of a vector is."""
    scores = (f"score of {name}" for name in SCORES[part])
    return (*scores, *VALUES[part])


def features(measured: Measured, rating: Rating) -> Vector:
    """Return one part's vector, NaN where there was nothing to measure."""
    scores = {one.criterion.measure: one.score / 100 for one in rating.judged}
    values = measured.values
    return np.array(
        [
            *(scores.get(name, np.nan) for name in SCORES[rating.part]),
            *(_read(name, values) for name in VALUES[rating.part]),
        ],
        np.float64,
    )


def _read(name: str, values: Mapping[str, Any]) -> float:
    value = values.get(name)
    if value is None:
        return float("nan")
    if name in BY_LOGARITHM:
        return float(np.log(max(value, 0.0) + LEAST_OF_LOGARITHM))
    return float(value)
