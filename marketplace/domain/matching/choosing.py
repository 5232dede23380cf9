"""The best brands of each creator, kept while briefs pass by block, in memory that doesn't grow."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.exposure import Candidate
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.ranking import BLOCK, DECIMALS, Ranked

_SCALE: Final = 10**DECIMALS
# Room for the number of a brief beside its score in one whole number.
_MOST_NEEDS: Final = 2**20


class Best:
    """Takes one ranking after the other and keeps the `most` best of each creator.

    A score and the place of its brief are one number, so that equal scores go by the brief that
    came first and no luck of sorting decides.
    """

    def __init__(self, creators: int, *, most: int) -> None:
        self._most = most
        self._kept: NDArray[np.int64] = np.full((most, creators), -1, np.int64)
        self._waiting: list[NDArray[np.int64]] = []
        self._needs: list[Needs] = []

    def take(self, needs: Needs, ranked: Ranked) -> None:
        """Take all creators whom no gate of a brief stopped. Raises ValueError for too many."""
        place = len(self._needs)
        if place >= _MOST_NEEDS:
            raise ValueError("So many brands can't be compared at once.")
        self._needs.append(needs)
        row = np.full(self._kept.shape[1], -1, np.int64)
        whole = np.round(ranked.scores.astype(np.float64) * _SCALE).astype(np.int64)
        row[ranked.places] = whole * _MOST_NEEDS + (_MOST_NEEDS - 1 - place)
        self._waiting.append(row)
        if len(self._waiting) >= BLOCK:
            self._settle()

    def candidates(self, creator: int) -> list[Candidate]:
        """Return the best brands of the creator in a place of the table, best first."""
        self._settle()
        found = []
        for number in sorted(self._kept[:, creator].tolist(), reverse=True):
            if number < 0:
                break
            score, place = divmod(number, _MOST_NEEDS)
            needs = self._needs[_MOST_NEEDS - 1 - place]
            found.append(Candidate(needs.needs_id, score / _SCALE, needs.house))
        return found

    def _settle(self) -> None:
        if not self._waiting:
            return
        pile = np.vstack([self._kept, *self._waiting])
        self._waiting = []
        self._kept = np.partition(pile, len(pile) - self._most, axis=0)[-self._most :]
