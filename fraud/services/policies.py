"""The fraud policy: every threshold by name, one version in force."""

from dataclasses import dataclass, replace
from datetime import datetime

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.lib.canonical import sha256_of
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters, RuleParameters
from fraud.models import BackTest
from fraud.services import spam_hosts

FRAUD = "fraud"
BUILT_IN = "built-in"


@dataclass(frozen=True, kw_only=True)
class InForce:
    """Parameters, and which version stated them.

    `parameters` have, beside what the version states, the hosts of the list in force, whose
    SHA-256 is `spam_hosts` ("" without one).
    """

    version: str
    sha256: str
    parameters: Parameters
    stated: Parameters
    spam_hosts: str


def in_force(*, now: datetime) -> InForce:
    """Return the thresholds of the policy in force; the built-in ones while there is none."""
    policy = policy_at(FRAUD, at=now)
    if policy is None:
        parameters = Parameters()
        return _in_force(BUILT_IN, sha256_of(parameters.as_policy()), parameters)
    return _of(policy)


def of_version(version: str) -> InForce | None:
    """Return what a version of the policy states, in force or not; None where there is none."""
    policy = Policy.objects.filter(kind=FRAUD, version=version).first()
    return _of(policy) if policy else None


def _of(policy: Policy) -> InForce:
    parameters = Parameters.of_stored(policy.parameters)
    shadow = frozenset(parameters.rules.shadow) | _untried(policy)
    rules = RuleParameters(shadow=tuple(sorted(shadow)))
    return _in_force(policy.version, policy.sha256, replace(parameters, rules=rules))


def _in_force(version: str, sha256: str, stated: Parameters) -> InForce:
    parameters, listed = spam_hosts.with_listed(stated)
    return InForce(
        version=version, sha256=sha256, parameters=parameters, stated=stated, spam_hosts=listed
    )


def _untried(policy: Policy) -> frozenset[str]:
    """Return the rules that came after the policy was tried: they work in shadow at first."""
    tried = tried_as_it_is(policy)
    if tried is None or tried.result is None:
        return frozenset()
    return frozenset(ReasonCode) - {one["code"] for one in tried.result["rules"]}


def tried_as_it_is(policy: Policy) -> BackTest | None:
    """Return the newest finished trial of exactly these parameters."""
    tests = BackTest.objects.filter(policy=policy, parameters_sha256=policy.sha256)
    return tests.exclude(finished_at=None).order_by("-finished_at").first()
