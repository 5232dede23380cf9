"""The policies that every installation starts with, and those in force at a moment."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

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
# In force before the first day on which this system could pay.
FIRST_FROM = datetime(2000, 1, 2, tzinfo=UTC)


def ensure_default_policies(*, now: datetime, since: datetime = FIRST_FROM) -> None:
    """Put `pay-1` and `tier-1` in force, each where there is no policy of its kind of any state.

    Nothing that runs by the clock calls this: beginning to pay makes somebody owe money, so a
    person says from when (`close_weeks --begin`, or the admin).
    """
    _ensure(PAY, "pay-1", PAY_PARAMETERS, since=since, now=now)
    ensure_tier_policy(now=now)


def ensure_tier_policy(*, now: datetime) -> None:
    """Put `tier-1` in force where there is no tier policy of any state."""
    _ensure(TIER, "tier-1", TIER_PARAMETERS, since=FIRST_FROM, now=now)


def _ensure(
    kind: str, version: str, parameters: dict[str, Any], *, since: datetime, now: datetime
) -> None:
    if Policy.objects.filter(kind=kind).exists():
        return
    with transaction.atomic():
        _wait_for_others()
        if not Policy.objects.filter(kind=kind).exists():
            _create(kind, version, parameters, since=since, now=now)


def _create(
    kind: str, version: str, parameters: dict[str, Any], *, since: datetime, now: datetime
) -> None:
    policy = Policy.objects.create(
        kind=kind,
        version=version,
        parameters=parameters,
        sha256=sha256_of(parameters),
        state=Policy.State.ACTIVE,
        effective_from=since,
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
