"""How ratings spread over a cohort, frozen as 101 values, and where one rating stands in it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

STEPS = 101


def quantile_grid(values: Sequence[float]) -> tuple[float, ...]:
    """Return the values that 0 %, 1 %, … 100 % of a cohort stay at or under, rising.

    Raises ValueError without values.
    """
    if not len(values):
        raise ValueError("A cohort without videos has no spread.")
    found = np.quantile(np.asarray(values, np.float64), np.linspace(0.0, 1.0, STEPS))
    return tuple(round(float(value), 2) for value in np.maximum.accumulate(found))


def place_in(grid: Sequence[float], value: float) -> float:
    """Return the share of the cohort, 0 to 1, that rates lower; of equals, half count as lower."""
    steps = np.asarray(grid, np.float64)
    below = _share(steps, value, last=False)
    upto = _share(steps, value, last=True)
    return round((below + upto) / 2, 4)


def _share(steps: npt.NDArray[np.float64], value: float, *, last: bool) -> float:
    """Where a value lies along the grid: at the first or the last of equal steps."""
    top = len(steps) - 1
    if value < steps[0]:
        return 0.0
    if value > steps[top]:
        return 1.0
    if last:
        left = int(np.searchsorted(steps, value, side="right")) - 1
        if left >= top:
            return 1.0
        width = steps[left + 1] - steps[left]
        return float((left + (value - steps[left]) / width) / top)
    right = int(np.searchsorted(steps, value, side="left"))
    if right == 0:
        return 0.0
    width = steps[right] - steps[right - 1]
    return float((right - 1 + (value - steps[right - 1]) / width) / top)
