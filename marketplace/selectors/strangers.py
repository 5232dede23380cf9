"""Brands that take no place in creators' lists: nobody has checked them, or staff stopped them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.models import Brand, BrandMember


def strangers() -> QuerySet[Brand]:
    """Return the brands that began with a person who speaks for them, until staff verify them.

    And those that staff have suspended. Those of files and of the demo world, and those that staff
    added, are known.
    """
    anybody = BrandMember.objects.filter(brand=OuterRef("pk"))
    unchecked = Q(Exists(anybody), verified_at=None, external_id="", original={}, is_demo=False)
    return Brand.objects.filter(unchecked | Q(suspended_at__isnull=False))
