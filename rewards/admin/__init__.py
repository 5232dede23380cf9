"""The staff's pages about rewards. Registered when Django looks for `admin`."""

from rewards.admin import awards, ledger, redemptions, shop, tiles

__all__ = ["awards", "ledger", "redemptions", "shop", "tiles"]
