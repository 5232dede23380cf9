"""The only door into the marketplace for other apps. What is returned is frozen, never a row."""

from marketplace.interface.brands import (
    BrandFacts,
    add_brand_member,
    brand_named,
    register_brand,
)

__all__ = ["BrandFacts", "add_brand_member", "brand_named", "register_brand"]
