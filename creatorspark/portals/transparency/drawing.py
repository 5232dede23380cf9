"""Shares with their intervals, as the server draws them: from nothing to a round end. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creatorspark.portals.learn.fairness_drawing import Bar, Scale, scale_for
from creatorspark.portals.templatetags.ui import percentage


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval, in words and on the stage."""

    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """Return it as it is written."""
        return percentage(self.value, 0)

    @property
    def span(self) -> str:
        """Return the interval as it is written."""
        return f"{percentage(self.low, 0)} – {percentage(self.high, 0)}"

    def on(self, scale: Scale) -> Bar:
        """Return where it stands."""
        return scale.bar(self.value, self.low, self.high)


def share_of(stored: Mapping[str, float] | None) -> Share | None:
    """Read a share of a document."""
    return None if stored is None else Share(stored["value"], stored["low"], stored["high"])


def scale_of(shares: Sequence[Share | None]) -> Scale:
    """Return the scale on which all of them fit."""
    return scale_for([one.high for one in shares if one], best=0.0)
