"""Brands of the demo world with their teams and rivals."""

from datetime import datetime

from creatorspark.demo.domain.cast import BRANDS, BrandPart
from creatorspark.demo.selectors import demo_user
from creatorspark.demo.services.logins import ADMIN
from creatorspark.demo.services.progress import Progress
from marketplace import interface as marketplace


def write_brands(*, now: datetime, progress: Progress) -> None:
    """Register every brand that isn't there yet, parents first, and seat its team."""
    progress.expect(len(BRANDS))
    for part in BRANDS:
        _write_brand(part, now=now)
        progress.advance()


def _write_brand(part: BrandPart, *, now: datetime) -> None:
    admin = demo_user(ADMIN)
    brand = marketplace.brand_named(name=part.name)
    if brand is None:
        parent = marketplace.brand_named(name=part.parent) if part.parent else None
        brand = marketplace.register_brand(
            name=part.name,
            website=part.website,
            about=part.about,
            parent_id=parent.brand_id if parent else None,
            is_demo=True,
            actor=admin,
            now=now,
        )
    for member in part.team:
        marketplace.add_brand_member(
            brand_id=brand.brand_id,
            user=demo_user(member.login),
            owner=member.owner,
            actor=admin,
            now=now,
        )
