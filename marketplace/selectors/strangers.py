"""Brands that somebody added and nobody has checked yet."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.models import Brand, BrandMember


def strangers() -> QuerySet[Brand]:
    """Return the brands that began with a person who speaks for them, until staff verify them.

    Those of files and of the demo world, and those that staff added, are known.
    """
    anybody = BrandMember.objects.filter(brand=OuterRef("pk"))
    return Brand.objects.filter(
        Q(Exists(anybody)), verified_at=None, external_id="", original={}, is_demo=False
    )
