"""What the sandbox runs on a stranger's video."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from scoring.domain.originality.fingerprint import Fingerprint, Sample, fingerprint_of
from scoring.domain.originality.packing import pack
from scoring.domain.originality.reading import fingerprint
from scoring.media.decoding import Limits
from scoring.media.pictures import is_post

FINGERPRINT = "scoring.domain.originality.jobs:packed_fingerprint"


def packed_fingerprint(path: Path, *, limits: Limits) -> bytes:
    """Return a video's fingerprint as bytes."""
    if is_post(path):
        return pack(no_fingerprint())
    return pack(fingerprint(path, limits=limits))


def no_fingerprint() -> Fingerprint:
    """Return one that says nothing and has no length: posts of pictures aren't compared yet."""
    blank = np.zeros((64, 64), np.uint8)
    return replace(fingerprint_of([Sample(0.0, blank)]), seconds=0.0)
