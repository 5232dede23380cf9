"""What wrong holds cost, for those above who publish it."""

from creatorspark.lib.calendar_periods import Period
from fraud import interface as fraud
from rewards.domain.held_in_error import HeldInError
from rewards.selectors import held_in_error as selectors

__all__ = ["HeldInError", "held_in_error"]


def held_in_error(*, period: Period) -> HeldInError:
    """Return what holds of cases that fell in a period kept, and the apologies credited in it."""
    return selectors.held_in_error(
        fraud.freed_in(period=period), since=period.start, until=period.end
    )
