"""Celery's way into scoring; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from scoring.services import jobs


@shared_task(name="scoring.score_points")
def score_points(policy: str = "") -> None:
    """Queue a run over the whole history, under the policy in force when none is named."""
    jobs.request_scoring(actor=None, now=timezone.now(), policy=policy)


@shared_task(name="scoring.score_nightly")
def score_nightly() -> None:
    """Queue the nightly run over the months that can still change."""
    jobs.request_scoring(actor=None, now=timezone.now(), whole_history=False)
