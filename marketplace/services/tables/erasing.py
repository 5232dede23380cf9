"""Blotting a creator out of the columns on disk, which outlive the rows they were made of."""

from pathlib import Path

import numpy as np

from marketplace.services.tables import building


def blot_out(creator_id: int) -> int:
    """Overwrite what this machine's columns know of a creator; return how many runs knew it.

    The number itself stays, since columns are in the order of numbers; nothing hangs on it any
    more. Whoever has the files open sees it at once.
    """
    known = 0
    for place in building.folders():
        if not building.rows_in(place):
            continue
        ids = np.load(place / "ids.npy", mmap_mode="r")
        row = int(np.searchsorted(ids, creator_id))
        if row < len(ids) and ids[row] == creator_id:
            _blot(place, row)
            known += 1
    return known


def _blot(place: Path, row: int) -> None:
    for name in building.column_names():
        if name == "ids":
            continue
        try:
            column = np.load(place / f"{name}.npy", mmap_mode="r+")
        except ValueError:  # An array without elements can't be mapped, and knows nothing.
            continue
        if column.ndim == 1 or name in building.BY_ROW:
            column[row] = 0
        else:
            column[:, row] = 0
        column.flush()
