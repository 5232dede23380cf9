"""What the policy desk is told about pay policies."""

from collections.abc import Mapping
from typing import Any

from creatorspark.core.policies.kinds import PolicyKind
from creatorspark.core.policies.kinds import register as register_kind
from rewards.domain.pay_policy import PayPolicy
from rewards.services.policies import PAY


def register() -> None:
    """Tell the policy desk about pay policies."""
    register_kind(PolicyKind(name=PAY, check=check))


def check(parameters: Mapping[str, Any]) -> PayPolicy:
    """Return the rules that parameters state. Raises ValueError with a sentence."""
    return PayPolicy.from_parameters(parameters, sha256="")
