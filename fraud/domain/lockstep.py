"""Accounts that move together: who came to the same videos in the same minutes, again and again.

Candidates come from shared coincidences (locality-sensitive hashing), never from all against all,
so that time and memory grow with the events. Pure arithmetic.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import poisson

from fraud.domain.activity import Events, Ints, distinct_pairs
from fraud.domain.communities import communities
from fraud.domain.parameters import RingParameters

BANDS: Final = 24
ROWS: Final = 2
NEIGHBOURS: Final = 6
FRESH: Final = 3600
DAY: Final = 86_400
HOURLY: Final = 1.5
LEAST_CHANCE: Final = 0.005
WEAK_TOGETHER: Final = 3
WEAK_SHARE: Final = 0.5
WEAK_DOUBT: Final = 1e-4
GROUP: Final = 8
GROUP_SHARE: Final = 0.3
HABITS: Final = 4
HABITUAL: Final = 0.8
_SEED: Final = 20260504
_DRAWN: Final = 1 << 31


@dataclass(frozen=True, kw_only=True)
class Ring:
    """Accounts in lockstep: how often the median pair met, and of what share of common videos.

    `loose`: pairs met less often than must be; only the group as a whole is beyond chance.
    """

    accounts: Ints
    together: float
    share: float
    seconds: int
    loose: bool = False


@dataclass(frozen=True)
class _Visits:
    """The first time a day that each account came to each video.

    `account` is a place; `video` is the place of one video on one day: an occasion to meet.
    """

    account: Ints
    video: Ints
    at: Ints

    def where(self, kept: NDArray[np.bool_]) -> "_Visits":
        """Return the visits of a mask."""
        return _Visits(self.account[kept], self.video[kept], self.at[kept])


def rings(events: Events, *, limits: RingParameters) -> list[Ring]:
    """Return groups in lockstep, each account in at most one, the finest clock first."""
    known = events.where((events.actor != 0) & (events.video != 0))
    names, account = np.unique(known.actor, return_inverse=True)
    visits = _by_day(_stale(_daily_visits(account, known.video, known.at)))
    found: list[Ring] = []
    loose: list[Ring] = []
    free = np.ones(len(names), bool)
    for seconds in limits.bin_seconds:
        rest = visits.where(free[visits.account])
        for ring in _rings_at(rest, names, seconds=seconds, limits=limits):
            if ring.loose:
                loose.append(ring)
            else:
                free[np.searchsorted(names, ring.accounts)] = False
                found.append(ring)
    # A coarser clock may hold surely whom a finer one held loosely.
    for ring in loose:
        left = ring.accounts[free[np.searchsorted(names, ring.accounts)]]
        if len(left) >= GROUP:
            free[np.searchsorted(names, left)] = False
            found.append(replace(ring, accounts=left))
    return found


def _rings_at(visits: _Visits, names: Ints, *, seconds: int, limits: RingParameters) -> list[Ring]:
    size = len(names)
    # Who misses one meeting in five misses a third of those of any other.
    least = limits.least_together if seconds >= FRESH else WEAK_TOGETHER
    enough = np.bincount(visits.account, minlength=size) >= least
    visits = visits.where(enough[visits.account])
    if not len(visits.at):
        return []
    grids = [_tokens(visits, seconds=seconds, offset=offset) for offset in (0, seconds // 2)]
    chance = _chance_to_meet(visits, grids[0])
    crowd = limits.crowd
    shared = [_shared(visits, grid, size=size, least=least, crowd=crowd) for grid in grids]
    pairs = np.concatenate([_candidates(matrix) for matrix in shared], axis=1)
    pairs = np.stack(distinct_pairs(pairs.min(axis=0), pairs.max(axis=0)))
    if not pairs.shape[1]:
        return []
    seen = _matrix(visits.account, visits.video, rows=size)
    together = np.maximum(*(_in_common(matrix, pairs) for matrix in shared))
    both = _in_common(seen, pairs)
    doubt = poisson.sf(together - 1, both * chance)
    often = (together >= limits.least_together) & (together >= _share(seconds, limits) * both)
    strong = often & (doubt < limits.doubt)
    sure = communities(pairs[:, strong], size=size, least=limits.least_accounts)
    free = np.ones(size, bool)
    for members in sure:
        free[members] = False
    weak = (together >= WEAK_SHARE * both) & (doubt < WEAK_DOUBT) & free[pairs].all(axis=0)
    groups = communities(pairs[:, weak], size=size, least=GROUP)
    steady = [_steady(members, visits, grids[0], limits=limits) for members in groups]
    return [
        _ring(names, members, pairs, together, both, seconds=seconds, loose=loose)
        for loose, few in ((False, sure), (True, steady))
        for members in few
        if len(members)
    ]


def _steady(members: Ints, visits: _Visits, tokens: Ints, *, limits: RingParameters) -> Ints:
    """Return who came often enough to where a good part of the group met.

    Nobody, if it met at the same hours: people have habits.
    """
    theirs = np.flatnonzero(np.isin(visits.account, members))
    crowd = np.bincount(tokens[theirs])
    met = theirs[crowd[tokens[theirs]] >= max(GROUP / 2, GROUP_SHARE * len(members))]
    hours = np.sort(np.bincount(visits.at[met] // FRESH % 24, minlength=24))
    if hours[-HABITS:].sum() >= HABITUAL * len(met):
        return np.empty(0, np.int64)
    attended = np.bincount(visits.account[met], minlength=int(members.max()) + 1)
    steady = members[attended[members] >= limits.least_together]
    return np.asarray(steady if len(steady) >= GROUP else steady[:0], np.int64)


def _share(seconds: int, limits: RingParameters) -> float:
    """Return how often two must meet. People of like habits share an hour; so that counts less."""
    return limits.together_share * (HOURLY if seconds >= FRESH else 1)


def _ring(
    names: Ints,
    members: Ints,
    pairs: Ints,
    together: Ints,
    both: Ints,
    *,
    seconds: int,
    loose: bool,
) -> Ring:
    inside = np.isin(pairs[0], members) & np.isin(pairs[1], members)
    return Ring(
        accounts=names[members],
        together=float(np.median(together[inside])),
        share=float(np.median(together[inside] / both[inside])),
        seconds=seconds,
        loose=loose,
    )


def _daily_visits(account: Ints, video: Ints, at: Ints) -> _Visits:
    """Return each account's first visit a day to each video; here `video` is the video alone.

    An evening together counts once; a ring that comes back another day meets once more.
    """
    place = np.unique(video, return_inverse=True)[1]
    order = np.lexsort((at, place, account))
    who, what, when = account[order], place[order], at[order]
    first = np.ones(len(who), bool)
    first[1:] = (
        (who[1:] != who[:-1]) | (what[1:] != what[:-1]) | (when[1:] // DAY != when[:-1] // DAY)
    )
    return _Visits(who[first], what[first], when[first])


def _by_day(visits: _Visits) -> _Visits:
    """Tell apart the days on which one video was visited."""
    if not len(visits.at):
        return visits
    days = visits.at // DAY
    key = visits.video * (int(days.max()) + 1) + days
    occasion = np.asarray(np.unique(key, return_inverse=True)[1], np.int64)
    return _Visits(visits.account, occasion, visits.at)


def _stale(visits: _Visits) -> _Visits:
    """Leave out who comes as soon as a video is there: that is what fans do at a premiere.

    Where nobody comes later, there is no premiere to speak of.
    """
    if not len(visits.at):
        return visits
    born = _born(visits)
    fresh = visits.at < born[visits.video] + FRESH
    early = np.bincount(visits.video[fresh], minlength=len(born))
    late = np.bincount(visits.video[~fresh], minlength=len(born))
    kept = ~fresh | (late < 0.25 * early)[visits.video]
    return visits.where(kept)


def _born(visits: _Visits) -> Ints:
    """Return when each video was there for others: its third visit, as makers look first."""
    order = np.lexsort((visits.at, visits.video))
    counts = np.bincount(visits.video)
    first = np.cumsum(counts) - counts
    third = first + np.minimum(2, np.maximum(counts - 1, 0))
    return np.asarray(visits.at[order][np.minimum(third, len(order) - 1)], np.int64)


def _tokens(visits: _Visits, *, seconds: int, offset: int) -> Ints:
    """Return the number of each visit's meeting place: a video in a span of time."""
    span = (visits.at + offset) // seconds
    first, last = int(span.min()), int(span.max())
    key = visits.video * (last - first + 1) + span - first
    return np.asarray(np.unique(key, return_inverse=True)[1], np.int64)


