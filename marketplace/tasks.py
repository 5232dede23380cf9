"""Celery's way into the marketplace; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from marketplace.services import campaigns, insight, invitations
from marketplace.services.offers import tending
from marketplace.services.runs import requesting


@shared_task(name="marketplace.match_everything")
def match_everything() -> None:
    """Queue the run of the night, which looks at every creator anew, as a job."""
    requesting.request_run(full=True, actor=None, now=timezone.now())


@shared_task(name="marketplace.match_changes")
def match_changes() -> None:
    """Queue a run as a job, where something changed since the last."""
    requesting.request_if_changed(now=timezone.now())


@shared_task(name="marketplace.freeze_insight")
def freeze_insight() -> None:
    """Work out how audiences behave and keep it until the next night."""
    insight.freeze(now=timezone.now())


@shared_task(name="marketplace.tend_offers")
def tend_offers() -> None:
    """Expire offers nobody answered, and complete what nobody objected to."""
    tending.tend(now=timezone.now())


@shared_task(name="marketplace.close_past_campaigns")
def close_past_campaigns() -> None:
    """Close the campaigns whose last day is over."""
    campaigns.close_past(now=timezone.now())


@shared_task(name="marketplace.forget_invitations")
def forget_invitations() -> None:
    """Delete invitations onto teams that ended or ran out some time ago."""
    invitations.forget_old(now=timezone.now())
