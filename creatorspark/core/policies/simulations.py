"""Try a policy on real history before it rules: a job that changes nothing."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, Policy, User
from creatorspark.core.policies import kinds
from creatorspark.core.policies.services import PolicyError
from creatorspark.core.services import audit


def request(policy: Policy, *, actor: User, now: datetime) -> Job:
    """Enqueue a trial of the policy as it is now, or return the one that is under way.

    Raises PolicyError when policies of this kind can't be tried.
    """
    trial = kinds.trial_of(policy)
    if trial is None:
        raise PolicyError(_("Policies of this kind can't be tried on history."))
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(pk=policy.pk)
        under_way = _trials(policy).filter(
            state__in=[Job.State.QUEUED, Job.State.RUNNING], parameters__sha256=policy.sha256
        )
        running = under_way.first()
        if running is not None:
            return running
        job = jobs.enqueue(
            trial.job_kind,
            parameters={
                **trial.parameters(policy),
                "policy_id": policy.pk,
                "sha256": policy.sha256,
            },
            actor=actor,
            now=now,
        )
        audit.record(
            "core.policy.simulated", target=policy, actor=actor, after={"sha256": policy.sha256}
        )
        return job


def latest(policy: Policy) -> Job | None:
    """Return the newest trial of the policy, however it went."""
    return _trials(policy).first()


def _trials(policy: Policy) -> QuerySet[Job]:
    return Job.objects.filter(parameters__policy_id=policy.pk).order_by("-created_at")
