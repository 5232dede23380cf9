"""Every creator of a run held against a brief, kept for the pages and facets that follow."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np

from marketplace.domain.matching.factors import Factors, content_of, factors_of, weights_of
from marketplace.domain.matching.gates import Gate, Removed, stopped_by
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.ranking import DECIMALS
from marketplace.domain.matching.shares import shares_of
from marketplace.domain.matching.tables import Flags, Floats, Table
from marketplace.services.runs.listing import LEAST_CONTENT
from marketplace.services.tables.opening import Opened

KEPT: Final = 8
# Whom a creator refuses or works for, and whether they take offers, nobody reads of them by name.
PRIVATE: Final = frozenset({Gate.UNAVAILABLE, Gate.REFUSED, Gate.RIVAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A brief's factors and scores of all creators, whom each rule stops, and who passes all."""

    factors: Factors
    scores: Floats
    stopped: tuple[tuple[Gate, Flags], ...]
    removed: tuple[Removed, ...]
    passed: Flags

    def keeps_quiet_about(self, place: int) -> bool:
        """Say whether a creator doesn't exist for this brief: why would be theirs to tell."""
        return any(whom[place] for gate, whom in self.stopped if gate in PRIVATE)

    @property
    def eligible(self) -> int:
        """Return how many pass every rule."""
        return int(np.count_nonzero(self.passed))


_kept: OrderedDict[tuple[object, ...], Judged] = OrderedDict()
_lock = Lock()


def judged(opened: Opened, needs: Needs) -> Judged:
    """Return how all creators of a run stand to a brief; the same again for the same brief."""
    key = (*opened.stamp, _brief_key(needs))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    fresh = judge(opened.table, needs)
    with _lock:
        _kept[key] = fresh
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return fresh


def judge(table: Table, needs: Needs) -> Judged:
    """Hold all creators against a brief."""
    shares = shares_of(table, needs)
    factors = factors_of(table, needs, shares=shares)
    stopped = (
        *stopped_by(table, needs, shares=shares),
        *_beside_the_point(needs, factors.content),
    )
    removed, passed = _removed(stopped, len(table))
    return Judged(
        factors=factors,
        # Rounded once for all, so that order, pages and what is shown agree.
        scores=np.round(factors.score, DECIMALS),
        stopped=stopped,
        removed=removed,
        passed=passed,
    )


def passing(table: Table, needs: Needs) -> tuple[int, tuple[Removed, ...]]:
    """Return how many pass a brief's rules and which rule stops how many; scores aren't needed."""
    stopped = (
        *stopped_by(table, needs, shares=shares_of(table, needs)),
        *_beside_the_point(needs, content_of(table, needs)),
    )
    removed, passed = _removed(stopped, len(table))
    return int(np.count_nonzero(passed)), removed


def _beside_the_point(needs: Needs, content: Floats) -> tuple[tuple[Gate, Flags], ...]:
    """Say whose videos have next to nothing to do with a brief, as the lists of a run do."""
    if not needs.categories or not weights_of(needs).content:
        return ()
    return ((Gate.CONTENT, np.asarray(content < np.float32(LEAST_CONTENT))),)


def forget() -> None:
    """Drop what is kept."""
    with _lock:
        _kept.clear()


def _removed(
    stopped: tuple[tuple[Gate, Flags], ...], count: int
) -> tuple[tuple[Removed, ...], Flags]:
    left = np.ones(count, np.bool_)
    found = []
    for gate, whom in stopped:
        alone = int(np.count_nonzero(whom))
        if alone:
            found.append(Removed(gate, int(np.count_nonzero(whom & left)), alone))
        left &= ~whom
    return tuple(found), left


def _brief_key(needs: Needs) -> str:
    words = None if needs.embedding is None else needs.embedding.tobytes()
    return repr((needs, words))
