"""The only door into rewards for other apps. Everything returned is frozen and names no model.

Mutations of the shop raise `RedemptionRefused`, whose text is a sentence for the person and whose
`code` is for a machine; nothing is written then.
"""

from rewards.domain.facts import (
    AwardFacts,
    Balance,
    RedemptionDetail,
    RedemptionEventFacts,
    RedemptionFacts,
    RedemptionPage,
    ShopItemFacts,
    StatementLine,
    StatementPage,
    WeekPoints,
)
from rewards.domain.redemption import Refusal
from rewards.interface.points import (
    adjust_points,
    award_of_video,
    awards_for,
    awards_of,
    balance,
    points_this_week,
    points_weeks,
    post_awards,
    statement,
    statement_kinds,
    statement_lines,
)
from rewards.interface.shop import (
    add_item,
    approve,
    cancel,
    fulfil,
    hold,
    redeem,
    redemption,
    redemption_page,
    redemptions_of,
    reject,
    release,
    shop_item,
    shop_items,
    waiting_redemptions,
)
from rewards.services.catalogue import ensure_default_items
from rewards.services.redemptions import Receipt
from rewards.services.refusals import RedemptionRefused

__all__ = [
    "AwardFacts",
    "Balance",
    "Receipt",
    "RedemptionDetail",
    "RedemptionEventFacts",
    "RedemptionFacts",
    "RedemptionPage",
    "RedemptionRefused",
    "Refusal",
    "ShopItemFacts",
    "StatementLine",
    "StatementPage",
    "WeekPoints",
    "add_item",
    "adjust_points",
    "approve",
    "award_of_video",
    "awards_for",
    "awards_of",
    "balance",
    "cancel",
    "ensure_default_items",
    "fulfil",
    "hold",
    "points_this_week",
    "points_weeks",
    "post_awards",
    "redeem",
    "redemption",
    "redemption_page",
    "redemptions_of",
    "reject",
    "release",
    "shop_item",
    "shop_items",
    "statement",
    "statement_kinds",
    "statement_lines",
    "waiting_redemptions",
]
