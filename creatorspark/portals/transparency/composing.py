"""Figures of protection together with what wrong holds cost; fraud knows no money."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from creatorspark.lib.calendar_periods import Period
from fraud import interface as fraud
from rewards import interface as rewards


@dataclass(frozen=True, kw_only=True)
class Composed:
    """All that is known of a period, exactly; for staff."""

    period: Period
    figures: fraud.Figures
    money: rewards.HeldInError

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "period": self.period.label,
            "protection": self.figures.as_json(),
            "money": asdict(self.money),
        }


def compose(period: Period) -> Composed:
    """Work out a period, or what there is of it so far."""
    return Composed(
        period=period,
        figures=fraud.protection_figures(period=period),
        money=rewards.held_in_error(period=period),
    )


def composed_from_json(period: Period, stored: Mapping[str, Any]) -> Composed:
    """Read what `as_json` wrote. Raises ValueError for another format."""
    return Composed(
        period=period,
        figures=fraud.figures_from_json(stored["protection"]),
        money=rewards.HeldInError(**stored["money"]),
    )
