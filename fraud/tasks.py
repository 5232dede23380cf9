"""Celery's way into fraud protection; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from fraud.services import detection, regressions, spam_hosts, tending
from fraud.services.events import partitions, rollups


@shared_task(name="fraud.roll_up_events")
def roll_up_events() -> None:
    """Sum the hours that got events."""
    rollups.roll_up()


@shared_task(name="fraud.detect")
def detect() -> int:
    """Examine the creators whose sums changed."""
    return len(detection.detect_due(now=timezone.now()))


@shared_task(name="fraud.detect_all")
def detect_all() -> int:
    """Mark everybody with recent events as due: the next runs examine them, a piece at a time."""
    return detection.mark_all_due(now=timezone.now())


@shared_task(name="fraud.tend_alerts")
def tend_alerts() -> None:
    """Free what nobody decided in time, and close what nobody can appeal any more."""
    tending.tend(now=timezone.now())


@shared_task(name="fraud.forget_old_events")
def forget_old_events() -> None:
    """Drop the months of events whose time is over."""
    partitions.drop_old(now=timezone.now())


@shared_task(name=regressions.CAPTURE)
def capture_regressions() -> int:
    """Store what detectors saw in the cases that people decided for a creator."""
    return regressions.capture_pending(now=timezone.now())


@shared_task(name="fraud.refresh_spam_hosts")
def refresh_spam_hosts() -> None:
    """Fetch the list of spammers' hosts, where the settings name one."""
    spam_hosts.refresh(now=timezone.now())
