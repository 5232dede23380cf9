"""Which brands, campaigns and shortlists a person may know of, and what is told of them."""

from collections import defaultdict
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from creatorspark.core.models import AuditEntry, User
from marketplace.models import Brand, BrandMember, Campaign, Offer, Shortlist, ShortlistEntry

OPEN_FIRST: Final = Case(
    When(state="open", then=Value(0)), When(state="draft", then=Value(1)), default=Value(2)
)


def memberships_of(user: Any) -> QuerySet[BrandMember]:
    """Return the teams that a person is on now, first come first."""
    rows = BrandMember.objects.select_related("brand").order_by("created_at", "pk")
    return rows.filter(user_id=user.pk, left_at=None) if user.pk is not None else rows.none()


def brands_of(user: Any) -> QuerySet[Brand]:
    """Return the brands that a person speaks for now."""
    mine = BrandMember.objects.filter(brand=OuterRef("pk"), user_id=user.pk, left_at=None)
    return Brand.objects.filter(Exists(mine)) if user.pk is not None else Brand.objects.none()


def campaigns_of(user: Any) -> QuerySet[Campaign]:
    """Return the campaigns of the brands that a person speaks for now."""
    if user.pk is None:
        return Campaign.objects.none()
    mine = BrandMember.objects.filter(brand=OuterRef("brand_id"), user_id=user.pk, left_at=None)
    return Campaign.objects.filter(Exists(mine)).select_related("brand")


def shortlists_of(user: Any) -> QuerySet[Shortlist]:
    """Return the shortlists of the campaigns that a person may see."""
    rows = Shortlist.objects.filter(campaign__in=campaigns_of(user).values("pk"))
    return rows.select_related("campaign__brand", "created_by")


def is_member(user: User, *, brand_id: int) -> bool:
    """Say whether a person speaks for a brand now."""
    return BrandMember.objects.filter(brand_id=brand_id, user=user, left_at=None).exists()


def counted(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Add how many creators are shortlisted, and how many offers are open, wait, and are agreed."""
    return campaigns.annotate(
        shortlisted=_count(
            ShortlistEntry.objects.filter(shortlist__campaign=OuterRef("pk")),
            of="shortlist__campaign",
            what="creator",
        ),
        offers_waiting=_offers(Q(state__in=["countered", "delivered"])),
        offers_open=_offers(Q(state__in=["invited", "offered", "countered"])),
        offers_agreed=_offers(Q(state__in=["accepted", "delivered", "completed"])),
    )


def _offers(which: Q) -> Coalesce:
    return _count(Offer.objects.filter(which, campaign=OuterRef("pk")), of="campaign", what="pk")


def _count(rows: QuerySet[Any], *, of: str, what: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def team_of(brand_id: int) -> QuerySet[BrandMember]:
    """Return who speaks for a brand now, owners first."""
    rows = BrandMember.objects.filter(brand_id=brand_id, left_at=None).select_related("user")
    return rows.order_by(F("role").desc(), "created_at", "pk")


def changes_of(campaign: Campaign, *, limit: int) -> QuerySet[AuditEntry]:
    """Return what was done to a campaign, newest first."""
    rows = AuditEntry.objects.filter(
        target_type=campaign._meta.label_lower, target_id=str(campaign.pk)
    )
    return rows.select_related("actor").order_by("-pk")[:limit]


def listed_creators(campaign_id: int) -> dict[int, tuple[str, ...]]:
    """Return the names of a campaign's lists by the creators that stand on them."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = ShortlistEntry.objects.filter(shortlist__campaign_id=campaign_id)
    for creator_id, name in rows.order_by("pk").values_list("creator_id", "shortlist__name"):
        found[creator_id].append(name)
    return {creator_id: tuple(names) for creator_id, names in found.items()}
