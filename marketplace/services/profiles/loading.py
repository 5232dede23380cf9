"""Profiles of a run as matching reads them, with what holds at this moment: refusals and deals."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db.models import Q, QuerySet

from creatorspark.core.models import Creator as CreatorRow
from marketplace.domain.industries import Industry
from marketplace.domain.matching.audiences import BANDS, Audience
from marketplace.domain.matching.explaining import Facts
from marketplace.domain.matching.profiles import Creator, Rate
from marketplace.domain.matching.tables import Table, table_of
from marketplace.models import CreatorProfile, Listing, MatchRun, Offer
from scoring.interface import CATEGORIES

CHUNK: Final = 2_000
COMPARABLE: Final = "comparable videos"
# Deals that bind a creator until they are over.
BINDING: Final = (Offer.State.ACCEPTED, Offer.State.DELIVERED, Offer.State.DISPUTED)
NOBODY: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds now for creators of a run: who can't be offered anything, refusals, deals."""

    unavailable: frozenset[int] = NOBODY
    industries: Mapping[int, frozenset[Industry]] = field(default_factory=dict)
    brands: Mapping[int, frozenset[int]] = field(default_factory=dict)
    bound: Mapping[int, frozenset[int]] = field(default_factory=dict)


def unavailable(creator_ids: Collection[int] | None = None) -> frozenset[int]:
    """Return the creators to whom nothing can be offered now: of these, or of all.

    Not listed, not taking offers, with an account that is closed, erased, or merged into another.
    """
    off = Q(is_listed=False) | Q(accepts_offers=False)
    hidden = Listing.objects.filter(off).values_list("creator_id", flat=True)
    gone = CreatorRow.objects.filter(
        Q(user__is_active=False) | Q(erased_at__isnull=False) | Q(merged_into__isnull=False)
    ).values_list("pk", flat=True)
    if creator_ids is not None:
        hidden, gone = hidden.filter(creator_id__in=creator_ids), gone.filter(pk__in=creator_ids)
    return frozenset(hidden) | frozenset(gone)


def standing_of(*, now: datetime, creator_ids: Collection[int] | None = None) -> Standing:
    """Return what holds now, in five queries, for these creators or for all."""
    listings = Listing.objects.exclude(refuses=[])
    refusals = Listing.refused_brands.through.objects.all()
    deals = Offer.objects.filter(
        Q(state__in=BINDING) | Q(state=Offer.State.COMPLETED, completed_at__isnull=False)
    )
    if creator_ids is not None:
        listings = listings.filter(creator_id__in=creator_ids)
        refusals = refusals.filter(listing__creator_id__in=creator_ids)
        deals = deals.filter(creator_id__in=creator_ids)
    known = {one.value for one in Industry}
    return Standing(
        unavailable=unavailable(creator_ids),
        industries={
            creator_id: frozenset(Industry(one) for one in refuses if one in known)
            for creator_id, refuses in listings.values_list("creator_id", "refuses")
        },
        brands=_sets(refusals.values_list("listing__creator_id", "brand_id")),
        bound=_sets(_bonds(deals, now=now)),
    )


def creators_of(
    run: MatchRun, *, standing: Standing, creator_ids: Collection[int] | None = None
) -> Iterator[Creator]:
    """Yield the creators of a run by number, as matching reads them, without filling memory."""
    rows = CreatorProfile.objects.filter(run=run).order_by("creator_id")
    if creator_ids is not None:
        rows = rows.filter(creator_id__in=creator_ids)
    for row in rows.iterator(chunk_size=CHUNK):
        yield creator_from(row, standing=standing)


def creator_from(row: CreatorProfile, *, standing: Standing) -> Creator:
    """Return one creator of a run as matching reads it."""
    number = row.creator_id
    return Creator(
        creator_id=number,
        mix=row.mix,
        embedding=np.frombuffer(row.embedding, "<f4") if row.embedding else None,
        audience=audience_from(row.audience),
        performance=row.performance.get("place"),
        trust=row.trust.get("value"),
        rate=_rate(row.rate),
        followers=row.followers,
        languages=frozenset({row.language} if row.language else ()),
        grade=row.grade,
        originality=row.originality,
        verified=row.verified,
        refused_industries=standing.industries.get(number, frozenset()),
        refused_brands=standing.brands.get(number, NOBODY),
        bound_to=standing.bound.get(number, NOBODY),
        is_available=number not in standing.unavailable,
    )


def facts_from(row: CreatorProfile, *, rival_deals: Sequence[tuple[str, date]] = ()) -> Facts:
    """Return what sentences about a creator may name, and nothing that it hides."""
    original = row.trust.get("original")
    return Facts(
        mix=row.mix,
        counted=row.rhythm.get("counted", {}),
        videos=row.rhythm.get("videos", 0) if row.rhythm.get("counted") else 0,
        audience=audience_from(row.audience),
        performance=row.performance.get("place"),
        group=COMPARABLE,
        trust=row.trust.get("value"),
        original=(original[0], original[1]) if original else None,
        rate=_rate(row.rate),
        rival_deals=tuple(rival_deals),
    )


def audience_from(stored: Mapping[str, Any]) -> Audience:
    """Return an audience as a profile keeps it; empty is not known."""
    ages = stored.get("ages")
    return Audience(
        ages=tuple(float(ages.get(f"{low}-{high}", 0.0)) for low, high in BANDS) if ages else None,
        female=stored.get("female_share"),
        markets=stored.get("markets", {}),
        as_of=date.fromisoformat(stored["as_of"]) if stored.get("as_of") else None,
        source=stored.get("source", ""),
    )


def table_from(creators: Sequence[Creator]) -> Table:
    """Return creators as columns, with every country and language that any of them has."""
    return table_of(
        creators,
        categories=[str(value) for value, _label in CATEGORIES],
        markets=sorted({code for one in creators for code in one.audience.markets}),
        languages=sorted({name for one in creators for name in one.languages}),
    )


def _bonds(deals: QuerySet[Offer], *, now: datetime) -> Iterator[tuple[int, int]]:
    """Yield creator and brand of deals that go on, or whose brief asked for time without rivals."""
    columns = ("creator_id", "campaign__brand_id", "completed_at", "campaign__exclusivity_days")
    for creator_id, brand_id, completed_at, days in deals.values_list(*columns):
        if completed_at is None or completed_at + timedelta(days=days) > now:
            yield creator_id, brand_id


def _rate(stored: Mapping[str, Any]) -> Rate | None:
    return Rate(low=stored["low"], high=stored["high"]) if stored else None


def _sets(pairs: Any) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}
