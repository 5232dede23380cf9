"""From a file to its fingerprint, in this process; strangers' files go through the sandbox."""

from pathlib import Path

from scoring.domain.originality.fingerprint import (
    SAMPLES_A_SECOND,
    WORK_SIDE,
    Fingerprint,
    Sample,
    fingerprint_of,
)
from scoring.media.decoding import Limits, read_luma


def fingerprint(path: Path | str, *, limits: Limits | None = None) -> Fingerprint:
    """Decode a video once and return its fingerprint.

    Raises MediaProblem with what is wrong with the file.
    """
    pictures = read_luma(Path(path), rate=SAMPLES_A_SECOND, side=WORK_SIDE, limits=limits)
    return fingerprint_of(Sample(picture.time, picture.image) for picture in pictures)
