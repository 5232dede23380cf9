"""The quality policy in force."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.policies.services import policy_at
from scoring.domain.quality.policy import QualityPolicy
from scoring.services.policies import QUALITY, ensure_default_policies


class NoQualityPolicy(LookupError):
    """No quality policy is in force; the message is for a person."""


@dataclass(frozen=True, slots=True)
class QualityInForce:
    """A policy's version and its rules."""

    version: str
    rules: QualityPolicy


def policy_in_force(*, at: datetime) -> QualityInForce:
    """Return the quality policy of a moment; the first one is made where there is none.

    Raises NoQualityPolicy.
    """
    found = policy_at(QUALITY, at=at)
    if found is None:
        ensure_default_policies(now=at)
        found = policy_at(QUALITY, at=at)
    if found is None:
        raise NoQualityPolicy(_("No quality policy is in force; activate one in the admin."))
    return QualityInForce(found.version, QualityPolicy.from_parameters(found.parameters))
