"""Corrections teach a layer over the words, which serves only where it did better than they do."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, enqueue, job_kind
from creatorspark.core.models import Job, User
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from scoring.domain.categories import KIND, VERSION, Category, LearnedCategories
from scoring.models import CategoryCorrection, LearnedModel
from scoring.services.categories.assessing import assess_categories, evidence_of
from scoring.services.locks import exclusive
from scoring.services.training.keeping import is_held

LEARN = "scoring.learn_categories"
ASSESS = "scoring.assess_categories"
# Fewer new ones hardly change what is learned.
LEAST_NEW = 20


def request_learning(*, actor: User | None, now: datetime) -> Job:
    """Queue a training on all corrections; returns the one that waits already if there is one."""
    return _request(LEARN, "scoring.categories.learning_requested", actor=actor, now=now)


def request_assessing(*, actor: User | None, now: datetime) -> Job:
    """Queue an assessment of what is new or changed, or return the one that waits already."""
    return _request(ASSESS, "scoring.categories.requested", actor=actor, now=now)


def request_nightly(*, now: datetime) -> None:
    """Queue the night's assessment, after a training where enough was corrected since the last."""
    if new_corrections() >= LEAST_NEW:
        request_learning(actor=None, now=now)
    else:
        request_assessing(actor=None, now=now)


def new_corrections() -> int:
    """Count the corrections that the newest layer hasn't learned from."""
    newest = LearnedModel.objects.filter(kind=KIND).order_by("-pk").first()
    after = int(newest.card["newest_correction"]) if newest else 0
    return CategoryCorrection.objects.filter(pk__gt=after).count()


@job_kind(ASSESS)
def run_assessing(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Assess what is new or changed. Runs again harmlessly after a crash."""
    return {"videos": assess_categories(now=timezone.now(), report=progress.report)}


@job_kind(LEARN)
def run_learning(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Learn, let the layer serve if it is better, and assess with whatever serves then."""
    now = timezone.now()
    progress.report(_("Learning from corrections"))
    try:
        model = learn_categories(now=now, actor=None)
    except ValueError as fault:
        raise JobFault(
            _("Too few corrections to learn from: %(fault)s.") % {"fault": fault}
        ) from fault
    assessed = assess_categories(now=now, report=progress.report)
    result: dict[str, Any] = {"model": model.version, "serves": model.serves, **model.metrics}
    return result | {"videos": assessed}


def learn_categories(*, now: datetime, actor: User | None) -> LearnedModel:
    """Train on the newest correction of each video, and store the layer with its figures.

    It serves if it beats the words in cross-validation; else the words serve, also in place of an
    older layer: that one was learned from fewer corrections. Where a person took a layer out of
    service, the words serve until a person lets one. Raises ValueError for fewer than 60.
    """
    # Not at the top: nothing else needs scikit-learn, and it takes a second to load.
    from scoring.domain.categories.training import Example, train

    with exclusive("scoring.learn_categories", 0, report=lambda stage, **_done: None):
        said = newest_corrections()
        evidence = {one.video_id: one.evidence for one in evidence_of(list(said))}
        examples = [
            Example(evidence[video], frozenset(Category(one) for one in row.categories))
            for video, row in sorted(said.items())
            if video in evidence
        ]
        version = f"categories-{LearnedModel.objects.filter(kind=KIND).count() + 1}"
        layer, comparison = train(examples, version=version)
        newest = max(row.pk for row in said.values())
        return _store(
            layer,
            metrics=asdict(comparison) | {"wins": comparison.wins},
            newest=newest,
            actor=actor,
            now=now,
        )


def newest_corrections() -> dict[int, CategoryCorrection]:
    """Return the correction that rules for each video; those handed back are absent."""
    newest = CategoryCorrection.objects.filter(video=OuterRef("video")).order_by("-pk")
    rows = CategoryCorrection.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    gone = {"video__creator__erased_at__isnull": True}
    return {row.video_id: row for row in rows.filter(handed_back=False, **gone)}


def _store(
    layer: LearnedCategories,
    *,
    metrics: dict[str, Any],
    newest: int,
    actor: User | None,
    now: datetime,
) -> LearnedModel:
    parameters = layer.as_json()
    with transaction.atomic():
        older = LearnedModel.objects.select_for_update().filter(kind=KIND, serves=True)
        before = [row.version for row in older]
        held = is_held(KIND)
        serves = bool(metrics["wins"] and layer.lines) and not held
        older.update(serves=False)
        model = LearnedModel.objects.create(
            kind=KIND,
            version=layer.version,
            parameters=parameters,
            sha256=sha256_of(parameters),
            metrics=metrics,
            card=_card(layer, metrics, newest=newest),
            serves=serves,
            made_at=now,
        )
        audit.record(
            "scoring.categories.learned",
            target=model,
            actor=actor,
            before={"serves": before},
            after={
                "version": model.version,
                "serves": serves,
                "held": held,
                "videos": metrics["videos"],
            },
        )
    return model


def _card(layer: LearnedCategories, metrics: dict[str, Any], *, newest: int) -> dict[str, Any]:
    return {
        "newest_correction": newest,
        "data": f"The newest correction of each of {metrics['videos']} videos, made by staff.",
        "method": "TF-IDF of words, hashtags, the sound's name and text on screen, beside the "
        f"confidences of {VERSION}; a logistic regression a category (scikit-learn).",
        "split": "Five folds; in each, the categories it serves are chosen by five inner folds.",
        "serves_for": sorted(one.value for one in layer.lines),
        "limits": "Staff choose what they correct, so the videos aren't a fair sample. It knows "
        "only words that two corrected videos had.",
    }


def _request(kind: str, action: str, *, actor: User | None, now: datetime) -> Job:
    with transaction.atomic():
        waiting = Job.objects.filter(kind=kind, state=Job.State.QUEUED).first()
        if waiting:
            return waiting
        job = enqueue(kind, parameters={}, actor=actor, now=now)
        audit.record(action, target=job, actor=actor)
        return job
