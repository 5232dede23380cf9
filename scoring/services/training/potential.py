"""Trains the guess of a grade on the platform's own graded videos."""

from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, enqueue, job_kind
from creatorspark.core.models import Job, User
from creatorspark.core.services import audit
from scoring.domain.potential import TooFewGraded, train
from scoring.domain.potential.content import names, row_of
from scoring.domain.potential.training import LEAST_CREATORS, LEAST_VIDEOS
from scoring.models import LearnedModel
from scoring.selectors.content import graded_content, graded_count
from scoring.services.locks import Report, exclusive, silent
from scoring.services.training.keeping import Learned, keep

POTENTIAL = LearnedModel.Kind.POTENTIAL.value
JOB = "scoring.train_potential"
SEED = 1
MOST_VIDEOS = 20_000
# Fewer new grades than this share change little.
WORTH_IT = 0.02


def train_potential(
    *, actor: User | None, now: datetime, seed: int = SEED, report: Report = silent
) -> LearnedModel:
    """Train and keep a model. It serves only if it beats the base rate; else none does.

    Raises TooFewGraded.
    """
    with exclusive(JOB, 0, report=report):
        found = []
        total = min(graded_count(), MOST_VIDEOS)
        for number, one in enumerate(graded_content(most=MOST_VIDEOS)):
            found.append((row_of(one.content), one.letter, one.creator_id))
            if number % 100 == 0:
                report(_("Reading videos"), done=number, total=total)
        rows = np.array([row for row, _letter, _creator in found]).reshape(-1, len(names()))
        trained = train(
            rows,
            [letter for _row, letter, _creator in found],
            [creator for _row, _letter, creator in found],
            seed=seed,
            report=lambda done, of: report(_("Learning"), done=done, total=of),
        )
        metrics = trained.metrics | {"beats": trained.beats}
        learned = Learned(
            kind=POTENTIAL,
            parameters=trained.guesser.as_json(),
            metrics=metrics,
            card=_card(rows, seed=seed),
            beats=trained.beats,
        )
        return keep(learned, ends_older=True, actor=actor, now=now)


def request_training(*, actor: User | None, now: datetime) -> Job:
    """Queue a training; returns the one that waits already if there is one."""
    with transaction.atomic():
        waiting = Job.objects.filter(kind=JOB, state=Job.State.QUEUED).first()
        if waiting:
            return waiting
        job = enqueue(JOB, parameters={}, actor=actor, now=now)
        audit.record("scoring.model.training_requested", target=job, actor=actor)
        return job


def request_nightly(*, now: datetime) -> Job | None:
    """Queue the night's training, if there are grades enough and more than at the last one."""
    graded = graded_count()
    newest = LearnedModel.objects.filter(kind=POTENTIAL).order_by("-made_at", "-pk").first()
    known = newest.metrics["videos"] if newest else 0
    if graded < LEAST_VIDEOS or abs(min(graded, MOST_VIDEOS) - known) <= WORTH_IT * known:
        return None
    return request_training(actor=None, now=now)


@job_kind(JOB)
def run_training(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Train. Runs again harmlessly after a crash: the same videos make the same model."""
    try:
        row = train_potential(actor=None, now=timezone.now(), report=progress.report)
    except TooFewGraded as fault:
        raise JobFault(too_few(fault)) from fault
    return {"model": row.version, "serves": row.serves, "videos": row.metrics["videos"]}


def too_few(fault: TooFewGraded) -> str:
    """Say what is missing."""
    return _(
        "There are %(videos)s graded videos of %(creators)s creators; it takes %(least)s of "
        "%(people)s."
    ) % {
        "videos": fault.videos,
        "creators": fault.creators,
        "least": LEAST_VIDEOS,
        "people": LEAST_CREATORS,
    }


def _card(rows: Any, *, seed: int) -> dict[str, Any]:
    """What it was made from: which numbers were known of how many videos."""
    known = 1.0 - np.isnan(rows).mean(axis=0)
    return {
        "seed": seed,
        "newest_only": MOST_VIDEOS,
        "known": {name: round(float(share), 3) for name, share in zip(names(), known, strict=True)},
    }
