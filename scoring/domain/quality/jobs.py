"""What the sandbox runs on a stranger's video: measure it, and fingerprint it in the same pass."""

import struct
from collections import deque
from pathlib import Path

import cv2

from scoring.domain.originality.fingerprint import Fingerprint, fingerprint_of
from scoring.domain.originality.jobs import no_fingerprint
from scoring.domain.originality.packing import pack, unpack
from scoring.domain.quality.measured import Measured, from_bytes
from scoring.domain.quality.measuring import Measuring
from scoring.domain.quality.posts import measure_post
from scoring.media.decoding import Limits
from scoring.media.pictures import is_post

MEASURES = "scoring.domain.quality.jobs:packed_measures"
MEASURES_AND_FINGERPRINT = "scoring.domain.quality.jobs:packed_measures_and_fingerprint"
LENGTH = struct.Struct("<Q")


def packed_measures(path: Path, *, limits: Limits) -> bytes:
    """Return a video's measures as bytes, for `measured.from_bytes`."""
    cv2.setNumThreads(1)
    if is_post(path):
        return measure_post(path).as_bytes()
    measuring = Measuring(path, limits=limits)
    deque(measuring.samples(), maxlen=0)
    return measuring.result().as_bytes()


def packed_measures_and_fingerprint(path: Path, *, limits: Limits) -> bytes:
    """Return a video's measures and its fingerprint, read in one pass, for `unpack_both`."""
    cv2.setNumThreads(1)
    if is_post(path):
        measures = measure_post(path).as_bytes()
        return LENGTH.pack(len(measures)) + measures + pack(no_fingerprint())
    measuring = Measuring(path, limits=limits)
    fingerprint = fingerprint_of(measuring.samples())
    measures = measuring.result().as_bytes()
    return LENGTH.pack(len(measures)) + measures + pack(fingerprint)


def unpack_both(content: bytes) -> tuple[Measured, Fingerprint]:
    """Read what `packed_measures_and_fingerprint` returned."""
    measures, fingerprint = split_both(content)
    return from_bytes(measures), unpack(fingerprint)


def split_both(content: bytes) -> tuple[bytes, bytes]:
    """Return the measures for `measured.from_bytes` and the packed fingerprint."""
    (length,) = LENGTH.unpack_from(content)
    end = LENGTH.size + length
    return content[LENGTH.size : end], content[end:]
