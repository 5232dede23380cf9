"""The best brands of each creator, kept while brands pass one by one, in a few bytes a creator."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.exposure import Candidate
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.ranking import DECIMALS
from marketplace.domain.matching.tables import Floats

_SCALE: Final = 10**DECIMALS
_NOTHING: Final = -1
# So many brands wait until they are held against those kept, for so many creators at once.
WAITING: Final = 32
CREATORS_AT_ONCE: Final = 2_000


class Best:
    """Takes the scores of one brand after the other and keeps the `most` best of each creator.

    A score and the place of its brand are one number, so that equal scores go by the brand that
    came first and no luck of sorting decides.
    """

    def __init__(self, creators: int, *, brands: int, most: int) -> None:
        """`brands` is how many will come at the most."""
        self._brands = brands
        kind = np.min_scalar_type(-2 * _SCALE * max(1, brands))
        self._kept: NDArray[np.signedinteger] = np.full(
            (min(most, brands), creators), _NOTHING, kind
        )
        self._waiting: list[NDArray[np.signedinteger]] = []
        self._needs: list[Needs] = []

    def take(self, needs: Needs, scores: Floats) -> None:
        """Take a brand's scores for all creators, -1 where a gate stops one.

        Raises ValueError for more brands than were announced.
        """
        place = len(self._needs)
        if place >= self._brands:
            raise ValueError("More brands came than were announced.")
        self._needs.append(needs)
        row = np.round(scores.astype(np.float64) * _SCALE).astype(self._kept.dtype)
        row = row * self._brands + (self._brands - 1 - place)
        row[scores < 0] = _NOTHING
        if place < len(self._kept):  # The first ones are the best so far.
            self._kept[place] = row
            return
        self._waiting.append(row)
        if len(self._waiting) >= WAITING:
            self._settle()

    def candidates(self, creator: int) -> list[Candidate]:
        """Return the best brands of the creator in a place of the table, best first."""
        self._settle()
        found = []
        for number in sorted(self._kept[:, creator].tolist(), reverse=True):
            if number < 0:
                break
            score, place = divmod(number, self._brands)
            needs = self._needs[self._brands - 1 - place]
            found.append(Candidate(needs.needs_id, score / _SCALE, needs.house))
        return found

    def _settle(self) -> None:
        more = len(self._waiting)
        if not more:
            return
        for start in range(0, self._kept.shape[1], CREATORS_AT_ONCE):
            some = slice(start, start + CREATORS_AT_ONCE)
            pile = np.vstack([self._kept[:, some], *(row[some] for row in self._waiting)])
            self._kept[:, some] = np.partition(pile, more, axis=0)[more:]
        self._waiting = []
