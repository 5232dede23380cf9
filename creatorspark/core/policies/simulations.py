"""Try a policy on real history before it rules: a job that changes nothing."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, Policy, User
from creatorspark.core.policies.services import PolicyError
from creatorspark.core.services import audit

# Kind of policy → kind of job that tries one, done by the app whose policy it is.
JOB_KINDS = {"points": "scoring.simulate"}


def is_possible(policy: Policy) -> bool:
    """Say whether there is work that can try policies of this kind."""
    return policy.kind in JOB_KINDS


def request(policy: Policy, *, actor: User, now: datetime) -> Job:
    """Enqueue a trial of the policy as it is now, or return the one that is under way.

    Raises PolicyError when policies of this kind can't be tried.
    """
    if not is_possible(policy):
        raise PolicyError(_("Policies of this kind can't be tried on history."))
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(pk=policy.pk)
        running = _trials(policy).filter(
            state__in=[Job.State.QUEUED, Job.State.RUNNING], parameters__sha256=policy.sha256
        )
        under_way = running.first()
        if under_way is not None:
            return under_way
        job = jobs.enqueue(
            JOB_KINDS[policy.kind],
            parameters={"policy_id": policy.pk, "sha256": policy.sha256},
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
    return Job.objects.filter(
        kind__in=JOB_KINDS.values(), parameters__policy_id=policy.pk
    ).order_by("-created_at")
