"""Media kits: a creator's own, a brand's view, and the one that everybody may read."""

from django.db.models import QuerySet

from creatorspark.core.models import Creator
from marketplace.domain.kits import Kit, KitAudience, KitRate, KitVideo, KitWork, for_others
from marketplace.domain.tone import Tone
from marketplace.models import BrandMember, Listing
from marketplace.selectors import finding, kits
from marketplace.services import listings

__all__ = [
    "Kit",
    "KitAudience",
    "KitRate",
    "KitVideo",
    "KitWork",
    "Tone",
    "kit_for_brands",
    "own_kit",
    "public_kit",
    "speaks_for_a_brand",
]


def own_kit(*, creator_id: int) -> Kit:
    """Return a creator's own kit with the parts that others don't see."""
    creator = Creator.objects.select_related("user").get(pk=creator_id)
    return kits.own_kit(listings.read(creator))


def speaks_for_a_brand(*, user_id: int) -> bool:
    """Say whether a person is in a brand's team now."""
    return BrandMember.objects.filter(user_id=user_id, left_at=None).exists()


def kit_for_brands(*, creator_id: int, user_id: int) -> Kit | None:
    """Return what a person's brands may see of a creator; None when it isn't open to them.

    Who refuses one of those brands, or what it sells, doesn't exist for them.
    """
    rows = finding.willing_for(_listings(), user_id=user_id)
    listing = rows.filter(creator_id=creator_id).first()
    if listing is None or not kits.is_available(listing):
        return None
    return for_others(kits.own_kit(listing))


def public_kit(*, address: str) -> Kit | None:
    """Return the kit at a public address; None when there is none or its creator left."""
    listing = _listings().filter(public_kit=address).first() if address else None
    if listing is None or not kits.is_available(listing):
        return None
    return for_others(kits.own_kit(listing))


def _listings() -> QuerySet[Listing]:
    return Listing.objects.select_related("creator__user")
