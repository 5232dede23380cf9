"""The policies that every installation starts with, and those in force at a moment."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Min

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.domain.pay_policy import DEFAULT_PARAMETERS as PAY_PARAMETERS
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.tier_policy import DEFAULT_PARAMETERS as TIER_PARAMETERS
from rewards.domain.tier_policy import TierPolicy

PAY = "pay"
TIER = "tier"
FIRST: Final = ((PAY, "pay-1", PAY_PARAMETERS), (TIER, "tier-1", TIER_PARAMETERS))
# In force before the first day on which this system could pay.
FIRST_FROM = datetime(2000, 1, 2, tzinfo=UTC)


def ensure_default_policies(*, now: datetime) -> None:
    """Put `pay-1` and `tier-1` in force, each where there is no policy of its kind of any state."""
    kinds = set(Policy.objects.filter(kind__in=[PAY, TIER]).values_list("kind", flat=True))
    if kinds == {PAY, TIER}:
        return
    with transaction.atomic():
        _wait_for_others()
        for kind, version, parameters in FIRST:
            if not Policy.objects.filter(kind=kind).exists():
                _create(kind, version, parameters, now=now)


def _create(kind: str, version: str, parameters: dict[str, Any], *, now: datetime) -> None:
    policy = Policy.objects.create(
        kind=kind,
        version=version,
        parameters=parameters,
        sha256=sha256_of(parameters),
        state=Policy.State.ACTIVE,
        effective_from=FIRST_FROM,
        activated_at=now,
        created_at=now,
    )
    audit.record(
        "core.policy.activated", target=policy, actor=None, after={"sha256": policy.sha256}
    )


def pay_policy_at(*, at: datetime) -> Policy | None:
    """Return the pay policy in force at a moment, or None when there is none."""
    return policy_at(PAY, at=at)


def rpm_steps(*, at: datetime) -> Mapping[str, Decimal]:
    """Return what each tier multiplies pay with, under the pay policy in force at a moment."""
    policy = pay_policy_at(at=at)
    return rules_of(policy).tier_steps if policy else {}


def tier_policy_at(*, at: datetime) -> Policy | None:
    """Return the tier policy in force at a moment, or None when there is none."""
    return policy_at(TIER, at=at)


def pay_began() -> datetime | None:
    """Return the start of the first ISO week that a pay policy pays, or None without any."""
    first = (
        Policy.objects.exclude(state=Policy.State.DRAFT)
        .filter(kind=PAY)
        .aggregate(first=Min("effective_from"))["first"]
    )
    if first is None:
        return None
    start = week_start(monday_of(first))
    return start if start == first else start + WEEK


def rules_of(policy: Policy) -> PayPolicy:
    """Return the checked rules of a pay policy. Raises ValueError with a sentence."""
    return PayPolicy.from_parameters(policy.parameters, sha256=policy.sha256)


def tier_rules_of(policy: Policy) -> TierPolicy:
    """Return the checked rules of a tier policy. Raises ValueError with a sentence."""
    return TierPolicy.from_parameters(policy.parameters)


def _wait_for_others() -> None:
    """Let one process at a time create the first policy, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [zlib.crc32(b"rewards") >> 1])
