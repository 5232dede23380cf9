"""The search of the library for one fingerprint: few candidates, each compared closely."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from scoring.domain.originality import VERSION, Fingerprint, Library, Match
from scoring.domain.originality.candidates import Candidate
from scoring.services.originality.common_frames import common_frames
from scoring.services.originality.fingerprints import StoredPrint, read_prints
from scoring.services.originality.index import library_index

# Of very many copies of one video only some are compared; the earlier ones come first.
ASKED = 200
EARLIER = 10
LATER = 4
# The asker's own videos have places apart, so that they can't crowd the real original out.
OWN = 3
LATER_FIRST = 2
SHOWN_AT = (1 / 6, 3 / 6, 5 / 6)

# Each video by the file it has now: one that was replaced accuses nobody any more. True where the
# video was published before, and true where the asker's person stands behind it; when it was.
_RESOLVE = """
SELECT DISTINCT ON (video.id) print.id, print.sha256 = %(sha256)s,
       (video.posted_at, video.created_at, video.id) < (%(posted)s, %(received)s, %(video)s),
       coalesce(owner.user_id = asker.user_id, false)
           OR coalesce(owner.merged_into_id, owner.id)
              = coalesce(asker.merged_into_id, asker.id, 0),
       video.posted_at
FROM scoring_fingerprint AS print JOIN core_video AS video ON video.id = print.video_id
JOIN core_creator AS owner ON owner.id = video.creator_id
LEFT JOIN core_creator AS asker ON asker.id = %(creator)s
WHERE print.id = ANY(%(numbers)s) AND video.id <> %(video)s
  AND (print.sha256 = video.sha256 OR video.sha256 = '')
ORDER BY video.id, print.id DESC
"""
_SAME_FILE = """
SELECT print.id FROM scoring_fingerprint AS print
JOIN core_video AS video ON video.id = print.video_id
WHERE print.sha256 = %(sha256)s AND print.version = %(version)s
  AND (print.sha256 = video.sha256 OR video.sha256 = '')
ORDER BY video.posted_at, video.created_at, video.id LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose search it is: it doesn't find itself, and knows what was published before it.

    `video_id` is 0 for a file that isn't a published video, `creator_id` where nobody's is known.
    """

    video_id: int
    posted_at: datetime
    received_at: datetime
    sha256: str
    creator_id: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """A candidate's video: is its file the asker's, was it published before, is it their own?"""

    same: bool
    before: bool
    own: bool
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """One video that the query is like, and where.

    `covered` is the share of the shorter video's seconds that match, `shown` of the query's;
    `stretches` are seconds of both, [from, to, from, to]; `pairs` moments to look at; `sha256` is
    of the other's file that was compared.
    """

    video_id: int
    similarity: float
    covered: float
    shown: float
    speed: float
    mirrored: bool
    edits: tuple[str, ...]
    stretches: tuple[tuple[float, float, float, float], ...]
    pairs: tuple[tuple[float, float], ...]
    sha256: str = ""


def search(query: Fingerprint, asker: Asker) -> list[Found]:
    """Return the videos that a fingerprint is like, the likest first; none if it says nothing.

    Everything committed before the call takes part.
    """
    if not query.says_something:
        return []
    same, alike, known = _chosen(query, asker)
    stored = read_prints([*same, *(one.owner for one in alike)])
    there = [one for one in alike if one.owner in stored]
    library = Library(index=_Chosen(there), common=common_frames())
    for one in there:
        library.add(str(one.owner), stored[one.owner].content)
    found = [_whole(query, stored[number]) for number in same if number in stored]
    settling = {str(number) for number, one in known.items() if one.before and not one.own}
    findings = library.search(query, count=len(there), settles=settling.__contains__)
    for match in findings.matches:
        found.append(_part(query, stored[int(match.key)], match))
    return sorted(found, key=lambda one: -one.similarity)


def _chosen(
    query: Fingerprint, asker: Asker
) -> tuple[list[int], list[Candidate], dict[int, Resolved]]:
    """Choose fingerprints: those of the very same file, and those to compare closely."""
    votes = {one.owner: one for one in library_index().candidates(query, count=ASKED)}
    resolved = _resolve({*_numbers_of_file(asker.sha256), *votes}, asker)
    same = [number for number, one in resolved.items() if one.same]
    others = {number: one for number, one in resolved.items() if not one.same}
    own = [number for number, one in others.items() if one.own]
    earlier = [number for number, one in others.items() if one.before and not one.own]
    later = [number for number, one in others.items() if not one.before and not one.own]
    chosen = [*_best(earlier, votes, EARLIER), *_later(later, votes, resolved)]
    return same, [*chosen, *_best(own, votes, OWN)], resolved


def _later(
    numbers: list[int], votes: dict[int, Candidate], known: dict[int, Resolved]
) -> list[Candidate]:
    """Return some of the best, and of all that are clear those published first.

    The first of many copies is the one that passes for the original until this one arrives.
    """
    clear = [number for number in numbers if not votes[number].is_faint]
    first = sorted(clear, key=lambda number: known[number].posted_at)[:LATER_FIRST]
    both = [*(votes[number] for number in first), *_best(numbers, votes, LATER)]
    return list(dict.fromkeys(both))[:LATER]


def _best(numbers: Iterable[int], votes: dict[int, Candidate], count: int) -> list[Candidate]:
    """Return the best by frame hashes and the best by points, in turn."""
    known = [votes[number] for number in numbers]
    by_hash = sorted(known, key=lambda one: (-one.hash_votes, one.owner))
    by_point = sorted(known, key=lambda one: (-one.point_votes, one.owner))
    both = [one for pair in zip(by_hash, by_point, strict=True) for one in pair]
    return list(dict.fromkeys(both))[:count]


def _resolve(numbers: Collection[int], asker: Asker) -> dict[int, Resolved]:
    """Return one fingerprint a video, without the asker's, and how it stands to the asker."""
    given: dict[str, Any] = {
        "numbers": list(numbers),
        "posted": asker.posted_at,
        "received": asker.received_at,
        "video": asker.video_id,
        "sha256": asker.sha256,
        "creator": asker.creator_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE, given)
        return {number: Resolved(*said) for number, *said in cursor.fetchall()}


