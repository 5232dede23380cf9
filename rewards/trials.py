"""What the policy desk is told about pay and tier policies."""

from collections.abc import Mapping
from typing import Any

from creatorspark.core.policies.kinds import PolicyKind
from creatorspark.core.policies.kinds import register as register_kind
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.tier_policy import TierPolicy
from rewards.services.policies import PAY, TIER


def register() -> None:
    """Tell the policy desk about pay and tier policies."""
    register_kind(PolicyKind(name=PAY, check=check))
    register_kind(PolicyKind(name=TIER, check=TierPolicy.from_parameters))


def check(parameters: Mapping[str, Any]) -> PayPolicy:
    """Return the rules that parameters state. Raises ValueError with a sentence."""
    return PayPolicy.from_parameters(parameters, sha256="")
