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
# Under this mean level there is nothing to see: whether it is sharp or moves can't be told.
BLACK = 8.0
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
        if judged.cause is not None and _shows(judged, measured):
            by_cause[Cause.SILENT if silent else judged.cause].append(judged)
    if Cause.DARK in by_cause:
        _taken_in_by_dark(by_cause)
    return [_advice(cause, judged, rating, ratings, measured) for cause, judged in by_cause.items()]


def _shows(judged: Judged, measured: Measured | None) -> bool:
    """Whether a cause is to be found in the video: on the whole, or clearly in some seconds."""
    if judged.value is None or judged.criterion.cause(judged.value) == judged.cause:
        return True
    return measured is not None and any(_bad_seconds(judged, measured))


def _taken_in_by_dark(by_cause: dict[Cause, list[Judged]]) -> None:
    """Leave to light what light mends: contrast, and whatever can't be seen without it."""
    dark = by_cause[Cause.DARK]
    is_black = any((one.value or 0.0) < BLACK for one in dark)
    dark += by_cause.pop(Cause.FLAT, [])
    if all(one.value is None for one in by_cause.get(Cause.SOFT, [])):
        dark += by_cause.pop(Cause.SOFT, [])
    if is_black:
        dark += by_cause.pop(Cause.FROZEN, [])


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
    mended = scores | {one.criterion: _mended(one, measured) for one in judged}
    gained = combined(mended) - combined(scores)
    # What the cause is measured by speaks for it before what it only takes in.
    worst = max(judged, key=lambda one: (one.cause is cause, _loss(one)))
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


def _mended(judged: Judged, measured: Measured | None) -> float:
    """The score once the cause is gone; seconds that are off for another reason stay."""
    criterion = judged.criterion
    row = () if measured is None else measured.series.get(criterion.measure, ())
    if not judged.seconds or not row:
        return max(judged.score, criterion.best)
    others = [
        score if criterion.cause(value) not in {None, judged.cause} else max(score, criterion.best)
        for value, score in zip(row, judged.seconds, strict=True)
        if not np.isnan(score)
    ]
    return float(np.mean(others))


def _value(judged: Judged, moments: tuple[Moment, ...]) -> float | None:
    """The value to show: where moments are named, theirs."""
    if not moments:
        return judged.value
    mean = np.average([one.value for one in moments], weights=_lengths(moments))
    return round(float(mean), 4)


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
    bad = _bad_seconds(judged, measured)
    if all(bad):
        return ()
    row = measured.series[judged.criterion.measure]
    stretches = sorted(_stretches(bad), key=lambda pair: (pair[0] - pair[1], pair[0]))
    chosen = sorted(stretches[:MOST_MOMENTS])
    return tuple(
        Moment(start, end, round(float(np.nanmean(row[start:end])), 4)) for start, end in chosen
    )


def _bad_seconds(judged: Judged, measured: Measured) -> list[bool]:
    """Which seconds clearly have the very trouble that is named; empty where it isn't known."""
    criterion = judged.criterion
    row = measured.series.get(criterion.measure, ())
    level = MOMENT_LEVELS.get(criterion.measure)
    if level is not None:
        return [value > level for value in row]
    return [
        criterion.cause(value) == judged.cause
        and criterion.score(value) < criterion.best - CLEARLY_WORSE
        for value in row
    ]


def _stretches(bad: list[bool]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.array([False, *bad, False]).astype(int)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
