"""What the sandbox runs on a stranger's video."""

from pathlib import Path

from scoring.domain.originality.packing import pack
from scoring.domain.originality.reading import fingerprint
from scoring.media.decoding import Limits

FINGERPRINT = "scoring.domain.originality.jobs:packed_fingerprint"


def packed_fingerprint(path: Path, *, limits: Limits) -> bytes:
    """Return a video's fingerprint as bytes."""
    return pack(fingerprint(path, limits=limits))
