"""The originality policy in force."""

from dataclasses import dataclass
from datetime import datetime

from scoring.domain.verdicts.policy import OriginalityPolicy
from scoring.services.policies import ORIGINALITY, made_or_in_force


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy's version and its rules."""

    version: str
    rules: OriginalityPolicy


def policy_in_force(*, at: datetime) -> InForce:
    """Return the originality policy of a moment; the first one is made where there is none.

    Raises UnknownPolicy.
    """
    found = made_or_in_force(ORIGINALITY, at=at)
    return InForce(found.version, OriginalityPolicy.from_parameters(found.parameters))
