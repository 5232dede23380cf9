"""Ratings as bars: the value, how sure it is, and its place among others."""

from collections.abc import Sequence
from dataclasses import dataclass

from creatorspark.portals.creators.evaluation.words import interval_words, place_words
from scoring import interface as scoring


@dataclass(frozen=True, slots=True)
class RatingBar:
    """One part from 0 to 100; `low` and `high` are where it lies nine times in ten."""

    part: str
    label: str
    value: float
    low: float
    high: float
    interval: str
    place: str
    percentile: float | None

    @property
    def spread(self) -> float:
        """How wide the interval is: nothing, or wide enough to be seen."""
        return max(self.high - self.low, 0.6) if self.high > self.low else 0.0

    @property
    def whole(self) -> int:
        """The rating as people read it."""
        return round(self.value)


def rating_bars(parts: Sequence[scoring.PartReport]) -> list[RatingBar]:
    """Return a bar for each part that was rated."""
    return [
        RatingBar(
            part=one.part,
            label=one.label,
            value=one.value,
            low=one.low,
            high=one.high,
            interval=interval_words(one.low, one.high),
            place=place_words(one.percentile),
            percentile=one.percentile,
        )
        for one in parts
    ]
