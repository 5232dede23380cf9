"""Frames that many unrelated videos share: intros, outros, templates, title cards.

They are learned from the library: a frame is common if it is in several videos that otherwise have
little in common. A viral video's many copies share nearly everything, so its frames stay rare.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.fingerprint import Fingerprint
from scoring.domain.originality.frames import BITS, Words, distances
from scoring.domain.originality.motion import Alignment
from scoring.domain.originality.tables import CodeTables

LEAST_VIDEOS = 4
MOST_SHARED = 0.6
CLOSE = 40
COMMON_WEIGHT = 0.1
REACH = 0.75


def common_frames(fingerprints: Iterable[Fingerprint]) -> Words:
    """Return the hashes of frames that at least five otherwise different videos show."""
    whole = [fingerprint.hashes[0] for fingerprint in fingerprints]
    tables = CodeTables(bits=BITS, used_bits=BITS, radius=CLOSE)
    for number, codes in enumerate(whole):
        tables.add(codes, np.full(len(codes), number, np.uint32))
    tables.settle()
    found = [_common_of(number, codes, tables) for number, codes in enumerate(whole)]
    return np.concatenate([np.zeros((0, BITS // 64), np.uint64), *found])


def _common_of(number: int, codes: Words, tables: CodeTables) -> Words:
    hits = tables.near(codes)
    pairs = np.unique(np.stack([hits.query, hits.owner], axis=1), axis=0)
    pairs = pairs[pairs[:, 1] != number]
    owners, member, count = np.unique(pairs[:, 1], return_inverse=True, return_counts=True)
    if not len(owners):
        return codes[:0]
    otherwise_different = (count / len(codes) <= MOST_SHARED)[member]
    videos = np.bincount(pairs[otherwise_different, 0], minlength=len(codes))
    return codes[videos >= LEAST_VIDEOS]


def rare_seconds(query: Fingerprint, alignment: Alignment, common: Words) -> float:
    """Return how many matching seconds there are, common ones at a tenth."""
    if not len(common) or not len(query.times):
        return alignment.seconds
    near = distances(query.hashes[0], common).min(axis=1) <= CLOSE
    total = 0.0
    for start, end in alignment.spans:
        inside = (query.times >= start - REACH) & (query.times <= end + REACH)
        total += (end - start) * _weight(near[inside])
    return total


def _weight(near: npt.NDArray[np.bool_]) -> float:
    """The mean weight of the moments of a stretch."""
    if not len(near):
        return 1.0
    return float(1 - (1 - COMMON_WEIGHT) * near.mean())