def _chance_to_meet(visits: _Visits, tokens: Ints) -> float:
    """Return how likely two who saw the same video met there, as most videos have it.

    A median over videos: what rings do to their own targets can't move it, unless they are most.
    """
    crowd = np.bincount(tokens)
    video = np.empty(len(crowd), np.int64)
    video[tokens] = visits.video
    audience = np.bincount(visits.video)
    meetings = np.bincount(video, weights=crowd * (crowd - 1), minlength=len(audience))
    enough = audience >= 4
    if not enough.any():
        return LEAST_CHANCE
    chances = meetings[enough] / (audience[enough] * (audience[enough] - 1))
    return float(np.clip(np.median(chances), LEAST_CHANCE, 0.2))


def _shared(visits: _Visits, tokens: Ints, *, size: int, least: int, crowd: int) -> csr_matrix:
    here = np.bincount(tokens)[tokens]
    kept = (here > 1) & (here <= crowd)
    kept &= (np.bincount(visits.account[kept], minlength=size) >= least)[visits.account]
    return _matrix(visits.account[kept], tokens[kept], rows=size)


def _matrix(at: Ints, columns: Ints, *, rows: int) -> csr_matrix:
    size = (rows, int(columns.max()) + 1 if len(columns) else 1)
    return csr_matrix((np.ones(len(at), np.int32), (at, columns)), shape=size)


