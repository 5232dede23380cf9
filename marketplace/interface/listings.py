"""A creator's entry in the marketplace, as its owner reads and changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from creatorspark.core.models import Creator, User
from marketplace.domain.kits import KitAudience
from marketplace.models import Audience, Brand, Listing
from marketplace.models.audiences import shown_at_first
from marketplace.selectors.kits import audience_facts
from marketplace.selectors.wording import INDUSTRY_LABELS
from marketplace.services import audiences, listings
from marketplace.services.audiences import AudienceError
from marketplace.services.listings import ListingError, Preferences
from rewards import interface as rewards

__all__ = [
    "AudienceError",
    "AudienceStatement",
    "ListingError",
    "ListingFacts",
    "Preferences",
    "audience_statements",
    "brand_choices",
    "choose_to_be_found",
    "describe_listing",
    "house_currency",
    "industry_choices",
    "listing_of",
    "record_audience",
    "set_preferences",
    "show_parts",
    "waits_for_choice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """What a creator says, shows and refuses. `least_fee` in minor units."""

    about: str
    topics: tuple[str, ...]
    shows: Mapping[str, bool]
    public_address: str
    is_listed: bool
    accepts_offers: bool
    refuses: tuple[str, ...]
    refused_brands: tuple[tuple[int, str], ...]
    least_fee: int | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceStatement:
    """One statement of an audience; the current one is what brands see."""

    audience: KitAudience
    is_current: bool
    recorded_at: datetime


def listing_of(*, creator_id: int) -> ListingFacts:
    """Return a creator's entry; one who has none yet is found by nobody."""
    return _facts(listings.read(Creator.objects.get(pk=creator_id)))


def waits_for_choice(*, creator_id: int) -> bool:
    """Say whether a creator has never said whether brands may find them, and can't be found."""
    settled = Q(is_listed=True) | Q(chosen_at__isnull=False)
    return not Listing.objects.filter(settled, creator_id=creator_id).exists()


def choose_to_be_found(*, creator_id: int, is_in: bool, actor: User, now: datetime) -> None:
    """Let brands find a creator and send offers, or keep that they don't want it."""
    choose = listings.join if is_in else listings.stay_away
    choose(Creator.objects.get(pk=creator_id), actor=actor, now=now)


def describe_listing(
    *, creator_id: int, about: str, topics: str, actor: User, now: datetime
) -> ListingFacts:
    """Change what a creator says of itself; `topics` as people write them."""
    listing = _listing(creator_id, now=now)
    return _facts(listings.describe(listing, about=about, topics=topics, actor=actor, now=now))


def show_parts(
    *, creator_id: int, parts: Mapping[str, bool], is_public: bool, actor: User, now: datetime
) -> ListingFacts:
    """Say which parts brands see and whether the kit is public. Raises ListingError."""
    listing = _listing(creator_id, now=now)
    return _facts(
        listings.show_parts(listing, parts=parts, is_public=is_public, actor=actor, now=now)
    )


def set_preferences(
    *, creator_id: int, preferences: Preferences, actor: User, now: datetime
) -> ListingFacts:
    """Say whether brands find a creator and for whom it works. Raises ListingError."""
    listing = _listing(creator_id, now=now)
    return _facts(listings.prefer(listing, preferences=preferences, actor=actor, now=now))


def record_audience(
    *,
    creator_id: int,
    ages: Mapping[str, float],
    female_share: float | None,
    markets: Mapping[str, float],
    as_of: date,
    actor: User,
    now: datetime,
) -> AudienceStatement:
    """Keep a creator's own figures beside the older ones. Raises AudienceError."""
    row = audiences.record(
        Creator.objects.get(pk=creator_id),
        ages=dict(ages),
        female_share=female_share,
        markets=dict(markets),
        source=Audience.Source.CREATOR,
        as_of=as_of,
        actor=actor,
        now=now,
    )
    return _statement(row)


def audience_statements(*, creator_id: int, limit: int = 24) -> list[AudienceStatement]:
    """Return what was said of a creator's audience, of the newest day first."""
    rows = Audience.objects.filter(creator_id=creator_id).order_by("-as_of", "-pk")[:limit]
    return [_statement(row) for row in rows]


def industry_choices() -> list[tuple[str, str]]:
    """Return the industries by code and label, in the order of their labels."""
    return sorted(((one.value, str(label)) for one, label in INDUSTRY_LABELS.items()),
                  key=lambda one: one[1])  # fmt: skip


def brand_choices() -> list[tuple[int, str]]:
    """Return all brands by number and name, in the order of their names."""
    return list(Brand.objects.order_by("name").values_list("pk", "name"))


def house_currency(*, now: datetime) -> str:
    """Return the one currency of campaigns, offers and fees: the one that pay is in."""
    return rewards.pay_terms_at(now=now).currency


def _listing(creator_id: int, *, now: datetime) -> Listing:
    return listings.begin(Creator.objects.get(pk=creator_id), now=now)


def _facts(listing: Listing) -> ListingFacts:
    return ListingFacts(
        about=listing.about,
        topics=tuple(listing.topics),
        shows={**shown_at_first(), **listing.shows},
        public_address=listing.public_kit,
        is_listed=listing.is_listed,
        accepts_offers=listing.accepts_offers,
        refuses=tuple(listing.refuses),
        refused_brands=_refused(listing),
        least_fee=listing.least_fee,
        currency=listing.currency,
    )


def _refused(listing: Listing) -> tuple[tuple[int, str], ...]:
    if listing._state.adding:
        return ()
    return tuple(listing.refused_brands.order_by("name").values_list("pk", "name"))


def _statement(row: Audience) -> AudienceStatement:
    return AudienceStatement(
        audience=audience_facts(row), is_current=row.is_current, recorded_at=row.recorded_at
    )
