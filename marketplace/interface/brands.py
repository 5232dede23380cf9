"""Brands and their teams, as other apps see them."""

from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.models import User
from marketplace.models import Brand, BrandMember
from marketplace.services import brands, families


@dataclass(frozen=True, kw_only=True)
class BrandFacts:
    """A brand as others see it; `parent_id` None when it stands alone."""

    brand_id: int
    name: str
    website: str
    about: str
    parent_id: int | None
    is_demo: bool


def brand_named(*, name: str) -> BrandFacts | None:
    """Return the brand of that name, or None."""
    brand = Brand.objects.filter(name__iexact=name.strip()).first()
    return _facts(brand) if brand else None


def register_brand(
    *,
    name: str,
    website: str = "",
    about: str = "",
    parent_id: int | None = None,
    is_demo: bool = False,
    actor: User | None,
    now: datetime,
) -> BrandFacts:
    """Add a brand. Raises `marketplace.services.brands.BrandError` when the name is taken."""
    parent = Brand.objects.get(pk=parent_id) if parent_id is not None else None
    brand = brands.register(
        name,
        website=website,
        about=about,
        parent=parent,
        is_demo=is_demo,
        actor=actor,
        now=now,
    )
    return _facts(brand)


def add_brand_member(
    *, brand_id: int, user: User, owner: bool, actor: User | None, now: datetime
) -> None:
    """Let a person speak for a brand, as its owner or as a member."""
    brands.add_member(
        Brand.objects.get(pk=brand_id),
        user=user,
        role=BrandMember.Role.OWNER if owner else BrandMember.Role.MEMBER,
        actor=actor,
        now=now,
    )


def describe_brand(
    *,
    brand_id: int,
    website: str,
    goals: str,
    activities: str,
    ages: str,
    markets: str,
    actor: User,
    now: datetime,
) -> BrandFacts:
    """Change what a brand says of itself and whom it wants. Raises BrandError."""
    brand = Brand.objects.get(pk=brand_id)
    return _facts(
        brands.describe(
            brand,
            website=website,
            goals=goals,
            activities=activities,
            ages=ages,
            genders=(),
            markets=markets,
            actor=actor,
            now=now,
        )
    )


def set_rival_brands(*, brand_id: int, other_id: int, actor: User, now: datetime) -> None:
    """Say that two brands are rivals. Raises `marketplace.services.families.FamilyError`."""
    families.set_rivals(
        Brand.objects.get(pk=brand_id),
        other=Brand.objects.get(pk=other_id),
        active=True,
        actor=actor,
        now=now,
    )


def _facts(brand: Brand) -> BrandFacts:
    return BrandFacts(
        brand_id=brand.pk,
        name=brand.name,
        website=brand.website,
        about=brand.about,
        parent_id=brand.parent_id,
        is_demo=brand.is_demo,
    )
