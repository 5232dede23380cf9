"""What turns measures into ratings: the curves, or a learned model that serves in their place."""

from dataclasses import dataclass, replace
from typing import Protocol

from scoring.domain.quality import Advice, Measured, Rating, Ratings, advise, rate
from scoring.domain.quality.curves import VERSION
from scoring.domain.quality.learning.rater import LearnedRater
from scoring.domain.quality.policy import QualityPolicy
from scoring.services.training.serving import learned_quality


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


@dataclass(frozen=True, slots=True)
class Corrected:
    """The curves, corrected by what was learned; what to change first stays as the curves say."""

    learned: LearnedRater

    @property
    def version(self) -> str:
        """Name the learned model."""
        return self.learned.version

    def rate(
        self, measured: Measured | None, *, text: Rating | None, rules: QualityPolicy
    ) -> Rated:
        """Rate by the curves, then move the parts that were learned."""
        rated = Curves().rate(measured, text=text, rules=rules)
        if measured is None:
            return Rated(replace(rated.ratings, version=self.version), rated.advice)
        return Rated(self.learned.moved(rated.ratings, measured), rated.advice)


def rater_in_force() -> Rater:
    """Return what rates videos now: the curves, corrected where a learned model serves."""
    learned = learned_quality()
    return Corrected(learned) if learned and learned.parts else Curves()