def _numbers_of_file(sha256: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_SAME_FILE, {"sha256": sha256, "version": VERSION})
        return [number for (number,) in cursor.fetchall()]


def _whole(query: Fingerprint, stored: StoredPrint) -> Found:
    """The very same file is the very same video from end to end; nothing needs comparing."""
    end = query.seconds
    return Found(
        video_id=stored.video_id,
        similarity=1.0,
        covered=1.0,
        shown=1.0,
        speed=1.0,
        mirrored=False,
        edits=(),
        stretches=((0.0, end, 0.0, end),),
        pairs=tuple((part * end, part * end) for part in SHOWN_AT),
        sha256=stored.sha256,
    )


def _part(query: Fingerprint, stored: StoredPrint, match: Match) -> Found:
    matched = sum(one.query_end - one.query_start for one in match.stretches)
    return Found(
        video_id=stored.video_id,
        # A correlation may end a hair's breadth above one.
        similarity=min(max(match.similarity, 0.0), 1.0),
        covered=min(max(match.covered, 0.0), 1.0),
        shown=min(1.0, matched / max(query.seconds, 0.1)),
        speed=match.speed,
        mirrored=match.mirrored,
        edits=match.edits,
        stretches=tuple(
            (one.query_start, one.query_end, one.reference_start, one.reference_end)
            for one in match.stretches
        ),
        pairs=match.pairs,
        sha256=stored.sha256,
    )


class _Chosen:
    """An index that proposes what was chosen before, with the votes it had, the best first."""

    def __init__(self, chosen: Sequence[Candidate]) -> None:
        self._found = [replace(candidate, owner=place) for place, candidate in enumerate(chosen)]

    def add(self, owner: int, fingerprint: Fingerprint) -> None:
        """Take in what was chosen, in that order."""

    def candidates(self, query: Fingerprint, *, count: int) -> list[Candidate]:
        return sorted(self._found, key=lambda one: -(one.hash_votes + one.point_votes / 4))

    @property
    def bytes(self) -> int:
        return 0
