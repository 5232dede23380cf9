"""Celery's way into rewards; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from rewards.services import awards


@shared_task(name="rewards.post_awards")
def post_awards() -> None:
    """Queue the posting of the points of closed weeks as a job."""
    awards.request_posting(actor=None, now=timezone.now())
