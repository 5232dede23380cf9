"""A first page on which the same few don't stand everywhere and newcomers have a place.

Best first would show whoever is best known already: on every brief's list, and graded for long.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.tables import Floats

Places = NDArray[np.int64]
# One of so many on the first page is new, where one may be as good as whom it stands before.
EVERY: Final = 8
FIRST_PAGE: Final = 24


def fair_order(
    best: Places, *, leading: Sequence[int], new: Places, scores: Floats, reach: float
) -> Places:
    """Return places of a table in the order in which they are shown, as many as the `best`.

    `leading` come first: those that spreading chose. Of each EVERY places of the first page one is
    for the best of the `new` ones, unless one is there already. `reach` is what a newcomer's score
    lacks at most, because nothing of theirs was graded; nobody comes in who lacks more. Longer
    orders of the same facts begin with the shorter ones.
    """
    leads = set(leading)
    order = [*leading, *(one for one in best.tolist() if one not in leads)]
    newcomers = set(new.tolist())
    for end in range(EVERY, min(FIRST_PAGE, len(order)) + 1, EVERY):
        if newcomers & set(order[end - EVERY : end]):
            continue
        above = set(order[:end])
        first = next((one for one in new.tolist() if one not in above), None)
        if first is None or scores[first] + reach < scores[order[end - 1]]:
            continue
        order = [one for one in order if one != first]
        order.insert(end - 1, first)
    return np.array(order[: len(best)], np.int64)
