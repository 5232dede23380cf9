"""A creator's entry in the marketplace: what it says, what it refuses, whether it can be found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from marketplace.domain.cleaning.topics import read_topics
from marketplace.domain.industries import Industry
from marketplace.domain.matching.profiles import SAID_ENOUGH
from marketplace.models import Brand, Listing
from marketplace.models.audiences import shown_at_first

PARTS: Final = tuple(shown_at_first())
SLUG_LETTERS: Final = 50
# Addresses that would look like the house's own.
RESERVED: Final = frozenset(
    {
        *("about", "account", "accounts", "admin", "api", "brand", "brands", "contact", "creator"),
        *("creators", "creator-spark", "creatorspark", "help", "home", "insight", "kit", "kits"),
        *("learn", "legal", "login", "logout", "messages", "official", "payouts", "privacy"),
        *("security", "signup", "staff", "static", "studio", "support", "team", "terms"),
    }
)
_UNASKED: Final = {"is_listed": False, "accepts_offers": False}


class ListingError(Exception):
    """The listing can't say that; the message is for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Whom a creator works for. `least_fee` in minor units, None: not said."""

    is_listed: bool
    accepts_offers: bool
    industries: Sequence[str]
    brand_ids: Sequence[int]
    least_fee: int | None
    currency: str


def of(creator: Creator, *, now: datetime) -> Listing:
    """Return a creator's listing, made with what platforms show anyway where there is none."""
    listing, _created = Listing.objects.get_or_create(creator=creator, defaults={"created_at": now})
    return listing


def read(creator: Creator) -> Listing:
    """Return a creator's listing for reading. Where there is none nobody finds the creator."""
    stored = Listing.objects.filter(creator=creator).first()
    return stored or Listing(creator=creator, **_UNASKED)


def begin(creator: Creator, *, now: datetime) -> Listing:
    """Return a creator's listing to be changed by its owner, who alone decides to be found."""
    defaults: dict[str, Any] = {"created_at": now, **_UNASKED}
    return Listing.objects.get_or_create(creator=creator, defaults=defaults)[0]


def join(creator: Creator, *, actor: User, now: datetime) -> Listing:
    """Let brands find a creator and send offers, by its own word; what it said before stays.

    A listing that begins here shows what `shown_at_first` says, and has no public page.
    """
    return _choose(creator, True, actor=actor, now=now)


def stay_away(creator: Creator, *, actor: User, now: datetime) -> Listing:
    """Keep that a creator doesn't want to be found by brands; it isn't asked again."""
    return _choose(creator, False, actor=actor, now=now)


def _choose(creator: Creator, is_in: bool, *, actor: User, now: datetime) -> Listing:
    values = {"is_listed": is_in, "accepts_offers": is_in, "chosen_at": now}
    with transaction.atomic():
        listing = begin(creator, now=now)
        return _change(listing, values, action="marketplace.listing.chosen", actor=actor, now=now)


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


def show_parts(
    listing: Listing,
    *,
    parts: Mapping[str, bool],
    is_public: bool,
    actor: User | None,
    now: datetime,
) -> Listing:
    """Say which parts brands see, and whether everybody may read them at an address of its own.

    The address is made of the handle and stays the same while the page is public. Raises
    ListingError for a part that doesn't exist.
    """
    if unknown := set(parts) - set(PARTS):
        raise ListingError(
            _("There is no part called %(name)s. Nothing was changed.")
            % {"name": ", ".join(sorted(unknown))}
        )
    with transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
        shows = {**shown_at_first(), **listing.shows, **parts}
        values = {"shows": shows, "public_kit": _address(listing) if is_public else ""}
        action = "marketplace.listing.parts_shown"
        try:
            with transaction.atomic():
                return _change(listing, values, action=action, actor=actor, now=now)
        except IntegrityError as taken:
            raise ListingError(
                _("Somebody took this address at the same moment. Nothing was changed; try again.")
            ) from taken


