"""Which creators exist for a brand: open for offers, and willing to work for what it sells."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from marketplace.domain.matching.profiles import SAID_ENOUGH
from marketplace.models import Brand, BrandMember, Listing
from marketplace.selectors.standing import open_listings


def can_be_found(creator_ids: Collection[int], *, brand_id: int) -> frozenset[int]:
    """Return which of these creators exist for a brand; the others are as if they weren't there."""
    rows = _willing(open_listings().filter(creator_id__in=creator_ids), brand_ids={brand_id})
    return frozenset(rows.values_list("creator_id", flat=True))


def works_for(creator_id: int, *, industries: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a creator refuses nothing of what a brief clearly sells, as it is stored."""
    refused = Listing.objects.filter(creator_id=creator_id).values_list("refuses", flat=True)
    return not clearly_sold(industries) & set(refused.first() or ())


def clearly_sold(industries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the industries that are enough of a whole to be refused for."""
    return {str(one["industry"]) for one in industries if one["share"] >= SAID_ENOUGH}


def willing_for(listings: QuerySet[Listing], *, user_id: int) -> QuerySet[Listing]:
    """Return the listings without those that refuse a brand for which a person speaks now."""
    mine = BrandMember.objects.filter(user_id=user_id, left_at=None)
    return _willing(listings, brand_ids=set(mine.values_list("brand_id", flat=True)))


def _willing(listings: QuerySet[Listing], *, brand_ids: set[int]) -> QuerySet[Listing]:
    family, industries = _asking(brand_ids)
    if family:
        listings = listings.exclude(refused_brands__in=family)
    if industries:
        listings = listings.exclude(refuses__overlap=sorted(industries))
    return listings


def _asking(brand_ids: set[int]) -> tuple[set[int], set[str]]:
    """Return the brands with those above them, and what they clearly sell."""
    family, sold, wanted = set[int](), set[str](), set(brand_ids)
    while wanted:
        rows = Brand.objects.filter(pk__in=wanted).values_list("pk", "parent_id", "industries")
        family |= wanted
        wanted = set()
        for brand_id, parent_id, industries in rows:
            if parent_id is not None and parent_id not in family:
                wanted.add(parent_id)
            if brand_id in brand_ids:
                sold |= clearly_sold(industries)
    return family, sold
