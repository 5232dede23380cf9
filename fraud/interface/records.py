"""Which creators aren't shown to others for what was found, and never what that was."""

from datetime import datetime

from django.db.models import Count

from fraud.domain.outcomes import KEEPING
from fraud.models import Alert, Hold


def creators_not_shown(*, upheld: int, since: datetime) -> frozenset[int]:
    """Return creators of whom everything is on hold, or with so many cases upheld since then."""
    held = Hold.objects.filter(
        released_at=None, final_at=None, video=None, period_start=None
    ).values_list("creator_id", flat=True)
    cases = Alert.objects.filter(
        tier=Alert.Tier.CASE, outcome__in=KEEPING, resolved_at__gte=since
    ).values_list("creator_id")
    counted = cases.annotate(number=Count("pk")).filter(number__gte=upheld).order_by()
    return frozenset(held) | {creator_id for creator_id, _number in counted}
