"""The pay policy that every installation starts with, and the one in force at a moment."""

import zlib
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Min

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from creatorspark.lib.periods import WEEK, monday_of, week_start
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy

PAY = "pay"
FIRST_VERSION = "pay-1"
# In force before the first day on which this system could pay.
FIRST_FROM = datetime(2000, 1, 2, tzinfo=UTC)


def ensure_default_policies(*, now: datetime) -> None:
    """Put `pay-1` in force where there is no pay policy of any state."""
    if Policy.objects.filter(kind=PAY).exists():
        return
    with transaction.atomic():
        _wait_for_others()
        if not Policy.objects.filter(kind=PAY).exists():
            policy = Policy.objects.create(
                kind=PAY,
                version=FIRST_VERSION,
                parameters=DEFAULT_PARAMETERS,
                sha256=sha256_of(DEFAULT_PARAMETERS),
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


def _wait_for_others() -> None:
    """Let one process at a time create the first policy, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [zlib.crc32(b"pay policies") >> 1])
