"""The first rows of an order over many, always the same ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.tables import Flags, Floats


def ordered_by(keys: Sequence[Floats], flags: Flags, *, most: int) -> NDArray[np.int64]:
    """Return the first `most` places that are flagged, by the highest keys, the first key first.

    Equal ones go by place.
    """
    places = np.flatnonzero(flags)
    first = keys[0][places]
    if len(places) > most:
        last = np.partition(first, len(places) - most)[len(places) - most]
        # All that are as good as the last may be among them; the other keys decide.
        places = places[first >= last]
    columns = [np.asarray(-key[places], np.float64) for key in reversed(keys)]
    order = np.lexsort([places.astype(np.float64), *columns])
    return np.asarray(places[order][:most], np.int64)