def _candidates(matrix: csr_matrix) -> Ints:
    """Return pairs of rows that probably share much of what they hold."""
    filled = np.flatnonzero(np.diff(matrix.indptr))
    if len(filled) < 2:
        return np.empty((2, 0), np.int64)
    starts = matrix.indptr[filled]
    chance = np.random.default_rng(_SEED)
    pairs = []
    for _ in range(BANDS):
        key = np.zeros(len(filled), np.int64)
        for _row in range(ROWS):
            # A draw for each column stands for its place in a shuffled order, ten times as fast.
            drawn = chance.integers(0, _DRAWN, matrix.shape[1], np.int32)
            key = key * _DRAWN + np.minimum.reduceat(drawn[matrix.indices], starts)
        pairs.append(_neighbours(key, filled, chance))
    return np.concatenate(pairs, axis=1)


def _neighbours(key: Ints, rows: Ints, chance: np.random.Generator) -> Ints:
    """Link each row to the next few with the same key: a large group is a ring, not a clique."""
    mixed = chance.permutation(len(key))
    order = mixed[np.argsort(key[mixed], kind="stable")]
    found = []
    for step in range(1, NEIGHBOURS + 1):
        one, other = order[:-step], order[step:]
        same = key[one] == key[other]
        found.append(np.stack([rows[one[same]], rows[other[same]]]))
    return np.concatenate(found, axis=1)


def _in_common(matrix: csr_matrix, pairs: Ints, *, size: int = 200_000) -> Ints:
    """Return how many columns both rows of each pair hold."""
    parts: list[NDArray[np.int64]] = []
    for first in range(0, pairs.shape[1], size):
        one, other = pairs[:, first : first + size]
        common = matrix[one].multiply(matrix[other])
        parts.append(np.asarray(common.sum(axis=1)).ravel())
    return np.concatenate(parts) if parts else np.empty(0, np.int64)
