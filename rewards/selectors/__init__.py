"""Reading. One file a subject; what callers need is named here."""

from rewards.selectors.points import (
    OfferedItem,
    StatementFilter,
    awards,
    awards_for,
    awards_of,
    balance_of,
    earned_between,
    offered_items,
    redemption_facts,
    redemptions_of,
    statement_lines,
    statement_page,
    waiting_redemptions,
    weeks_of,
)
from rewards.selectors.prices import discount_of, with_prices

__all__ = [
    "OfferedItem",
    "StatementFilter",
    "awards",
    "awards_for",
    "awards_of",
    "balance_of",
    "discount_of",
    "earned_between",
    "offered_items",
    "redemption_facts",
    "redemptions_of",
    "statement_lines",
    "statement_page",
    "waiting_redemptions",
    "weeks_of",
    "with_prices",
]
