"""The staff's pages about brands, rivals, audiences and listings."""

from marketplace.admin import (
    audiences,
    brands,
    campaigns,
    listing_tiles,
    offer_tiles,
    offers,
    rivals,
    runs,
)

__all__ = [
    "audiences",
    "brands",
    "campaigns",
    "listing_tiles",
    "offer_tiles",
    "offers",
    "rivals",
    "runs",
]
