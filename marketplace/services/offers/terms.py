"""The terms in force: the house's commission and how long each side has."""

from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from creatorspark.core.services import audit
from creatorspark.lib.canonical import sha256_of
from marketplace.domain.offers.terms import DEFAULT_PARAMETERS, Terms
from marketplace.models import Offer

KIND = "commission"
FIRST_FROM = datetime(2000, 1, 2, tzinfo=UTC)


def terms_at(*, at: datetime) -> tuple[Policy | None, Terms]:
    """Return the policy in force at a moment and its terms.

    A house where nobody ever wrote one begins with `commission-1`; while staff have only drafts,
    or ended theirs, nothing is taken.
    """
    policy = policy_at(KIND, at=at)
    if policy is None:
        ensure_terms(now=at)
        policy = policy_at(KIND, at=at)
    return policy, terms_of(policy)


def terms_of_offer(offer: Offer) -> Terms:
    """Return the terms under which an offer was made."""
    return terms_of(offer.policy)


def terms_of(policy: Policy | None) -> Terms:
    """Return a policy's terms; without one, nothing is taken and the usual days count."""
    if policy is not None:
        return Terms.from_parameters(policy.parameters)
    usual = Terms.from_parameters(DEFAULT_PARAMETERS)
    return Terms(
        commission=Decimal(0),
        least_commission=0,
        answer_days=usual.answer_days,
        confirm_days=usual.confirm_days,
    )


def ensure_terms(*, now: datetime) -> None:
    """Put `commission-1` in force where there is no such policy of any state."""
    if Policy.objects.filter(kind=KIND).exists():
        return
    with transaction.atomic():
        policy, created = Policy.objects.get_or_create(
            kind=KIND,
            version="commission-1",
            defaults={
                "parameters": DEFAULT_PARAMETERS,
                "sha256": sha256_of(DEFAULT_PARAMETERS),
                "state": Policy.State.ACTIVE,
                "effective_from": FIRST_FROM,
                "activated_at": now,
                "created_at": now,
            },
        )
        if created:
            audit.record(
                "core.policy.activated",
                target=policy,
                actor=None,
                after={"sha256": policy.sha256},
            )
