"""Brands that creators turned down, so that lists offer them others."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from marketplace.models import BrandAnswer, Offer

# “Not now” and a deal with a rival end some day; the other reasons stay until taken back.
NOT_NOW: Final = timedelta(days=90)
RIVAL: Final = timedelta(days=365)


def turned_down(*, now: datetime) -> dict[int, frozenset[int]]:
    """Return the brands that each creator doesn't want to be shown, by creator."""
    found: dict[int, set[int]] = defaultdict(set)
    answers = BrandAnswer.objects.filter(answer=BrandAnswer.Answer.DECLINED).exclude(
        reason=BrandAnswer.Reason.NOT_NOW, answered_at__lt=now - NOT_NOW
    )
    for creator_id, brand_id in answers.values_list("creator_id", "brand_id"):
        found[creator_id].add(brand_id)
    declined = Offer.objects.filter(
        Q(answer_reason="brand_not_for_me")
        | Q(answer_reason="rival_deal", updated_at__gte=now - RIVAL),
        state=Offer.State.DECLINED,
    )
    for creator_id, brand_id in declined.values_list("creator_id", "campaign__brand_id"):
        found[creator_id].add(brand_id)
    return {creator_id: frozenset(brands) for creator_id, brands in found.items()}


def answered_since(since: datetime) -> bool:
    """Say whether a creator answered a suggested brand or declined an offer since a moment."""
    return (
        BrandAnswer.objects.filter(answered_at__gte=since).exists()
        or Offer.objects.filter(state=Offer.State.DECLINED, updated_at__gte=since).exists()
    )
