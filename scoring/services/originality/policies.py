"""The originality policy in force."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from creatorspark.core.policies.services import policy_at
from scoring.domain.verdicts.policy import OriginalityPolicy
from scoring.services.policies import ORIGINALITY, ensure_default_policies


class NoPolicy(LookupError):
    """No originality policy is in force; the message is for a person."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy's version and its rules."""

    version: str
    rules: OriginalityPolicy


def policy_in_force(*, at: datetime) -> InForce:
    """Return the originality policy of a moment; the first one is made where there is none.

    Raises NoPolicy.
    """
    found = policy_at(ORIGINALITY, at=at)
    if found is None:
        ensure_default_policies(now=at)
        found = policy_at(ORIGINALITY, at=at)
    if found is None:
        raise NoPolicy(_("No originality policy is in force; activate one in the admin."))
    return InForce(found.version, OriginalityPolicy.from_parameters(found.parameters))
