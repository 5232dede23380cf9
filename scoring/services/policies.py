"""The points policies that every installation starts with."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.core.services import audit
from scoring.domain.points.policy import (
    BadPolicy,
    ClassicPolicy,
    FairPolicy,
    parse_policy,
    policy_hash,
    policy_json,
)

POINTS = "points"
# The prototype's formula was in force before the first day on which this system could pay.
CLASSIC_FROM = datetime(2000, 1, 1, tzinfo=UTC)
FAIR_FROM = datetime(2000, 1, 2, tzinfo=UTC)


class UnknownPolicy(LookupError):
    """There is no such points policy; the message is for a person."""


def ensure_default_policies(*, now: datetime) -> None:
    """Create `classic-1` (retired, for comparison) and `fair-1` (in force) where they are missing.

    Does nothing to a points policy that exists, whatever its state.
    """
    with transaction.atomic():
        if Policy.objects.filter(kind=POINTS).exists():
            return
        _create("classic-1", ClassicPolicy(), Policy.State.RETIRED, CLASSIC_FROM, FAIR_FROM, now)
        _create("fair-1", FairPolicy(), Policy.State.ACTIVE, FAIR_FROM, None, now)


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


def rules_of(policy: Policy) -> ClassicPolicy | FairPolicy:
    """Return the checked parameters. Raises BadPolicy with a sentence."""
    return parse_policy(policy.parameters)


def fair_rules_of(policy: Policy) -> FairPolicy:
    """Return the parameters of a policy of the fair family. Raises BadPolicy for another."""
    rules = rules_of(policy)
    if not isinstance(rules, FairPolicy):
        raise BadPolicy(_("“%s” isn't a policy of the fair family.") % policy.version)
    return rules


def _create(
    version: str,
    rules: ClassicPolicy | FairPolicy,
    state: str,
    effective_from: datetime,
    effective_until: datetime | None,
    now: datetime,
) -> None:
    policy = Policy.objects.create(
        kind=POINTS,
        version=version,
        parameters=policy_json(rules),
        sha256=policy_hash(rules),
        state=state,
        effective_from=effective_from,
        effective_until=effective_until,
        activated_at=now,
        created_at=now,
    )
    audit.record(
        "core.policy.activated", target=policy, actor=None, after={"sha256": policy.sha256}
    )
