"""The staff's pages about rewards. Registered when Django looks for `admin`."""

from rewards.admin import (
    adjustments,
    awards,
    bank,
    issuers,
    ledger,
    payout_tiles,
    payouts,
    redemptions,
    shop,
    statements,
    tiers,
    tiles,
    weeks,
)

__all__ = [
    "adjustments",
    "awards",
    "bank",
    "issuers",
    "ledger",
    "payout_tiles",
    "payouts",
    "redemptions",
    "shop",
    "statements",
    "tiers",
    "tiles",
    "weeks",
]
