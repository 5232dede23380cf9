"""Celery's way into rewards; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from rewards.services import awards, estimate_store, fairness, tier_weeks
from rewards.services.payouts import exchange, settling
from rewards.services.weeks import work as weeks


@shared_task(name="rewards.post_awards")
def post_awards() -> None:
    """Queue the posting of the points of closed weeks as a job."""
    awards.request_posting(actor=None, now=timezone.now())


@shared_task(name="rewards.close_weeks")
def close_weeks() -> None:
    """Queue the closing of weeks that are over as a job."""
    weeks.request_closing(actor=None, now=timezone.now())


@shared_task(name="rewards.settle_payouts")
def settle_payouts() -> None:
    """Follow holds, and queue the end of reviews whose time has come as a job."""
    settling.sweep(now=timezone.now())


@shared_task(name="rewards.assess_tiers")
def assess_tiers() -> None:
    """Queue this week's look at tiers as a job."""
    tier_weeks.request_assessment(actor=None, now=timezone.now())


@shared_task(name="rewards.store_estimates")
def store_estimates() -> None:
    """Queue the keeping of everyone's estimate of the open week as a job."""
    estimate_store.request_estimates(now=timezone.now())


@shared_task(name="rewards.exchange_with_bank")
def exchange_with_bank() -> None:
    """Queue a round with the bank as a job, where there is something to hand over or to read."""
    exchange.request_exchange(now=timezone.now())


@shared_task(name="rewards.report_fairness")
def report_fairness() -> None:
    """Queue the work on fairness reports as a job."""
    fairness.request_reports(actor=None, now=timezone.now())
