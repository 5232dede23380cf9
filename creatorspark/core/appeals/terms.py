"""The terms in force, and those an appeal was filed under."""

import zlib
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import first_terms
from creatorspark.core.domain.appeals.terms import (
    FIRST_VERSION,
    KIND,
    Terms,
    check,
    parameters,
    terms_from,
)
from creatorspark.core.models import Appeal, Policy
from creatorspark.core.policies import kinds
from creatorspark.core.policies.services import policy_at
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of

# Before the first judgement that could be appealed.
FIRST_FROM = datetime(2000, 1, 2, tzinfo=UTC)


def register_kind() -> None:
    """Let staff draft and activate terms like every other policy."""
    kinds.register(kinds.PolicyKind(name=KIND, check=check))


def terms_at(*, kind: str, now: datetime) -> Terms:
    """Return the terms in force for a kind of judgement; the first ones before there is a policy.

    One query.
    """
    policy = policy_at(KIND, at=now)
    return terms_from(policy.parameters if policy else first_parameters(), kind=kind)


def first_parameters() -> dict[str, Any]:
    """Return the parameters of the first policy: the house's terms, and each kind's own."""
    return parameters() | {"by_kind": first_terms()}


def terms_of(appeal: Appeal) -> Terms:
    """Return the terms that an appeal was filed under: a later policy doesn't alter them."""
    return terms_from(appeal.policy.parameters, kind=appeal.subject_kind)


def policy_for_filing(*, now: datetime) -> Policy:
    """Return the policy in force, making the first one where there is none of any state.

    Raises AppealRefused when staff have one that doesn't hold yet.
    """
    policy = policy_at(KIND, at=now) or _first(now=now)
    if policy is None:
        raise AppealRefused(_("Appeals open soon: their terms aren't in force yet."), code="soon")
    return policy


def _first(*, now: datetime) -> Policy | None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [zlib.crc32(b"policies") >> 1])
        if Policy.objects.filter(kind=KIND).exists():
            return policy_at(KIND, at=now)
        given = first_parameters()
        policy = Policy.objects.create(
            kind=KIND,
            version=FIRST_VERSION,
            parameters=given,
            sha256=sha256_of(given),
            state=Policy.State.ACTIVE,
            effective_from=FIRST_FROM,
            activated_at=now,
            created_at=now,
        )
        audit.record(
            "core.policy.activated", target=policy, actor=None, after={"sha256": policy.sha256}
        )
        return policy
