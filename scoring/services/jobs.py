"""Scoring as jobs: visible with a stage and a percentage, retryable, cancellable."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, enqueue, job_kind
from creatorspark.core.models import Job, Policy, User
from creatorspark.core.services import audit
from scoring.domain.points.policy import BadPolicy
from scoring.services.engagement.running import grade_videos
from scoring.services.points import score_videos
from scoring.services.policies import (
    POINTS,
    UnknownPolicy,
    ensure_default_policies,
    policy_in_force,
    policy_named,
)
from scoring.services.sentiments import score_sentiments
from scoring.services.simulation import simulate

SCORE = "scoring.score_points"
GRADE_VIDEOS = "scoring.grade_videos"
SIMULATE = "scoring.simulate_policy"
MONDAY = 0
HANDOVER = timedelta(days=21)


def request_scoring(
    *, actor: User | None, now: datetime, policy: str = "", whole_history: bool = True
) -> Job:
    """Queue a scoring run (sentiments first) under a policy, the one in force when not named.

    Returns the waiting run when the very same one is queued already. Raises UnknownPolicy.
    """
    parameters = {"policy": policy, "whole_history": whole_history}
    with transaction.atomic():
        if policy:
            policy_named(policy)
        waiting = Job.objects.filter(
            kind=SCORE, state=Job.State.QUEUED, parameters=parameters
        ).first()
        if waiting:
            return waiting
        job = enqueue(SCORE, parameters=parameters, actor=actor, now=now)
        audit.record("scoring.points.requested", target=job, actor=actor, after=parameters)
        return job


def request_grading(*, actor: User | None, now: datetime, whole_history: bool = True) -> Job:
    """Queue a grading run; returns the waiting run when the very same one is queued already."""
    parameters = {"whole_history": whole_history}
    with transaction.atomic():
        waiting = Job.objects.filter(
            kind=GRADE_VIDEOS, state=Job.State.QUEUED, parameters=parameters
        ).first()
        if waiting:
            return waiting
        job = enqueue(GRADE_VIDEOS, parameters=parameters, actor=actor, now=now)
        audit.record("scoring.grades.requested", target=job, actor=actor, after=parameters)
        return job


def request_nightly_grading(*, now: datetime) -> Job:
    """Queue the night's grading run: the recent months, on Mondays everything.

    An old file imported in the week, or an old count that no longer counts, is then graded
    before the week's statements are made.
    """
    return request_grading(actor=None, now=now, whole_history=now.weekday() == MONDAY)


@job_kind(GRADE_VIDEOS)
def run_grading(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Grade what has reached scoring age. Runs again harmlessly after a crash."""
    now = timezone.now()
    ensure_default_policies(now=now)
    whole = bool(parameters.get("whole_history", True))
    try:
        result = grade_videos(now=now, whole_history=whole, report=progress.report)
    except ValueError as fault:
        raise JobFault(str(fault)) from fault
    return {"videos": result.videos, "graded": result.written}


def request_simulation(draft: Policy, *, actor: User | None, now: datetime) -> Job:
    """Queue a comparison of a policy with the one in force. Raises BadPolicy, UnknownPolicy."""
    if draft.kind != POINTS:
        raise BadPolicy(_("Only points policies can be simulated here."))
    policy_in_force(at=now)
    with transaction.atomic():
        job = enqueue(SIMULATE, parameters={"policy": draft.version}, actor=actor, now=now)
        audit.record("scoring.policy.simulation_requested", target=draft, actor=actor)
        return job


@job_kind(SCORE)
def run_scoring(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Score captions, then videos. Runs again harmlessly after a crash."""
    now = timezone.now()
    try:
        ensure_default_policies(now=now)
        captions = score_sentiments(now=now, report=progress.report)
        whole = bool(parameters.get("whole_history", True))
        results = [
            score_videos(policy, now=now, whole_history=whole, report=progress.report)
            for policy in _policies(parameters.get("policy", ""), now=now)
        ]
    except (UnknownPolicy, BadPolicy) as fault:
        raise JobFault(str(fault)) from fault
    runs = [{"policy": r.policy, "videos": r.videos, "scored": r.written} for r in results]
    return {"captions": captions, "runs": runs}


def _policies(version: str, *, now: datetime) -> list[Policy]:
    """Return the named policy; else the one in force and, after a change, the one before it.

    The weeks that closed just before a change are still awarded by the policy of their time.
    """
    if version:
        return [policy_named(version)]
    found = [policy_in_force(at=now), policy_in_force(at=now - HANDOVER)]
    return list({policy.pk: policy for policy in found}.values())


@job_kind(SIMULATE)
def run_simulation(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Compare a draft with the policy in force on real history."""
    now = timezone.now()
    try:
        draft, base = policy_named(parameters["policy"]), policy_in_force(at=now)
        return simulate(draft, base, now=now, report=progress.report)
    except (UnknownPolicy, BadPolicy) as fault:
        raise JobFault(str(fault)) from fault
