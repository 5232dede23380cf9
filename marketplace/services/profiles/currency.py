"""The one currency of the house, which campaigns, offers and estimates are in."""

from datetime import datetime

from rewards import interface as rewards


def house_currency(*, now: datetime) -> str:
    """Return the currency of statements, and so of everything the marketplace names a price in."""
    return rewards.pay_terms_at(now=now).currency
