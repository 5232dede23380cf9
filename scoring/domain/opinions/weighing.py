"""How much a model's opinion may move a value: never more than the policy's cap of its range."""

import math


def weigh(
    value: float, opinion: float | None, *, cap: float, low: float = 0.0, high: float = 1.0
) -> float:
    """Return `value` moved towards `opinion` by the share `cap` of the way.

    Both lie in `low` to `high`, so the result lies there too and at most `cap` × (high − low) away
    from `value`. Without an opinion, or with one that isn't a number, the value stays as it is.
    Raises ValueError for a cap outside 0 to 1 or an empty range.
    """
    if not 0.0 <= cap <= 1.0:
        raise ValueError(f"The cap must lie in 0 to 1, not {cap}.")
    if not low < high:
        raise ValueError("The range is empty.")
    if opinion is None or not math.isfinite(opinion):
        return value
    towards = min(max(opinion, low), high)
    most = cap * (high - low)
    moved = value + min(max(cap * (towards - value), -most), most)
    return min(max(moved, low), high)
