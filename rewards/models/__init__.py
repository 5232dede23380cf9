"""Points, the shop, earnings and payouts, and the ledger they stand on."""

from rewards.ledger.models import Account, Entry, Transaction
from rewards.models.bank import BankReport, BankReportLine
from rewards.models.earnings import (
    EarningsLine,
    SigningKey,
    StaffAdjustment,
    Statement,
    WeekClose,
    WeekEstimate,
)
from rewards.models.fairness import FairnessReport
from rewards.models.payouts import BankAccount, Payout, PayoutBatch, PayoutEvent, PayoutLine
from rewards.models.points import AwardWeek, PointsAward
from rewards.models.shop import Redemption, RedemptionEvent, ShopItem
from rewards.models.standing import (
    CarriedHistory,
    TierStanding,
    TierWarning,
    TierWeek,
    TrustedIssuer,
)

__all__ = [
    "Account",
    "AwardWeek",
    "BankAccount",
    "BankReport",
    "BankReportLine",
    "CarriedHistory",
    "EarningsLine",
    "Entry",
    "FairnessReport",
    "Payout",
    "PayoutBatch",
    "PayoutEvent",
    "PayoutLine",
    "PointsAward",
    "Redemption",
    "RedemptionEvent",
    "ShopItem",
    "SigningKey",
    "StaffAdjustment",
    "Statement",
    "TierStanding",
    "TierWarning",
    "TierWeek",
    "Transaction",
    "TrustedIssuer",
    "WeekClose",
    "WeekEstimate",
]
