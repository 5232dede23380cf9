"""A library of videos and the search for the original of one more.

    library = Library()
    library.add("a", fingerprint(Path("a.mp4")))
    findings = library.search(fingerprint(Path("b.mp4")))

Candidates come from an index; each is compared closely, and only that comparison accuses.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.domain.originality.candidates import Candidate, CandidateIndex, VotingIndex
from scoring.domain.originality.comparison import FULL_SECONDS, Comparison, compare
from scoring.domain.originality.edits import suspected_edits
from scoring.domain.originality.fingerprint import VERSION, Fingerprint
from scoring.domain.originality.frames import BITS, Words
from scoring.domain.originality.motion import Alignment
from scoring.domain.originality.rarity import rare_seconds

THRESHOLD = 0.65
MOST_MATCHES = 10
CANDIDATES = 8
SHOWN_PAIRS = 3
CLEAR = 0.9


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of the query and the seconds of the original that they show."""

    query_start: float
    query_end: float
    reference_start: float
    reference_end: float


@dataclass(frozen=True, slots=True)
class Match:
    """One video that the query is like, where, and by which edits.

    `similarity` is 0..1; `covered` is the share of the shorter video's seconds that match;
    `pairs` are seconds of query and original to look at side by side.
    """

    key: str
    similarity: float
    covered: float
    stretches: tuple[Stretch, ...]
    speed: float
    mirrored: bool
    edits: tuple[str, ...]
    pairs: tuple[tuple[float, float], ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found. `original` is None where the video says nothing to judge by."""

    version: int
    similarity: float
    original: bool | None
    matches: tuple[Match, ...]


class Library:
    """Videos by key.

    Give `fingerprints` to keep them elsewhere, `index` to search otherwise, and `common` with the
    hashes of frames that many videos share (`rarity.common_frames`).
    """

    def __init__(
        self,
        *,
        threshold: float = THRESHOLD,
        index: CandidateIndex | None = None,
        fingerprints: Mapping[str, Fingerprint] | None = None,
        common: Words | None = None,
    ) -> None:
        self.threshold = threshold
        self._common = np.zeros((0, BITS // 64), np.uint64) if common is None else common
        self._index: CandidateIndex = index or VotingIndex()
        self._own: dict[str, Fingerprint] = {}
        self._fingerprints = self._own if fingerprints is None else fingerprints
        self._keys: list[str] = []

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: str, fingerprint: Fingerprint) -> None:
        """Take in a video; raises ValueError for a fingerprint of another version."""
        if fingerprint.version != VERSION:
            raise ValueError(f"Fingerprints of version {fingerprint.version} can't be compared.")
        self._index.add(len(self._keys), fingerprint)
        self._keys.append(key)
        if self._fingerprints is self._own:
            self._own[key] = fingerprint

    def search(
        self,
        query: Fingerprint,
        *,
        count: int = MOST_MATCHES,
        skip: Callable[[str], bool] | None = None,
        settles: Callable[[str], bool] | None = None,
    ) -> Findings:
        """Return up to `count` videos that the query may be a copy of, the likest first.

        `skip` leaves videos out: the query itself, say. `settles` names those next to which, once
        one is clearly matched, a faint candidate isn't worth comparing: all, unless told.
        """
        if not query.says_something:
            return Findings(VERSION, 0.0, None, ())
        wanted = [
            candidate
            for candidate in self._candidates(query)
            if skip is None or not skip(self._keys[candidate.owner])
        ]
        found = self._compared(query, wanted, settles=settles or _any)
        similarity = found[0].similarity if found else 0.0
        return Findings(VERSION, similarity, similarity < self.threshold, tuple(found[:count]))

    def _candidates(self, query: Fingerprint) -> list[Candidate]:
        return self._index.candidates(query, count=CANDIDATES)

    def _compared(
        self,
        query: Fingerprint,
        candidates: Iterable[Candidate],
        *,
        settles: Callable[[str], bool],
    ) -> list[Match]:
        found: list[Match] = []
        settled = False
        for candidate in candidates:
            # Next to a clear match, what chance alone would vote for isn't worth the time.
            if candidate.is_faint and settled:
                continue
            key = self._keys[candidate.owner]
            reference = self._fingerprints[key]
            comparison = compare(query, reference)
            if comparison is not None:
                rare = rare_seconds(query, comparison.alignment, self._common)
                found.append(match_of(key, query, reference, comparison, rare=rare))
                settled = settled or (found[-1].similarity >= CLEAR and settles(key))
        return sorted(found, key=lambda match: -match.similarity)


def _any(key: str) -> bool:
    return True


def match_of(
    key: str,
    query: Fingerprint,
    reference: Fingerprint,
    comparison: Comparison,
    *,
    rare: float,
) -> Match:
    """Say a comparison in seconds of both videos and in the edits it points to.

    `rare` are the matching seconds, those that many videos share counted little: what agrees for
    less than three seconds may agree by chance.
    """
    alignment = comparison.alignment
    stretches = tuple(_stretch(alignment, *span) for span in alignment.spans)
    shorter = max(min(query.seconds, reference.seconds), 0.1)
    return Match(
        key=key,
        similarity=comparison.likeness * min(1.0, rare / FULL_SECONDS) ** 0.5,
        covered=min(1.0, alignment.seconds / shorter),
        stretches=stretches,
        speed=alignment.speed,
        mirrored=comparison.placement.mirrored,
        edits=suspected_edits(query, reference, comparison),
        pairs=_pairs(stretches, backwards=alignment.speed < 0),
        comparison=comparison,
    )


def _stretch(alignment: Alignment, start: float, end: float) -> Stretch:
    there = sorted(alignment.speed * time + alignment.offset for time in (start, end))
    return Stretch(start, end, there[0], there[1])


def _pairs(stretches: tuple[Stretch, ...], *, backwards: bool) -> tuple[tuple[float, float], ...]:
    """Moments spread over the longest stretch."""
    if not stretches:
        return ()
    longest = max(stretches, key=lambda one: one.query_end - one.query_start)
    found = []
    for number in range(SHOWN_PAIRS):
        part = (number + 0.5) / SHOWN_PAIRS
        there = 1 - part if backwards else part
        found.append(
            (
                longest.query_start + part * (longest.query_end - longest.query_start),
                longest.reference_start + there * (longest.reference_end - longest.reference_start),
            )
        )
    return tuple(found)
