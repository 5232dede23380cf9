"""Campaigns, shortlists and teams as facts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from creatorspark.core.models import AuditEntry, Creator, User
from creatorspark.lib.countries import country_names
from marketplace.domain.briefs import Brief
from marketplace.domain.campaign_facts import (
    CampaignFacts,
    CampaignLine,
    ChangeFacts,
    CreatorName,
    EntryFacts,
    MemberFacts,
    Named,
    ShortlistFacts,
    Sold,
    TeamFacts,
)
from marketplace.models import BrandMember, Campaign, Offer, Shortlist, ShortlistEntry
from marketplace.models.deals import OfferState
from marketplace.selectors.brief_words import (
    GENDER_LABELS,
    category_label,
    country_label,
    language_label,
)
from marketplace.selectors.campaigns import team_of
from marketplace.selectors.standing import open_listings
from marketplace.selectors.wording import industry_label


def campaign_facts(row: Campaign) -> CampaignFacts:
    """Return a campaign with its brand as facts."""
    return CampaignFacts(
        campaign_id=row.pk,
        brand_id=row.brand_id,
        brand_name=row.brand.name,
        brand_is_verified=row.brand.is_verified,
        brand_is_suspended=row.brand.is_suspended,
        state=row.state,
        state_label=row.get_state_display(),
        version=row.version,
        brief=brief_of(row),
        currency=row.currency,
        sold=tuple(
            Sold(
                code=one["industry"],
                label=industry_label(one["industry"]),
                share=one["share"],
                because=tuple(one.get("because", ())),
            )
            for one in row.industries
        ),
        sold_is_read=row.industries_source == Campaign.Source.READ,
        categories=_named(row.categories, category_label),
        genders=_named(row.genders, lambda one: str(GENDER_LABELS[one])),
        markets=_named(row.markets, country_label),
        languages=_named(row.languages, language_label),
        excluded_categories=_named(row.excluded_categories, category_label),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def brief_of(row: Campaign) -> Brief:
    """Return what the editor shows: names of countries and languages, not codes."""
    names = country_names()
    is_read = row.industries_source == Campaign.Source.READ
    return Brief(
        name=row.name,
        goals=row.goals,
        industries=() if is_read else tuple(one["industry"] for one in row.industries),
        categories=row.categories,
        ages=row.ages,
        genders=tuple(row.genders),
        markets=tuple(names.get(code, code) for code in row.markets),
        languages=tuple(language_label(code) for code in row.languages),
        budget=row.budget,
        per_creator_budget=row.per_creator_budget,
        excluded_categories=tuple(row.excluded_categories),
        exclusivity_days=row.exclusivity_days,
        weights=row.weights,
        least_followers=row.least_followers,
        most_followers=row.most_followers,
        least_grade=row.least_grade,
        least_originality=row.least_originality,
        verified_only=row.verified_only,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def campaign_line(row: Any) -> CampaignLine:
    """Return a campaign that `counted` counted as a line of a list."""
    return CampaignLine(
        campaign=campaign_facts(row),
        shortlisted=row.shortlisted,
        offers_open=row.offers_open,
        offers_waiting=row.offers_waiting,
        offers_agreed=row.offers_agreed,
    )


def change_facts(row: AuditEntry) -> ChangeFacts:
    """Return an act on a campaign as facts."""
    after = row.after or {}
    created = row.action == "marketplace.campaign.created"
    fields = (
        [] if created else [name for name in after if name not in {"version", "state", "reason"}]
    )
    return ChangeFacts(
        at=row.at,
        action=row.action.rsplit(".", 1)[-1],
        by=name_of(row.actor),
        version=after.get("version"),
        fields=tuple(fields),
    )


def shortlist_lines(rows: QuerySet[Shortlist]) -> tuple[ShortlistFacts, ...]:
    """Return lists with their size, oldest first."""
    counted = rows.annotate(size=Count("entries")).order_by("created_at", "pk")
    return tuple(_shortlist(row, size=row.size) for row in counted)


def shortlist_facts(row: Shortlist) -> ShortlistFacts:
    """Return a list with its entries, in the order they were added."""
    newest = Offer.objects.filter(
        campaign=row.campaign_id, creator=OuterRef("creator_id")
    ).order_by("-pk")
    entries = (
        row.entries.select_related("creator", "added_by")
        .prefetch_related(
            Prefetch("creator__listing", queryset=open_listings().only("creator_id", "shows"))
        )
        .annotate(
            offer_id=Subquery(newest.values("pk")[:1]),
            offer_state=Subquery(newest.values("state")[:1]),
        )
        .order_by("added_at", "pk")
    )
    found = tuple(_entry(one) for one in entries)
    return _shortlist(row, size=len(found), entries=found)


def team_facts(mine: BrandMember) -> TeamFacts:
    """Return the team that a member sees; addresses only for owners, and one's own."""
    is_owner = mine.role == BrandMember.Role.OWNER
    return TeamFacts(
        brand_id=mine.brand_id,
        brand_name=mine.brand.name,
        reader_is_owner=is_owner,
        members=tuple(
            MemberFacts(
                member_id=one.pk,
                name=name_of(one.user),
                email=one.user.email if is_owner or one.pk == mine.pk else "",
                is_owner=one.role == BrandMember.Role.OWNER,
                is_reader=one.pk == mine.pk,
                since=one.created_at,
            )
            for one in team_of(mine.brand_id)
        ),
    )


def name_of(user: User | None) -> str:
    """Return what a team calls somebody: the name they gave, never an address."""
    if user is None:
        return ""
    return user.display_name or user.email.split("@")[0]


def creator_name(creator: Creator) -> CreatorName:
    """Return a creator's public face."""
    return CreatorName(
        creator_id=creator.pk,
        handle=creator.handle,
        display_name=creator.display_name,
        platform=creator.get_platform_display(),
    )


def _named(codes: Iterable[str], label: Any) -> tuple[Named, ...]:
    return tuple(Named(code=code, label=label(code)) for code in codes)


def _shortlist(
    row: Shortlist, *, size: int, entries: tuple[EntryFacts, ...] = ()
) -> ShortlistFacts:
    return ShortlistFacts(
        shortlist_id=row.pk,
        campaign_id=row.campaign_id,
        campaign_name=row.campaign.name,
        name=row.name,
        created_by=name_of(row.created_by),
        created_at=row.created_at,
        size=size,
        entries=entries,
    )


def _entry(row: ShortlistEntry) -> EntryFacts:
    listing = getattr(row.creator, "listing", None)
    shows_followers = listing is not None and listing.shows.get("followers", False)
    state: str = getattr(row, "offer_state", None) or ""
    return EntryFacts(
        creator=creator_name(row.creator),
        followers=row.creator.follower_count if shows_followers else None,
        note=row.note,
        added_by=name_of(row.added_by),
        added_at=row.added_at,
        offer_id=getattr(row, "offer_id", None),
        offer_state=state,
        offer_state_label=str(OfferState(state).label) if state else "",
    )
