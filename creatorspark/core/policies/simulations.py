"""Try a policy on real history before it rules: a job that changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, Policy, User
from creatorspark.core.policies import kinds
from creatorspark.core.policies.services import PolicyError
from creatorspark.core.services import audit


def request(
    policy: Policy, *, actor: User, now: datetime, answers: Mapping[str, Any] | None = None
) -> Job:
    """Enqueue a trial of the policy as it is now, or return the very same one that is under way.

    `answers` are those to the trial's form. Raises PolicyError when policies of this kind can't be
    tried.
    """
    trial = kinds.trial_of(policy)
    if trial is None:
        raise PolicyError(_("Policies of this kind can't be tried on history."))
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(pk=policy.pk)
        parameters = {
            **trial.parameters(policy),
            **trial.chosen(answers or {}),
            "policy_id": policy.pk,
            "sha256": policy.sha256,
        }
        under_way = _trials(policy).filter(
            state__in=[Job.State.QUEUED, Job.State.RUNNING], parameters=parameters
        )
        running = under_way.first()
        if running is not None:
            return running
        job = jobs.enqueue(trial.job_kind, parameters=parameters, actor=actor, now=now)
        audit.record(
            "core.policy.simulated", target=policy, actor=actor, after={"sha256": policy.sha256}
        )
        return job


def latest(policy: Policy) -> Job | None:
    """Return the newest trial of the policy, however it went."""
    return _trials(policy).first()


def _trials(policy: Policy) -> QuerySet[Job]:
    return Job.objects.filter(parameters__policy_id=policy.pk).order_by("-created_at")
