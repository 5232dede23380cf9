"""What is on very many short lists, as columns: an object for each place would be much larger."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.exposure import Candidate

_NOTHING: Final = -1


class Chosen:
    """Lists of at most `length` things each: their numbers and scores, in the order of the list."""

    def __init__(self, lists: int, *, length: int) -> None:
        self._numbers = np.full((lists, length), _NOTHING, np.int64)
        self._scores = np.zeros((lists, length), np.float64)

    def __len__(self) -> int:
        return len(self._numbers)

    def put(self, which: int, things: Sequence[Candidate]) -> None:
        """Keep one list. Raises ValueError for one that is too long."""
        if len(things) > self._numbers.shape[1]:
            raise ValueError("A list is longer than was announced.")
        self._numbers[which, : len(things)] = [one.number for one in things]
        self._scores[which, : len(things)] = [one.score for one in things]

    def places_of(self, number: int) -> Iterator[tuple[int, int, float]]:
        """Yield where a thing is: which list, its rank there from 1, and its score."""
        lists, places = np.nonzero(self._numbers == number)
        for which, place in zip(lists.tolist(), places.tolist(), strict=True):
            yield which, place + 1, float(self._scores[which, place])

    def scores(self) -> NDArray[np.float64]:
        """Return the scores of all places, list after list."""
        return np.asarray(self._scores[self._numbers != _NOTHING])

    def shown(self) -> NDArray[np.int64]:
        """Return on how many lists each thing is that is on any, the smallest number first."""
        there = self._numbers[self._numbers != _NOTHING]
        _things, counts = np.unique(there, return_counts=True)
        return np.sort(counts)

    def empty(self) -> int:
        """Return how many lists have nothing."""
        return int(np.count_nonzero((self._numbers == _NOTHING).all(axis=1)))


def chosen_from(lists: Iterable[Sequence[Candidate]], *, length: int) -> Chosen:
    """Return the first places of lists as columns."""
    cut = [one[:length] for one in lists]
    found = Chosen(len(cut), length=length)
    for which, things in enumerate(cut):
        found.put(which, things)
    return found
