"""A share and the 95 % interval around it. Source: Wilson, JASA 22 (1927) 209-212."""

from dataclasses import dataclass
from typing import Final

# The normal quantile of a two-sided 95 % interval.
Z: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the 95 % interval around it; None where it isn't defined."""

    value: float
    low: float | None
    high: float | None


def wilson(successes: float, trials: float) -> Interval:
    """Return a share with Wilson's interval. Both may be effective numbers, not whole.

    Raises ZeroDivisionError where nothing was tried.
    """
    share = successes / trials
    spread = Z * Z / trials
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * ((share * (1 - share) + spread / 4) / trials) ** 0.5
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))
