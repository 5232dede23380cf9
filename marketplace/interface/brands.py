"""Brands and their teams, as other apps see them."""

from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.models import User
from marketplace.models import Brand, BrandMember
from marketplace.services import brands


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


def _facts(brand: Brand) -> BrandFacts:
    return BrandFacts(
        brand_id=brand.pk,
        name=brand.name,
        website=brand.website,
        about=brand.about,
        parent_id=brand.parent_id,
        is_demo=brand.is_demo,
    )
