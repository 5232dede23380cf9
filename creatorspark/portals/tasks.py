"""Celery's way into what portals work out ahead; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from creatorspark.portals.transparency import publishing


@shared_task(name="portals.publish_figures")
def publish_figures() -> None:
    """Keep the figures of protection of every period that is over, and publish quarters."""
    publishing.publish_due(now=timezone.now())


@shared_task(name="portals.refresh_figures")
def refresh_figures() -> None:
    """Work out the figures of protection of the month that runs."""
    publishing.refresh_running(now=timezone.now())
