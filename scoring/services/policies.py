"""The policies that every installation starts with, and the points policies by name."""

import zlib
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from scoring.domain.engagement import DEFAULT_PARAMETERS as GRADE_PARAMETERS
from scoring.domain.points.policy import (
    BadPolicy,
    ClassicPolicy,
    FairPolicy,
    parse_policy,
    policy_json,
)
from scoring.domain.quality.policy import DEFAULT_PARAMETERS as QUALITY_PARAMETERS
from scoring.domain.verdicts.policy import DEFAULT_PARAMETERS as ORIGINALITY_PARAMETERS

POINTS = "points"
GRADE = "grade"
ORIGINALITY = "originality"
QUALITY = "quality"
# The prototype's formula was in force before the first day on which this system could pay.
CLASSIC_FROM = datetime(2000, 1, 1, tzinfo=UTC)
FAIR_FROM = datetime(2000, 1, 2, tzinfo=UTC)


class UnknownPolicy(LookupError):
    """There is no such policy; the message is for a person."""


def ensure_default_policies(*, now: datetime) -> None:
    """Create the first policies of each kind that has none: for points `classic-1` (retired, for
    comparison) and `fair-1` (in force), for grades `grade-1`, for originality `originality-1` and
    for quality `quality-1` (all in force).

    Does nothing to a kind that has a policy, whatever its state.
    """
    wanted = {POINTS, GRADE, ORIGINALITY, QUALITY}
    if wanted == set(Policy.objects.filter(kind__in=wanted).values_list("kind", flat=True)):
        return
    with transaction.atomic():
        _wait_for_others()
        if not Policy.objects.filter(kind=POINTS).exists():
            _create(POINTS, "classic-1", policy_json(ClassicPolicy()), CLASSIC_FROM, FAIR_FROM, now)
            _create(POINTS, "fair-1", policy_json(FairPolicy()), FAIR_FROM, None, now)
        if not Policy.objects.filter(kind=GRADE).exists():
            _create(GRADE, "grade-1", GRADE_PARAMETERS, FAIR_FROM, None, now)
        if not Policy.objects.filter(kind=ORIGINALITY).exists():
            _create(ORIGINALITY, "originality-1", ORIGINALITY_PARAMETERS, FAIR_FROM, None, now)
        if not Policy.objects.filter(kind=QUALITY).exists():
            _create(QUALITY, "quality-1", QUALITY_PARAMETERS, FAIR_FROM, None, now)


def policy_named(version: str) -> Policy:
    """Return the points policy of that version. Raises UnknownPolicy."""
    found = Policy.objects.filter(kind=POINTS, version=version).first()
    if found is None:
        names = ", ".join(
            Policy.objects.filter(kind=POINTS).order_by("pk").values_list("version", flat=True)
        )
        raise UnknownPolicy(
            _("There is no points policy “%(version)s”. There are: %(names)s.")
            % {"version": version, "names": names or "–"}
        )
    return found


def policy_in_force(*, at: datetime) -> Policy:
    """Return the points policy in force at a moment. Raises UnknownPolicy when there is none."""
    found = policy_at(POINTS, at=at)
    if found is None:
        raise UnknownPolicy(_("No points policy is in force; activate one in the admin."))
    return found


def made_or_in_force(kind: str, *, at: datetime) -> Policy:
    """Return a kind's policy of a moment; the first one is made where there is none.

    Raises UnknownPolicy.
    """
    found = policy_at(kind, at=at)
    if found is None:
        ensure_default_policies(now=at)
        found = policy_at(kind, at=at)
    if found is None:
        raise UnknownPolicy(
            _("No %(kind)s policy is in force; activate one in the admin.") % {"kind": kind}
        )
    return found


def rules_of(policy: Policy) -> ClassicPolicy | FairPolicy:
    """Return the checked parameters. Raises BadPolicy with a sentence."""
    return parse_policy(policy.parameters)


def fair_rules_of(policy: Policy) -> FairPolicy:
    """Return the parameters of a policy of the fair family. Raises BadPolicy for another."""
    rules = rules_of(policy)
    if not isinstance(rules, FairPolicy):
        raise BadPolicy(_("“%s” isn't a policy of the fair family.") % policy.version)
    return rules


def _wait_for_others() -> None:
    """Let one process at a time create policies, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [zlib.crc32(b"policies") >> 1])


def _create(
    kind: str,
    version: str,
    parameters: dict[str, Any],
    effective_from: datetime,
    effective_until: datetime | None,
    now: datetime,
) -> None:
    policy = Policy.objects.create(
        kind=kind,
        version=version,
        parameters=parameters,
        sha256=sha256_of(parameters),
        state=Policy.State.RETIRED if effective_until else Policy.State.ACTIVE,
        effective_from=effective_from,
        effective_until=effective_until,
        activated_at=now,
        created_at=now,
    )
    audit.record(
        "core.policy.activated", target=policy, actor=None, after={"sha256": policy.sha256}
    )
