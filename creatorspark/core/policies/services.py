"""Policies: draft, activate from a date, frozen afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.models import Policy, User
from creatorspark.core.policies import kinds
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of


class PolicyError(Exception):
    """The policy can't do this; the message is for a person."""


def create_draft(
    kind: str, *, version: str, parameters: dict[str, Any], note: str = "", actor: User | None
) -> Policy:
    """Store a draft with the hash of its canonical parameters.

    Raises PolicyError when the version exists or the parameters are not valid for the kind.
    """
    _check_parameters(kind, parameters)
    with transaction.atomic():
        if Policy.objects.filter(kind=kind, version=version).exists():
            raise PolicyError(
                _("Version “%(version)s” of the %(kind)s policy exists; choose another name.")
                % {"version": version, "kind": kind}
            )
        policy = Policy.objects.create(
            kind=kind,
            version=version,
            parameters=parameters,
            sha256=sha256_of(parameters),
            note=note,
            created_by=actor,
        )
        audit.record(
            "core.policy.drafted", target=policy, actor=actor, after={"sha256": policy.sha256}
        )
        return policy


def edit_draft(policy: Policy, *, parameters: dict[str, Any], actor: User | None) -> Policy:
    """Replace a draft's parameters. Raises PolicyError once it is in force, or when not valid."""
    _check_parameters(policy.kind, parameters)
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(pk=policy.pk)
        if policy.state != Policy.State.DRAFT:
            raise PolicyError(_("This policy is in force and frozen; copy it to a new draft."))
        before = {"sha256": policy.sha256}
        policy.parameters = parameters
        policy.sha256 = sha256_of(parameters)
        policy.save(update_fields=["parameters", "sha256"])
        audit.record(
            "core.policy.edited",
            target=policy,
            actor=actor,
            before=before,
            after={"sha256": policy.sha256},
        )
        return policy


def _check_parameters(kind: str, parameters: Mapping[str, Any]) -> None:
    try:
        kinds.check(kind, parameters=parameters)
    except ValueError as refusal:
        raise PolicyError(str(refusal)) from refusal


def activate(
    policy: Policy, *, effective_from: datetime, actor: User | None, now: datetime
) -> Policy:
    """Put a draft in force from a moment on; the one before it ends there.

    Raises PolicyError when it isn't a draft, starts in the past or when its kind can't start, or
    would overlap one that starts later. Only the first policy of a kind may start in the past
    (there is none to alter).
    """
    with transaction.atomic():
        kin = list(
            Policy.objects.select_for_update().filter(kind=policy.kind).order_by("effective_from")
        )
        policy = next(row for row in kin if row.pk == policy.pk)
        in_force = [row for row in kin if row.state != Policy.State.DRAFT]
        _check_can_start(policy, in_force=in_force, effective_from=effective_from, now=now)
        for row in in_force:
            if row.effective_until is None or row.effective_until > effective_from:
                row.effective_until = effective_from
                row.save(update_fields=["effective_until"])
        policy.state = Policy.State.ACTIVE
        policy.effective_from = effective_from
        policy.activated_at = now
        policy.activated_by = actor
        policy.save(update_fields=["state", "effective_from", "activated_at", "activated_by"])
        audit.record(
            "core.policy.activated",
            target=policy,
            actor=actor,
            after={"sha256": policy.sha256, "effective_from": effective_from.isoformat()},
        )
        return policy


def _check_can_start(
    policy: Policy, *, in_force: list[Policy], effective_from: datetime, now: datetime
) -> None:
    if policy.state != Policy.State.DRAFT:
        raise PolicyError(_("Only a draft can be activated; this policy already is in force."))
    if in_force and effective_from < now:
        raise PolicyError(
            _("A policy can't start in the past, because what was paid never changes.")
        )
    if any(row.effective_from and row.effective_from >= effective_from for row in in_force):
        raise PolicyError(_("Another version already starts then or later; choose a later date."))
    try:
        kinds.check_start(policy.kind, effective_from=effective_from)
        kinds.readiness(policy, effective_from=effective_from)
    except ValueError as refusal:
        raise PolicyError(str(refusal)) from refusal


def policy_at(kind: str, *, at: datetime) -> Policy | None:
    """Return the policy of `kind` in force at a moment, or None when there is none."""
    return (
        Policy.objects.exclude(state=Policy.State.DRAFT)
        .filter(kind=kind, effective_from__lte=at)
        .filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at))
        .first()
    )
