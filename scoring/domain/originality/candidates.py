"""Which videos of a library are worth a closer look: votes of frame hashes and of points.

A vote counts the less, the more videos it is for. Flat comparison serves a small library, tables a
large one; both keep the same few codes a video.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from scoring.domain.originality import frames, points
from scoring.domain.originality.fingerprint import WINDOWS, Fingerprint
from scoring.domain.originality.frames import Words
from scoring.domain.originality.points import Points
from scoring.domain.originality.tables import CodeTables, Hits
from scoring.domain.originality.turning import agreeing_votes, note_of

HASH_RADIUS = 64
HASH_BITS_USED = 192
POINT_RADIUS = 28
POINTS_A_VIDEO = 200
POINTS_ASKED = 1000
ALIKE = 12
FAINT = 5.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A video's number in the index and its votes: of frame hashes and of points."""

    owner: int
    hash_votes: float
    point_votes: float

    @property
    def is_faint(self) -> bool:
        """Whether chance alone gives so few votes; without any, nobody counted."""
        return self.hash_votes < 1 and 0 < self.point_votes < FAINT


class CandidateIndex(Protocol):
    """What a library needs of an index; one may keep its codes wherever it likes."""

    def add(self, owner: int, fingerprint: Fingerprint) -> None:
        """Take in a video under a number."""

    def candidates(self, query: Fingerprint, *, count: int) -> list[Candidate]:
        """Return the videos with the most votes, best first."""

    @property
    def bytes(self) -> int:
        """Memory held."""


class VotingIndex:
    """Two sets of code tables: frame hashes and points."""

    def __init__(self) -> None:
        self.hashes = CodeTables(bits=frames.BITS, used_bits=HASH_BITS_USED, radius=HASH_RADIUS)
        self.points = CodeTables(
            bits=points.CODE_BITS, used_bits=points.CODE_BITS, radius=POINT_RADIUS
        )

    @property
    def bytes(self) -> int:
        """Memory held by both sets."""
        return self.hashes.bytes + self.points.bytes

    def add(self, owner: int, fingerprint: Fingerprint) -> None:
        """Take in the hashes of the whole frame and of its content, and some points."""
        hashes = stored_hashes(fingerprint)
        self.hashes.add(hashes, np.full(len(hashes), owner, np.uint32))
        kept = stored_points(fingerprint)
        self.points.add(
            kept.code, np.full(len(kept), owner, np.uint32), note_of(kept.angle, kept.size)
        )

    def candidates(self, query: Fingerprint, *, count: int) -> list[Candidate]:
        """Return up to twice `count` videos: the best by hashes and the best by points."""
        by_hash = self._hash_votes(query)
        by_point = self._point_votes(query)
        best = [
            owner
            for votes in (by_hash, by_point)
            for owner in sorted(votes, key=lambda owner: -votes[owner])[:count]
        ]
        found = [
            Candidate(owner, by_hash.get(owner, 0.0), by_point.get(owner, 0.0))
            for owner in dict.fromkeys(best)
        ]
        return sorted(found, key=lambda one: -(one.hash_votes + one.point_votes / 4))

    def _hash_votes(self, query: Fingerprint) -> dict[int, float]:
        """Per video, the votes of the one window and direction that has the most."""
        if not query.says_something:
            return {}
        codes, way = asked_hashes(query)
        hits = self.hashes.near(codes)
        return _votes(hits, frame=hits.query, way=way[hits.query])

    def _point_votes(self, query: Fingerprint) -> dict[int, float]:
        """Per video, the votes of points that agree on how the picture was turned and scaled."""
        plain = spread_points(query, POINTS_ASKED)
        if not len(plain):
            return {}
        turned = points.mirrored(plain, width=query.width)
        both = points.join([plain, turned])
        hits = self.points.near(both.code)
        angle, size = both.angle[hits.query], both.size[hits.query]
        return agreeing_votes(hits, angle=angle, size=size, mirrored=hits.query >= len(plain))


def stored_hashes(fingerprint: Fingerprint) -> Words:
    """Return the hashes a library keeps of a video, each once."""
    windows = fingerprint.hashes[: 1 if fingerprint.box.is_whole else 2]
    return np.unique(windows.reshape(-1, windows.shape[-1]), axis=0)


def stored_points(fingerprint: Fingerprint) -> Points:
    """Return the points a library keeps of a video: no two nearly alike."""
    return spread_points(fingerprint, POINTS_A_VIDEO)


def spread_points(fingerprint: Fingerprint, count: int) -> Points:
    """Choose points from all frames, leaving out those nearly alike to one chosen before."""
    found = fingerprint.points
    if len(found) <= count // 2:
        return found
    # A fixed shuffle takes from every frame and every part of it alike; the larger half of the
    # points goes first, because they are what is left of a picture made small.
    order = np.random.default_rng(len(found)).permutation(len(found))
    small = found.size[order] < np.median(found.size)
    order = order[np.argsort(small, kind="stable")]
    half = len(order) // 2
    order = np.stack([order[:half], order[half : 2 * half]], axis=1).reshape(-1)[: count * 3]
    apart = frames.distances(found.code[order], found.code[order])
    earlier = np.tril(apart <= ALIKE, -1).any(axis=1)
    return found.pick(order[~earlier][:count])


def asked_hashes(query: Fingerprint) -> tuple[Words, npt.NDArray[np.int64]]:
    """Return the hashes to ask for, and which window and direction each belongs to."""
    count = len(WINDOWS)
    plain = query.hashes.reshape(-1, query.hashes.shape[-1])
    way = np.repeat(np.arange(count), query.hashes.shape[1])
    return np.concatenate([plain, plain ^ frames.mirror_mask()]), np.concatenate([way, way + count])


def _votes(
    hits: Hits, *, frame: npt.NDArray[np.int64], way: npt.NDArray[np.int64]
) -> dict[int, float]:
    """One vote for each frame and video, shared among the videos it is for; best way counts."""
    if not len(hits):
        return {}
    ballots = np.unique(np.stack([frame, hits.owner, way], axis=1), axis=0)
    _, number, shared = np.unique(ballots[:, 0], return_inverse=True, return_counts=True)
    weight = 1.0 / np.sqrt(shared[number])
    group, member = np.unique(ballots[:, 1:], axis=0, return_inverse=True)
    totals = np.bincount(member, weight)
    best: dict[int, float] = {}
    for (owner, _), total in zip(group.tolist(), totals.tolist(), strict=True):
        best[owner] = max(best.get(owner, 0.0), total)
    return best
