"""What turns measures into ratings: the curves, or a learned model that serves in their place."""

from dataclasses import dataclass
from typing import Protocol

from scoring.domain.quality import Advice, Measured, Rating, Ratings, advise, rate
from scoring.domain.quality.curves import VERSION
from scoring.domain.quality.policy import QualityPolicy


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings, and what to change first."""

    ratings: Ratings
    advice: tuple[Advice, ...]


class Rater(Protocol):
    """Rates what was measured. The same version always rates the same things alike."""

    @property
    def version(self) -> str:
        """Name what the ratings come from; a new version has everything rated anew."""

    def rate(
        self, measured: Measured | None, *, text: Rating | None, rules: QualityPolicy
    ) -> Rated:
        """Rate a file's measures and a caption. Raises ValueError where there is neither."""


class Curves:
    """The documented curves."""

    version = VERSION

    def rate(
        self, measured: Measured | None, *, text: Rating | None, rules: QualityPolicy
    ) -> Rated:
        """Rate by the curves, with the policy's weights."""
        ratings = rate(measured, text=text, weights=rules.weights)
        return Rated(
            ratings,
            advise(
                ratings, measured, most=rules.advice_most, least_points=rules.advice_least_points
            ),
        )


def rater_in_force() -> Rater:
    """Return what rates videos now. A learned model that serves takes the curves' place here."""
    return Curves()
