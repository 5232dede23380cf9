"""The quality policy in force."""

from dataclasses import dataclass
from datetime import datetime

from scoring.domain.quality.policy import QualityPolicy
from scoring.services.policies import QUALITY, made_or_in_force


@dataclass(frozen=True, slots=True)
class QualityInForce:
    """A policy's version and its rules."""

    version: str
    rules: QualityPolicy


def policy_in_force(*, at: datetime) -> QualityInForce:
    """Return the quality policy of a moment; the first one is made where there is none.

    Raises UnknownPolicy.
    """
    found = made_or_in_force(QUALITY, at=at)
    return QualityInForce(found.version, QualityPolicy.from_parameters(found.parameters))
