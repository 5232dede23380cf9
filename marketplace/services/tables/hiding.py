"""Taking out of a run's columns what creators have hidden since it was made."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.profiles import GRADES
from marketplace.services.tables.building import BY_ROW

Rows = Mapping[str, NDArray[np.int64]]
# What stands in the columns where a part isn't known.
BLANKS: Final[Mapping[str, Mapping[str, float]]] = {
    "followers": {"followers": -1},
    "audience": {"ages": 0, "adults": np.nan, "female": np.nan, "market": 0},
    "categories": {"features": 0, "words": 0},
    "grade": {"grade": len(GRADES), "performance": np.nan},
    "originality": {"originality": np.nan, "trust": np.nan},
    "videos": {"rate": -1, "words": 0},
    "fee": {"rate": -1},
}


def without(columns: Mapping[str, Any], hidden: Rows) -> dict[str, Any]:
    """Return the columns as if what is hidden (rows by part of a listing) had never been known.

    A column where that changes nothing stays as it lies on disk; the others are copied.
    """
    found = dict(columns)
    for part, rows in hidden.items():
        for name, blank in BLANKS[part].items():
            where = rows if name in BY_ROW or found[name].ndim == 1 else (slice(None), rows)
            found[name] = _blanked(found[name], where, blank)
    rests_on = _news(columns, hidden)
    if rests_on.size:
        found["rate"] = _blanked(found["rate"], rests_on, -1)
    return found


def _news(columns: Mapping[str, Any], hidden: Rows) -> NDArray[np.int64]:
    """Return whose estimate may rest on followers or categories that the run still knew."""
    none = np.zeros(0, np.int64)
    followers, makes = hidden.get("followers", none), hidden.get("categories", none)
    return np.union1d(
        followers[columns["followers"][followers] >= 0],
        makes[columns["features"][makes].any(axis=1)],
    )


def _blanked(column: NDArray[Any], where: Any, blank: float) -> NDArray[Any]:
    there = column[where]
    is_float = np.issubdtype(column.dtype, np.floating)
    if np.array_equal(there, np.full_like(there, blank), equal_nan=bool(is_float)):
        return column
    copied = np.array(column)
    copied[where] = blank
    return copied
