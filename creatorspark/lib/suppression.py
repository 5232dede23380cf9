"""Hide small counts in tables that add up, so that nobody can work them out from the rest. Pure.

A count under `least` is hidden; a zero isn't, it tells of nobody. Then, for each hidden count, a
linear programme asks how large it might be for a reader who knows every shown count and every sum
(the audit of Fischetti and Salazar, Management Science 47 (2001) 1008-1027). While it can't be
`least` or more, the smallest shown neighbour is hidden as well.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linprog

LEAST: Final = 5
_UNBOUNDED: Final = 3
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Sum:
    """A count that is the sum of others, by their names."""

    total: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return all that take part."""
        return (self.total, *self.parts)


def hidden_cells(
    cells: Mapping[str, int], sums: Sequence[Sum], *, least: int = LEAST
) -> frozenset[str]:
    """Return the names of counts that must not be shown.

    Raises ValueError where a count is below zero or a sum doesn't add up, KeyError where a sum
    names a count that isn't there.
    """
    _check(cells, sums)
    small = sorted((count, name) for name, count in cells.items() if 0 < count < least)
    hidden = {name for _count, name in small}
    for _count, name in small:
        while highest(name, cells, sums, hidden=hidden) < least:
            companion = _companion(name, cells, sums, hidden)
            if companion is None:
                break
            hidden.add(companion)
    return frozenset(hidden)


def highest(name: str, cells: Mapping[str, int], sums: Sequence[Sum], *, hidden: Set[str]) -> float:
    """Return how large a hidden count may be at most for who knows all that is shown."""
    names = sorted(hidden)
    place = {one: index for index, one in enumerate(names)}
    rows = [one for one in sums if any(part in place for part in one.names)]
    if not any(name in one.names for one in rows):
        return float("inf")
    left = np.zeros((len(rows), len(names)))
    right = np.zeros(len(rows))
    for row, one in enumerate(rows):
        for part, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
            if part in place:
                left[row, place[part]] += sign
            else:
                right[row] -= sign * cells[part]
    goal = np.zeros(len(names))
    goal[place[name]] = -1
    found = linprog(goal, A_eq=left, b_eq=right, bounds=(0, None), method="highs")
    if found.status == _UNBOUNDED:
        return float("inf")
    if not found.success:
        raise ValueError("The counts don't fit their sums.")
    return float(-found.fun) + _TOLERANCE


def _companion(
    name: str, cells: Mapping[str, int], sums: Sequence[Sum], hidden: Set[str]
) -> str | None:
    """Return what to hide next: the smallest shown count where the fewest are hidden.

    One whose other sums hide something already is taken first, so that few groups lose much
    instead of many losing a little.
    """
    reached = _reached(name, sums, hidden)
    touched = [one for one in sums if hidden & set(one.names)]
    choices = [
        (
            sum(part in hidden for part in one.names),
            -sum(part in other.names for other in touched),
            cells[part],
            part,
        )
        for one in sums
        if reached & set(one.names)
        for part in one.names
        if part not in hidden and cells[part]
    ]
    return min(choices)[3] if choices else None


def _reached(name: str, sums: Sequence[Sum], hidden: Set[str]) -> set[str]:
    """Return the hidden counts that hang together with this one through sums."""
    reached = {name}
    grew = True
    while grew:
        grew = False
        for one in sums:
            here = hidden & set(one.names)
            if here & reached and not here <= reached:
                reached |= here
                grew = True
    return reached


def _check(cells: Mapping[str, int], sums: Sequence[Sum]) -> None:
    if any(count < 0 for count in cells.values()):
        raise ValueError("A count is never below zero.")
    for one in sums:
        if cells[one.total] != sum(cells[part] for part in one.parts):
            raise ValueError(f"“{one.total}” isn't the sum of its parts.")
