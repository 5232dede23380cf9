"""Originality: is a video a copy of an earlier one, and where do the two match?"""

from scoring.domain.originality.fingerprint import VERSION, Fingerprint, Sample, fingerprint_of
from scoring.domain.originality.library import Findings, Library, Match, Stretch
from scoring.domain.originality.reading import fingerprint

__all__ = [
    "VERSION",
    "Findings",
    "Fingerprint",
    "Library",
    "Match",
    "Sample",
    "Stretch",
    "fingerprint",
    "fingerprint_of",
]
