"""The staff's pages about brands, rivals, audiences and listings."""

from marketplace.admin import audiences, brands, rivals

__all__ = ["audiences", "brands", "rivals"]
