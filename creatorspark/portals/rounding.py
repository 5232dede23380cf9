"""Parts of a whole as whole numbers that add up to the whole that is shown."""

from collections.abc import Sequence
from math import floor


def add_up(parts: Sequence[float]) -> list[int]:
    """Return shares (0 to 1) in hundredths, so that they add up to their rounded sum.

    Those that lose most by rounding down get what is left, the first of equals first.
    """
    exact = [100 * one for one in parts]
    whole = [floor(one) for one in exact]
    left = round(sum(exact)) - sum(whole)
    order = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in order[:left]:
        whole[place] += 1
    return whole
