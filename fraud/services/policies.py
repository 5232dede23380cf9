"""The fraud policy: every threshold by name, one version in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from creatorspark.core.models import Policy
from creatorspark.core.policies import kinds
from creatorspark.core.policies.services import policy_at
from creatorspark.lib.canonical import sha256_of
from fraud.domain.parameters import Parameters

FRAUD = "fraud"
BUILT_IN = "built-in"


@dataclass(frozen=True, kw_only=True)
class InForce:
    """Parameters, and which version stated them."""

    version: str
    sha256: str
    parameters: Parameters


def in_force(*, now: datetime) -> InForce:
    """Return the thresholds of the policy in force; the built-in ones while there is none."""
    policy = policy_at(FRAUD, at=now)
    if policy is None:
        parameters = Parameters()
        return InForce(
            version=BUILT_IN, sha256=sha256_of(parameters.as_policy()), parameters=parameters
        )
    return _of(policy)


def of_version(version: str) -> InForce | None:
    """Return what a version of the policy states, in force or not; None where there is none."""
    policy = Policy.objects.filter(kind=FRAUD, version=version).first()
    return _of(policy) if policy else None


def _of(policy: Policy) -> InForce:
    return InForce(
        version=policy.version,
        sha256=policy.sha256,
        parameters=Parameters.from_policy(policy.parameters),
    )


def register() -> None:
    """Make the kind known, so that staff can draft versions of it."""
    kinds.register(kinds.PolicyKind(name=FRAUD, check=_check))


def _check(parameters: Mapping[str, Any]) -> object:
    return Parameters.from_policy(parameters)
