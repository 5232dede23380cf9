"""A creator's entry in the marketplace: what it says, what it refuses, whether it can be found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from marketplace.domain.cleaning.topics import read_topics
from marketplace.domain.industries import Industry
from marketplace.models import Brand, Listing


def of(creator: Creator, *, now: datetime) -> Listing:
    """Return a creator's listing, made with what platforms show anyway where there is none."""
    listing, _created = Listing.objects.get_or_create(creator=creator, defaults={"created_at": now})
    return listing


def describe(
    listing: Listing, *, about: str, topics: str, actor: User | None, now: datetime
) -> Listing:
    """Change what a creator says of itself; `topics` as people write them."""
    found = read_topics(topics)
    return _change(
        listing,
        {"about": about, "topics": list(found.phrases), "topics_original": topics},
        action="marketplace.listing.described",
        actor=actor,
        now=now,
    )


def show(
    listing: Listing, *, is_listed: bool, accepts_offers: bool, actor: User | None, now: datetime
) -> Listing:
    """Say whether brands can find a creator and send offers."""
    return _change(
        listing,
        {"is_listed": is_listed, "accepts_offers": accepts_offers},
        action="marketplace.listing.shown",
        actor=actor,
        now=now,
    )


def refuse(
    listing: Listing,
    *,
    industries: Sequence[str],
    brands: Iterable[Brand] = (),
    actor: User | None,
    now: datetime,
) -> Listing:
    """Say for which industries and brands a creator never works. Raises ValueError for others."""
    known = sorted({Industry(one).value for one in industries})
    with transaction.atomic():
        listing = _change(
            listing,
            {"refuses": known},
            action="marketplace.listing.refuses",
            actor=actor,
            now=now,
        )
        listing.refused_brands.set(brands)
    return listing


def _change(
    listing: Listing, values: dict[str, Any], *, action: str, actor: User | None, now: datetime
) -> Listing:
    with transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
        before = {name: getattr(listing, name) for name in values}
        for name, value in values.items():
            setattr(listing, name, value)
        listing.save(update_fields=[*values, "updated_at"])
        audit.record(action, target=listing, actor=actor, before=before, after=values)
    return listing
