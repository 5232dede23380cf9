"""How long the file of a clip is kept that belongs to no video."""

from datetime import datetime, timedelta

from django.conf import settings

from scoring.services.policies import UnknownPolicy
from scoring.services.quality.policies import policy_in_force


def draft_kept(*, now: datetime) -> timedelta:
    """Return how long a clip received now is kept: the policy's days, at most the settings'."""
    most: timedelta = settings.MEDIA.draft_kept
    try:
        days = policy_in_force(at=now).rules.draft_kept_days
    except UnknownPolicy:
        return most
    return most if days is None else min(most, timedelta(days=days))
