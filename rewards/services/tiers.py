"""Creators' tiers: which one counts in a week."""

from collections.abc import Collection
from datetime import date

from rewards.models import TierStanding


def tiers_at(creator_ids: Collection[int], *, week: date) -> dict[int, str]:
    """Return the tier of each creator in an ISO week named by its Monday.

    Creators without a tier in that week are absent. A standing counts from its own week until a
    later one starts, so what is announced for a coming week changes nothing before it.
    """
    standings = (
        TierStanding.objects.filter(creator_id__in=creator_ids, week__lte=week)
        .order_by("creator_id", "-week")
        .distinct("creator_id")
        .values_list("creator_id", "tier")
    )
    return {creator: tier for creator, tier in standings if tier}
