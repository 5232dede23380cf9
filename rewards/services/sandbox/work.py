"""Trying a draft on paid weeks as a job: visible, retryable, cancellable; it changes nothing."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, job_kind
from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.lib.periods import parse_week
from rewards.domain.replay import Replayed, replay
from rewards.services.policies import PAY, rules_of
from rewards.services.sandbox.comparing import compare_weeks
from rewards.services.sandbox.reading import PastWeeks, read_past

TRY_POLICY = "rewards.try_policy"


@job_kind(TRY_POLICY)
def try_policy(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Replay weeks under a draft of a pay or a grade policy and compare with what was paid."""
    draft = Policy.objects.filter(pk=parameters["policy_id"]).first()
    if draft is None or draft.sha256 != parameters["sha256"]:
        raise JobFault(_("The draft was changed before the trial began. Try it again."))
    first, last = parse_week(parameters["first"]), parse_week(parameters["last"])
    past = read_past(first, last, progress=progress)
    if not len(past):
        raise JobFault(_("Nothing was paid in these weeks, so there is nothing to compare."))
    progress.report(_("Paying them again"), done=99, total=100)
    outcome = compare_weeks(past, _replayed(past, draft))
    return {"draft": draft.version, "only_cutoffs": _only_cutoffs(draft), **outcome}


def _replayed(past: PastWeeks, draft: Policy) -> Replayed:
    if draft.kind == PAY:
        return replay(past.rows, pay=rules_of(draft))
    return replay(past.rows, cutoffs=draft.parameters["cutoffs"])


def _only_cutoffs(draft: Policy) -> bool:
    """Say whether a replay shows all that a draft changes: other cut-offs need no new grades."""
    in_force = policy_at(draft.kind, at=timezone.now())
    if draft.kind == PAY or in_force is None:
        return True
    return _without_cutoffs(draft) == _without_cutoffs(in_force)


def _without_cutoffs(policy: Policy) -> dict[str, Any]:
    return {name: value for name, value in policy.parameters.items() if name != "cutoffs"}
