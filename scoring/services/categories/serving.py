"""Which layer answers: the words alone, or the words with what was learned from corrections."""

from dataclasses import dataclass

import structlog

from scoring.domain.categories import (
    KIND,
    VERSION,
    CategoryScore,
    Evidence,
    LearnedCategories,
    learned_from_json,
    score_evidence,
    score_learned,
)
from scoring.models import CategoryAssessment, LearnedModel

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """What scores videos now, and the version that each answer names."""

    learned: LearnedCategories | None

    @property
    def version(self) -> str:
        """Name the words' version, and the learned layer's where one serves."""
        return f"{VERSION}+{self.learned.version}" if self.learned else VERSION

    @property
    def source(self) -> str:
        """Name the source as it is stored."""
        source = CategoryAssessment.Source
        return (source.LEARNED if self.learned else source.WORDS).value

    def scores(self, evidence: Evidence) -> tuple[CategoryScore, ...]:
        """Return every category that anything speaks for, the surest first."""
        return score_learned(evidence, self.learned) if self.learned else score_evidence(evidence)


def answering() -> Answering:
    """Return what scores videos now: the words alone where the layer that serves can't be read."""
    row = LearnedModel.objects.filter(kind=KIND, serves=True).first()
    return Answering(None if row is None else readable_layer(row))


def readable_layer(row: LearnedModel) -> LearnedCategories | None:
    """Return a layer, None where it was learned for categories or in a form of another release."""
    try:
        return learned_from_json(row.parameters, version=row.version)
    except (KeyError, ValueError, TypeError, AttributeError):
        log.warning("learned_layer_outdated", kind=KIND, version=row.version)
        return None
