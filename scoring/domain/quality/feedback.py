"""What to do first: at most five things, by the points that each would bring.

Names of causes, measured values, targets and moments only; the words are the services'.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoring.domain.quality.curves import Cause, Part
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.ratings import Judged, Rating, Ratings, combined, overall

MOST = 5
LEAST_POINTS = 0.5
MOST_MOMENTS = 3
# A second counts as part of the trouble when it scores so much below the best.
CLEARLY_WORSE = 15.0
NOTHING_ON_IT = 0.95
# Shares of a second that make it one of the moments to show.
MOMENT_LEVELS = {"clipping": 2e-3, "silence": 0.5}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a video in whole seconds, and the measure's mean in it."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to change: what, how it measures, what would be good, what it would bring.

    `points` are of the overall rating. `value` is None where there was nothing to measure by.
    Without moments it is the whole video.
    """

    cause: Cause
    part: Part
    measure: str
    value: float | None
    target: tuple[float, float]
    points: float
    moments: tuple[Moment, ...]


def advise(
    ratings: Ratings,
    measured: Measured | None,
    *,
    most: int = MOST,
    least_points: float = LEAST_POINTS,
) -> tuple[Advice, ...]:
    """Return what would bring the most points, the most first."""
    found = [
        advice
        for rating in ratings.parts.values()
        for advice in _of_part(rating, ratings, measured)
    ]
    worth = [one for one in found if one.points >= least_points]
    first = sorted(worth, key=lambda one: (-one.points, one.cause))[:most]
    # A picture has no moment.
    still = measured is not None and not measured.seconds
    return tuple(replace(one, moments=()) for one in first) if still else tuple(first)


def _of_part(rating: Rating, ratings: Ratings, measured: Measured | None) -> list[Advice]:
    by_cause: dict[Cause, list[Judged]] = defaultdict(list)
    silent = _is_silent(rating)
    for judged in rating.judged:
        if judged.cause is not None:
            by_cause[Cause.SILENT if silent else judged.cause].append(judged)
    if Cause.DARK in by_cause:
        # Light mends both: a dark picture has little contrast because it is dark.
        by_cause[Cause.DARK] += by_cause.pop(Cause.FLAT, [])
    return [_advice(cause, judged, rating, ratings, measured) for cause, judged in by_cause.items()]


def _is_silent(rating: Rating) -> bool:
    """Whether a track has nothing on it: then that is what is wrong, not its loudness or hiss."""
    return any(
        one.criterion.measure == "silence" and (one.value or 0.0) >= NOTHING_ON_IT
        for one in rating.judged
    )


def _advice(
    cause: Cause,
    judged: list[Judged],
    rating: Rating,
    ratings: Ratings,
    measured: Measured | None,
) -> Advice:
    scores = {one.criterion: one.score for one in rating.judged}
    mended = scores | {one.criterion: max(one.score, one.criterion.best) for one in judged}
    gained = combined(mended) - combined(scores)
    worst = max(judged, key=_loss)
    moments = () if measured is None else _moments(worst, measured)
    return Advice(
        cause=cause,
        part=rating.part,
        measure=worst.criterion.measure,
        value=_value(worst, moments),
        target=worst.criterion.target,
        points=round(_overall_with(ratings, rating.part, gained), 2),
        moments=moments,
    )


def _value(judged: Judged, moments: tuple[Moment, ...]) -> float | None:
    """The value to show: that of the moments where the whole video's is within the target."""
    value = judged.value
    if value is None or not moments or judged.criterion.cause(value) is not None:
        return value
    return float(np.average([one.value for one in moments], weights=_lengths(moments)))


def _lengths(moments: tuple[Moment, ...]) -> list[int]:
    return [one.end - one.start for one in moments]


def _loss(judged: Judged) -> float:
    """How much a criterion costs; one that was measured speaks for the cause before others."""
    loss = judged.criterion.weight * (judged.criterion.best - judged.score)
    return loss if judged.value is not None else loss - 1000


def _overall_with(ratings: Ratings, part: Part, gained: float) -> float:
    """How many points of the overall rating a gain in one part is."""
    values: Mapping[Part, float] = {name: one.value for name, one in ratings.parts.items()}
    mended = {**values, part: values[part] + gained}
    return overall(mended, weights=ratings.weights) - overall(values, weights=ratings.weights)


def _moments(judged: Judged, measured: Measured) -> tuple[Moment, ...]:
    """The longest stretches in which the trouble shows; none where it shows all the time."""
    criterion = judged.criterion
    row = measured.series.get(criterion.measure, ())
    if not row:
        return ()
    level = MOMENT_LEVELS.get(criterion.measure)
    if level is None:
        bad = [criterion.score(value) < criterion.best - CLEARLY_WORSE for value in row]
    else:
        bad = [value > level for value in row]
    if all(bad):
        return ()
    stretches = sorted(_stretches(bad), key=lambda pair: (pair[0] - pair[1], pair[0]))
    chosen = sorted(stretches[:MOST_MOMENTS])
    return tuple(
        Moment(start, end, round(float(np.nanmean(row[start:end])), 4)) for start, end in chosen
    )


def _stretches(bad: list[bool]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.array([False, *bad, False]).astype(int)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
