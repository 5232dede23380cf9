"""Sets the threshold from labelled videos: the lowest that accuses few enough of the innocent."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import beta

Scores = npt.NDArray[np.float64]

DRAWS = 2000
SEED = 1
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold with the share of copies found and of innocent videos accused."""

    threshold: float
    found: float
    accused: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The threshold chosen, the interval that resampling gives it, and what it does.

    `accused_high` is the upper end of the exact 95 % interval of the share accused: with few
    innocent videos it stays far above what was seen.
    """

    threshold: float
    low: float
    high: float
    found: float
    found_low: float
    found_high: float
    accused: float
    accused_high: float
    curve: tuple[Point, ...]


def calibrate(
    copies: Sequence[float], innocent: Sequence[float], *, accused_at_most: float = 0.01
) -> Calibration:
    """Choose the lowest threshold at which at most that share of innocent videos is accused.

    `copies` are similarities to the true original, `innocent` the highest similarity of each
    innocent video to anything. Raises ValueError if either is empty.
    """
    if not len(copies) or not len(innocent):
        raise ValueError("Calibration needs both copies and innocent videos.")
    guilty, clean = np.sort(np.asarray(copies, float)), np.sort(np.asarray(innocent, float))
    threshold = _lowest(clean, accused_at_most)
    random = np.random.default_rng(SEED)
    resampled = [
        _lowest(np.sort(random.choice(clean, len(clean))), accused_at_most) for _ in range(DRAWS)
    ]
    tail = (1 - CONFIDENCE) / 2
    found, accused = _over(guilty, threshold), _over(clean, threshold)
    return Calibration(
        threshold=threshold,
        low=float(np.quantile(resampled, tail)),
        high=float(np.quantile(resampled, 1 - tail)),
        found=found / len(guilty),
        found_low=_bound(found, len(guilty), tail),
        found_high=_bound(found, len(guilty), 1 - tail),
        accused=accused / len(clean),
        accused_high=_bound(accused, len(clean), 1 - tail),
        curve=_curve(guilty, clean),
    )


def _lowest(clean: Scores, accused_at_most: float) -> float:
    """The smallest number above all but the allowed few."""
    allowed = int(np.floor(accused_at_most * len(clean) + 1e-9))
    return float(np.nextafter(clean[len(clean) - 1 - allowed], 2.0))


def _over(scores: Scores, threshold: float) -> int:
    return int((scores >= threshold).sum())


def _bound(count: int, total: int, quantile: float) -> float:
    """Clopper and Pearson's exact bound of a share."""
    if quantile < 0.5:
        return 0.0 if count == 0 else float(beta.ppf(quantile, count, total - count + 1))
    return 1.0 if count == total else float(beta.ppf(quantile, count + 1, total - count))


def _curve(guilty: Scores, clean: Scores) -> tuple[Point, ...]:
    return tuple(
        Point(
            float(threshold),
            _over(guilty, threshold) / len(guilty),
            _over(clean, threshold) / len(clean),
        )
        for threshold in np.round(np.linspace(0, 1, 101), 2)
    )
