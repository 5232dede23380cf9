"""The staff's pages about brands, rivals, audiences and listings."""

from marketplace.admin import audiences, brands, offer_tiles, offers, rivals, runs

__all__ = ["audiences", "brands", "offer_tiles", "offers", "rivals", "runs"]
