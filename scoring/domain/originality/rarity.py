"""Frames that many unrelated videos share: intros, outros, templates, title cards.

They are learned from the library: a frame is common if several people's videos show it that
otherwise have little in common. Nobody can make a frame common by posting it often, and a viral
video's many copies share nearly everything, so its frames stay rare.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.fingerprint import Fingerprint
from scoring.domain.originality.frames import BITS, Words, distances
from scoring.domain.originality.motion import Alignment
from scoring.domain.originality.tables import CodeTables

LEAST_OTHERS = 4
MOST_SHARED = 0.6
CLOSE = 40
COMMON_WEIGHT = 0.1
REACH = 0.75


def common_frames(fingerprints: Iterable[tuple[str, Fingerprint]]) -> Words:
    """Return the hashes of frames that otherwise different videos of at least five people show.

    Each fingerprint comes with the name of the person whose video it is.
    """
    whole: list[Words] = []
    names: list[str] = []
    for name, fingerprint in fingerprints:
        names.append(name)
        whole.append(fingerprint.hashes[0])
    persons = np.unique(np.array(names, str), return_inverse=True)[1].astype(np.int64)
    tables = CodeTables(bits=BITS, used_bits=BITS, radius=CLOSE)
    for number, codes in enumerate(whole):
        tables.add(codes, np.full(len(codes), number, np.uint32))
    tables.settle()
    found = [_common_of(number, codes, tables, persons) for number, codes in enumerate(whole)]
    return np.concatenate([np.zeros((0, BITS // 64), np.uint64), *found])


def _common_of(
    number: int, codes: Words, tables: CodeTables, persons: npt.NDArray[np.int64]
) -> Words:
    hits = tables.near(codes)
    pairs = np.unique(np.stack([hits.query, hits.owner], axis=1).astype(np.int64), axis=0)
    pairs = pairs[persons[pairs[:, 1]] != persons[number]]
    owners, member, count = np.unique(pairs[:, 1], return_inverse=True, return_counts=True)
    if not len(owners):
        return codes[:0]
    otherwise_different = (count / len(codes) <= MOST_SHARED)[member]
    counted = pairs[otherwise_different]
    shown = np.unique(np.stack([counted[:, 0], persons[counted[:, 1]]], axis=1), axis=0)
    others = np.bincount(shown[:, 0], minlength=len(codes))
    return codes[others >= LEAST_OTHERS]


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
