"""Who can be asked right now, what each refuses, and for whom each works.

None of it waits for the next run: it counts from the moment it is said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from fraud import interface as fraud
from marketplace.domain.industries import Industry
from marketplace.domain.matching.tables import bits_of
from marketplace.models import Listing, Offer

WORKING: Final = ("accepted", "delivered", "disputed")
# So many cases that people upheld within a year, and brands aren't pointed to a creator.
MOST_UPHELD: Final = 2
RECORD_DAYS: Final = 365
# What a creator can hide, and matching reads.
PARTS: Final = ("followers", "audience", "categories", "grade", "originality", "videos")
_INDUSTRIES: Final = {one.value for one in Industry}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Creators who can be asked, by number, with bits of refused industries; and by brand."""

    ids: NDArray[np.int64]
    refused: NDArray[np.uint64]
    refused_brands: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    bound: dict[int, NDArray[np.int64]] = field(default_factory=dict)


def everybody() -> Standing:
    """Return it for all who can be asked, in the order of their numbers."""
    ids = np.fromiter(
        open_listings().order_by("creator_id").values_list("creator_id", flat=True).iterator(),
        np.int64,
    )
    refused = np.zeros(len(ids), np.uint64)
    for creator_id, industries in (
        open_listings().exclude(refuses=[]).values_list("creator_id", "refuses").iterator()
    ):
        place = int(np.searchsorted(ids, creator_id))
        if place < len(ids) and ids[place] == creator_id:
            refused[place] = refused_bits(industries)
    return Standing(
        ids=ids,
        refused=refused,
        refused_brands=_by_brand(
            Listing.refused_brands.through.objects.values_list("brand_id", "listing__creator_id")
        ),
        bound=_by_brand(
            Offer.objects.filter(state__in=WORKING).values_list("campaign__brand_id", "creator_id")
        ),
    )


def who_can_be_asked(creator_ids: Collection[int]) -> frozenset[int]:
    """Return which of these creators brands may see and ask."""
    found = open_listings().filter(creator_id__in=creator_ids)
    return frozenset(found.values_list("creator_id", flat=True))


def open_listings() -> QuerySet[Listing]:
    """Return the listings that brands can find: listed, open for offers, of a living account.

    Who is held altogether, or was found out more than once, is as one who takes no offers.
    """
    since = timezone.now() - timedelta(days=RECORD_DAYS)
    unseen = fraud.creators_not_shown(upheld=MOST_UPHELD, since=since)
    return Listing.objects.exclude(creator_id__in=unseen).filter(
        Q(creator__user__isnull=True) | Q(creator__user__is_active=True),
        is_listed=True,
        accepts_offers=True,
        creator__erased_at__isnull=True,
        creator__merged_into__isnull=True,
    )


def hidden_since(moment: datetime) -> dict[str, NDArray[np.int64]]:
    """Return by part of a listing the creators who hide it now.

    "fee" are those who hid a least fee since `moment`; "videos" too are only those who have
    changed since then, since what an estimate of before rests on can't be told from itself.
    """
    found: dict[str, list[int]] = defaultdict(list)
    rows = Listing.objects.exclude(shows__contains=dict.fromkeys(PARTS, True))
    for creator_id, shows, changed in rows.values_list("creator_id", "shows", "updated_at"):
        for part in PARTS:
            if not _shown(shows, part) and (part != "videos" or changed >= moment):
                found[part].append(creator_id)
    fees = Listing.objects.filter(least_fee__isnull=False, updated_at__gte=moment)
    found["fee"] = list(
        fees.exclude(shows__contains={"rate": True}).values_list("creator_id", flat=True)
    )
    return {part: np.array(sorted(ids), np.int64) for part, ids in found.items() if ids}


def _shown(shows: Any, part: str) -> bool:
    return bool(shows.get(part, False))


def refused_bits(industries: Iterable[str]) -> int:
    """Return a bit for each industry that is refused; words of another version are left out."""
    return bits_of(frozenset(Industry(one) for one in industries if one in _INDUSTRIES))


def _by_brand(pairs: Iterable[tuple[int, int]]) -> dict[int, NDArray[np.int64]]:
    found: dict[int, list[int]] = defaultdict(list)
    for brand, creator in pairs:
        found[brand].append(creator)
    return {brand: np.array(sorted(creators), np.int64) for brand, creators in found.items()}