def prefer(
    listing: Listing, *, preferences: Preferences, actor: User | None, now: datetime
) -> Listing:
    """Say whether brands find a creator, for whom it never works, and the least it takes.

    Raises ListingError for an industry or a brand that doesn't exist.
    """
    wanted = set(preferences.brand_ids)
    brands = Brand.objects.filter(pk__in=wanted)
    known = {one.value for one in Industry}
    if len(brands) != len(wanted) or set(preferences.industries) - known:
        raise ListingError(
            _("One of the brands or industries doesn't exist any more. Nothing was changed.")
        )
    with transaction.atomic():
        listing = _change(
            listing,
            {
                "is_listed": preferences.is_listed,
                "accepts_offers": preferences.accepts_offers,
                "refuses": sorted(set(preferences.industries)),
                "least_fee": preferences.least_fee,
                "currency": preferences.currency if preferences.least_fee is not None else "",
                "chosen_at": now,
            },
            action="marketplace.listing.preferred",
            actor=actor,
            now=now,
        )
        _refuse_brands(listing, wanted, actor=actor)
    return listing


def refuse_brand(listing: Listing, *, brand: Brand, actor: User | None, now: datetime) -> None:
    """Never show a creator to one more brand. Call it while the listing is locked."""
    refused = set(listing.refused_brands.values_list("pk", flat=True))
    _refuse_brands(listing, {*refused, brand.pk}, actor=actor)
    listing.save(update_fields=["updated_at"])


def allow_brand(listing: Listing, *, brand: Brand, actor: User | None, now: datetime) -> None:
    """Take a refused brand back. Call it while the listing is locked."""
    refused = set(listing.refused_brands.values_list("pk", flat=True))
    _refuse_brands(listing, refused - {brand.pk}, actor=actor)
    listing.save(update_fields=["updated_at"])


def refuse_industry(
    listing: Listing, *, industry: str, actor: User | None, now: datetime
) -> Listing:
    """Never show a creator to whoever sells this."""
    return _change(
        listing,
        {"refuses": sorted({*listing.refuses, Industry(industry).value})},
        action="marketplace.listing.refuses",
        actor=actor,
        now=now,
    )


def refuses(listing: Listing, brand: Brand) -> bool:
    """Say whether a creator never works for a brand: for it, its house, or what it mainly sells."""
    refused = {one.pk for one in listing.refused_brands.all()}
    sells = {one["industry"] for one in brand.industries if one["share"] >= SAID_ENOUGH}
    return bool(refused & {brand.pk, brand.parent_id}) or bool(sells & set(listing.refuses))


def _refuse_brands(listing: Listing, wanted: set[int], *, actor: User | None) -> None:
    before = set(listing.refused_brands.values_list("pk", flat=True))
    if before == wanted:
        return
    listing.refused_brands.set(wanted)
    audit.record(
        "marketplace.listing.brands_refused",
        target=listing,
        actor=actor,
        before={"brands": sorted(before)},
        after={"brands": sorted(wanted)},
    )


def _address(listing: Listing) -> str:
    """Return a free address: the handle's, with a number where it is taken or not theirs to use."""
    if listing.public_kit:
        return listing.public_kit
    creator = listing.creator
    name = slugify(creator.handle or creator.display_name)[:SLUG_LETTERS]
    numbered = f"{name or 'creator'}-{creator.pk}"
    wanted = [] if not name or name in RESERVED else [name]
    wanted += [numbered, *(f"{numbered}-{turn}" for turn in range(2, 10))]
    others = Listing.objects.filter(public_kit__in=wanted).exclude(pk=listing.pk)
    taken = set(others.values_list("public_kit", flat=True))
    return next((one for one in wanted if one not in taken), f"{numbered}-{uuid4().hex[:8]}")


def _change(
    listing: Listing, values: dict[str, Any], *, action: str, actor: User | None, now: datetime
) -> Listing:
    with transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
        before = {name: getattr(listing, name) for name in values}
        for name, value in values.items():
            setattr(listing, name, value)
        listing.save(update_fields=[*values, "updated_at"])
        before.pop("chosen_at", None)
        after = {name: value for name, value in values.items() if name != "chosen_at"}
        audit.record(action, target=listing, actor=actor, before=before, after=after)
    return listing
