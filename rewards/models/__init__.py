"""Points, the shop, and the ledger they stand on."""

from rewards.ledger.models import Account, Entry, Transaction
from rewards.models.points import AwardWeek, PointsAward
from rewards.models.shop import Redemption, RedemptionEvent, ShopItem

__all__ = [
    "Account",
    "AwardWeek",
    "Entry",
    "PointsAward",
    "Redemption",
    "RedemptionEvent",
    "ShopItem",
    "Transaction",
]
