"""Work that creators finished for rivals of whoever asks now."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from marketplace.domain.matching.profiles import Needs
from marketplace.models import Offer

RIVAL_DAYS: Final = 365


def deals_with_rivals(
    needs: Needs, creator_ids: Collection[int], *, today: date
) -> dict[int, tuple[date, ...]]:
    """Return by creator the days on which work for a rival ended, within a year."""
    if not needs.likely_rivals or not creator_ids:
        return {}
    since = datetime.combine(today - timedelta(days=RIVAL_DAYS), time(), UTC)
    rows = Offer.objects.filter(
        creator_id__in=creator_ids,
        campaign__brand_id__in=needs.likely_rivals,
        completed_at__gte=since,
    ).order_by("completed_at", "pk")
    found: dict[int, list[date]] = defaultdict(list)
    for creator_id, ended in rows.values_list("creator_id", "completed_at"):
        if ended is not None:
            found[creator_id].append(ended.date())
    return {creator_id: tuple(deals) for creator_id, deals in found.items()}
