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

__all__ = [
    "OfferedItem",
    "StatementFilter",
    "awards",
    "awards_for",
    "awards_of",
    "balance_of",
    "earned_between",
    "offered_items",
    "redemption_facts",
    "redemptions_of",
    "statement_lines",
    "statement_page",
    "waiting_redemptions",
    "weeks_of",
]
