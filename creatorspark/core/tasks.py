"""Celery's way into core services; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from creatorspark.core.appeals import tending
from creatorspark.core.jobs import services as jobs
from creatorspark.core.services import emails, idempotency
from creatorspark.core.tiktok import schedule as tiktok
from creatorspark.core.webhooks import delivery as webhooks
from creatorspark.core.webhooks import resending


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    """Do one job, unless another worker has it."""
    jobs.run(job_id, now=timezone.now())


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Find unfinished jobs in the database and nudge the workers."""
    jobs.sweep(now=timezone.now())


@shared_task(name="core.refresh_tiktok")
def refresh_tiktok() -> None:
    """Queue the nightly refresh of counts, where TikTok credentials are set."""
    tiktok.request_nightly_refresh(now=timezone.now())


@shared_task(name="core.send_notification_email")
def send_notification_email(notification_id: int) -> None:
    """Send a stored message by e-mail, once."""
    emails.send_notification(notification_id, now=timezone.now())


@shared_task(name="core.send_waiting_emails")
def send_waiting_emails() -> None:
    """Find stored messages that no nudge has sent and send them."""
    emails.send_waiting(now=timezone.now())


@shared_task(name="core.forget_old_answers")
def forget_old_answers() -> None:
    """Delete stored answers to API writes whose keys nobody repeats any more."""
    idempotency.forget_old(now=timezone.now())


@shared_task(name="core.tend_appeals")
def tend_appeals() -> None:
    """Remind, admit lateness, close and forget what the clock of appeals asks for."""
    tending.tend(now=timezone.now())


@shared_task(name="core.deliver_webhooks")
def deliver_webhooks(endpoint_id: int) -> None:
    """Send one endpoint what is due, unless another worker does."""
    webhooks.deliver(endpoint_id, now=timezone.now())


@shared_task(name="core.sweep_webhooks")
def sweep_webhooks() -> None:
    """Find endpoints for which something is due and nudge the workers."""
    webhooks.sweep(now=timezone.now())


@shared_task(name="core.forget_old_webhooks")
def forget_old_webhooks() -> None:
    """Delete events that were told long ago."""
    resending.forget_old(now=timezone.now())
