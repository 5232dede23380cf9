"""What originality is measured against, on the same frames: two ways that are in use."""

import numpy as np

from scoring.domain.originality import Fingerprint
from scoring.domain.originality.frames import distances

CLOSE = 31


def mean_hash_likeness(query: Fingerprint, reference: Fingerprint) -> float:
    """The prototype: one mean vector of pHash, dHash and aHash bits a video, compared by cosine."""
    left, right = _mean_bits(query), _mean_bits(reference)
    size = float(np.linalg.norm(left) * np.linalg.norm(right))
    return float(left @ right) / size if size else 0.0


def vpdq_likeness(query: Fingerprint, reference: Fingerprint) -> float:
    """The share of frames, of whichever video has the larger one, that have a close one there."""
    if not len(query.times) or not len(reference.times):
        return 0.0
    near = distances(query.hashes[0], reference.hashes[0]) <= CLOSE
    return float(max(near.any(axis=1).mean(), near.any(axis=0).mean()))


def _mean_bits(fingerprint: Fingerprint) -> np.ndarray:
    if not len(fingerprint.times):
        return np.zeros(192)
    bits = np.unpackbits(fingerprint.shown.view(np.uint8).reshape(-1, 24), axis=1)
    return bits.mean(axis=0) * 2 - 1
